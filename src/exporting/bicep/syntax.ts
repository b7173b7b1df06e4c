/** Bicep's syntax, printed as `bicep format` formats it. */
import type { Json } from '../../model/json';

/** A name of the file, instead of a text. */
export class Symbolic {
  constructor(readonly code: string) {}
}

/** A quoted string, in which nothing is interpolated, and nothing looks like a comment to the grammars of editors. */
export function quoted(text: string): string {
  const escaped = text
    .replace(/[\\']/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll('${', '\\${')
    .replace(/(?<!:)\/(?=[/*])/g, '\\u{2f}');
  return `'${escaped}'`;
}

type Text = string | Symbolic;

/** JSON as a value of Bicep, its texts by `ofText`, which is told the name of the member that has the text. */
export function valueText(
  json: Json,
  ofText: (text: string, member: string) => Text,
  indent: string,
  member: string,
): string {
  if (typeof json === 'string') return textOf(ofText(json, member));
  if (typeof json !== 'object' || json === null) return String(json);
  const inner = `${indent}  `;
  const isList = Array.isArray(json);
  const lines = isList
    ? (json as readonly Json[]).map((item) => valueText(item, ofText, inner, member))
    : Object.entries(json).map(
        ([name, value]) => `${keyText(name)}: ${valueText(value, ofText, inner, name)}`,
      );
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  if (lines.length === 0) return `${open}${close}`;
  return [open, ...lines.map((line) => `${inner}${line}`), `${indent}${close}`].join('\n');
}

export function textOf(text: Text): string {
  return text instanceof Symbolic ? text.code : quoted(text);
}

function keyText(name: string): string {
  return /^[a-z]\w*$/i.test(name) && !['for', 'if', 'null', 'true', 'false'].includes(name)
    ? name
    : quoted(name);
}

/** A declaration: what stands before the braces, and its members, which are code already. */
export function declaration(
  head: string,
  members: readonly (readonly [name: string, code: string])[],
): string {
  return [`${head} = {`, ...members.map(([name, code]) => `  ${name}: ${code}`), '}'].join('\n');
}
