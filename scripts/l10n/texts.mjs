// @ts-check
/** What the extension says, and how far that is translated. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from '../root.mjs';
import { bundleFile, manifestFile, textsOfFile } from './files.mjs';

/**
 * The texts that a file of TypeScript gives to `t`, in their order: a string as it is, a template with `{0}`, `{1}`… for what is
 * filled in, as the library looks them up. Throws an Error that says where, for a text that only the running program knows.
 * @param {string} file as it is called in errors
 * @param {string} source
 * @returns {string[]}
 */
export function textsIn(file, source) {
  if (!source.includes("'@vscode/l10n'")) return [];
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  /** @type {string[]} */
  const texts = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 't') texts.push(textOf(node.template));
    else if (ts.isCallExpression(node) && node.expression.getText() === 't') {
      const [text] = node.arguments;
      if (text === undefined || !ts.isStringLiteralLike(text)) {
        const { line } = parsed.getLineAndCharacterOfPosition(node.getStart());
        throw new Error(
          `${file}:${line + 1}: t takes a text that is written out, so that it can be translated.`,
        );
      }
      texts.push(text.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return texts;
}

/** @param {ts.TemplateLiteral} template */
function textOf(template) {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return (
    template.head.text +
    template.templateSpans.map(({ literal }, index) => `{${index}}${literal.text}`).join('')
  );
}

/**
 * The texts of src, each once, in the order of the alphabet, by themselves.
 * @returns {Record<string, string>}
 */
export function bundleOfCode() {
  const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' });
  const texts = files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => textsIn(`src/${file}`, readFileSync(path.join(root, 'src', file), 'utf8')));
  return Object.fromEntries(
    [...new Set(texts)].toSorted((a, b) => (a < b ? -1 : 1)).map((text) => [text, text]),
  );
}

/**
 * How far a translation is: texts of the extension that it lacks, which are shown in English, and what is wrong with those that it
 * has, in a line each: nothing says them any more, or other values are filled in.
 * @typedef {{ readonly missing: readonly string[], readonly wrong: readonly string[] }} State
 */

/**
 * The files of translations in the repository.
 * @returns {(State & { readonly file: string })[]}
 */
export function translations() {
  return [bundleFile, manifestFile].flatMap((english) => {
    const { dir, name } = path.posix.parse(english);
    return readdirSync(path.join(root, dir))
      .filter((each) => each.startsWith(`${name}.`) && each !== `${name}.json`)
      .map((each) => path.posix.join(dir, each))
      .map((file) => ({ file, ...stateOf(textsOfFile(english), textsOfFile(file)) }));
  });
}

/**
 * @param {Readonly<Record<string, string>>} english by key
 * @param {Readonly<Record<string, string>>} translated by the same keys
 * @returns {State}
 */
export function stateOf(english, translated) {
  const missing = Object.keys(english).filter((key) => (translated[key] ?? '').trim() === '');
  const wrong = Object.entries(translated).flatMap(([key, text]) => {
    const from = english[key];
    if (from === undefined) return [`nothing says this any more: ${key}`];
    return text.trim() === '' || filledIn(from) === filledIn(text)
      ? []
      : [`other values are filled in: ${key}`];
  });
  return { missing, wrong };
}

/** The values of a text, and what VS Code and Markdown act on. @param {string} text */
function filledIn(text) {
  return (text.match(/\{\d+\}|\]\(command:[^)]*\)|\$\([\w-]+\)|\n/g) ?? []).toSorted().join(' ');
}
