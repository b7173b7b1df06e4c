/** The texts that users of the extension see, taken from the code, the manifest and the documents. */
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

export interface UserText {
  /** Where it stands: a file, and the line where the file has lines. */
  readonly where: string;
  readonly text: string;
}

/** Strings of these calls are for whoever develops the extension: they mean that the program is wrong. */
const developerErrors = new Set(['TypeError', 'RangeError', 'SyntaxError']);

/** What looks like prose: words with a blank between them, or one word that begins a label. */
function isProse(text: string): boolean {
  return /[A-Za-z’',.”)] +[A-Za-z“(]/.test(text) || /^[A-Z][a-z’]+[.…]?$/.test(text.trim());
}

/** A text as it is shown: markup and blanks that a page drops are left out. */
function shown(text: string): string {
  return text
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Of a string or a template, in which an expression is `…`; undefined for anything else. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
}

/** The texts of one file of TypeScript: its strings and templates, an expression in a template as `…`. */
export function textsOfSource(file: string, source: string): UserText[] {
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const texts: UserText[] = [];
  const add = (node: ts.Node, text: string) => {
    const line = parsed.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    if (isProse(shown(text))) texts.push({ where: `${file}:${line}`, text: shown(text) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isLiteralTypeNode(node)) return;
    if (ts.isNewExpression(node) && developerErrors.has(node.expression.getText())) return;
    const text = textOf(node);
    if (text !== undefined) add(node, text);
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return texts;
}

/** What is in no language, or in that of others: commands and code of the exporter, what agents read, and titles of pages. */
const notTranslated =
  /^src\/(exporting|tools|azure\/graph|diagnosis\/sources|manifests\/deployment|verifying\/testPod|views\/pushGuide\/guide)/;

/** Sentences that aren't given to `t`, so that they are English in every language. Errors that nobody should meet are. */
export function untranslatable(file: string, source: string): UserText[] {
  if (notTranslated.test(file)) return [];
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const texts: UserText[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 't') {
      if (ts.isTemplateExpression(node.template))
        for (const { expression } of node.template.templateSpans) visit(expression);
      return;
    }
    if (ts.isCallExpression(node) && /^t$|(?:^|\.)log\.\w+$/.test(node.expression.getText())) return;
    if (
      ts.isNewExpression(node) &&
      /^(?:Type|Range|Syntax)?Error$|^DOMException$/.test(node.expression.getText())
    )
      return;
    const text = textOf(node);
    if (text !== undefined && /[a-z’)”…,] +[a-z“(][^|]*[.!?]$/.test(shown(text))) {
      const line = parsed.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      texts.push({ where: `${file}:${line}`, text: shown(text) });
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return texts;
}

/** Every string of a JSON value, with the path to it. */
export function textsOfJson(file: string, value: unknown, path = ''): UserText[] {
  if (typeof value === 'string') return isProse(value) ? [{ where: `${file}${path}`, text: value }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => textsOfJson(file, member, `${path}/${key}`));
}

/** The lines of a Markdown document, without code, link targets and addresses. */
export function textsOfMarkdown(file: string, markdown: string): UserText[] {
  let isCode = false;
  return markdown.split('\n').flatMap((line, index) => {
    if (/^\s*```/.test(line)) isCode = !isCode;
    const text = line
      .replaceAll(/`[^`]*`/g, '…')
      .replaceAll(/\]\([^)]*\)/g, ']')
      .trim();
    return isCode || text === '' ? [] : [{ where: `${file}:${index + 1}`, text }];
  });
}

/** The files below a folder whose names end so. */
export function filesBelow(folder: string, end: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith(end))
    .toSorted();
}

export function textsOfFile(file: string): UserText[] {
  const text = readFileSync(file, 'utf8');
  if (file.endsWith('.ts')) return textsOfSource(file, text);
  if (file.endsWith('.json')) return textsOfJson(file, JSON.parse(text));
  return textsOfMarkdown(file, text);
}
