/** HashiCorp's configuration language, printed as `terraform fmt` formats it. */
import type { Json } from '../../model/json';

/** An expression, as it is: only made of identifiers. */
export class Reference {
  constructor(readonly code: string) {}
}

export type Value = string | number | boolean | null | Reference | readonly Value[] | Members;
interface Members {
  readonly [name: string]: Value;
}

export type Item =
  | { readonly argument: string; readonly value: Value }
  | { readonly block: string; readonly items: readonly Item[] }
  | { readonly comment: string };

/** A quoted string: what begins a template or an escape in it is text. */
function quoted(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/[$%](?=\{)/g, '$&$&');
  return `"${escaped}"`;
}

/** `head` is what stands before the braces, e.g. `resource "azurerm_subnet" "subnet"`. */
export function blockText(head: string, items: readonly Item[]): string {
  return lines(head, items, '').join('\n');
}

function lines(head: string, items: readonly Item[], indent: string): string[] {
  if (items.length === 0) return [`${indent}${head} {}`];
  const inner = `${indent}  `;
  const body: string[] = [];
  for (const run of runsOf(items)) {
    const [first] = run;
    if (first === undefined) continue;
    const isBlock = 'block' in first;
    if (isBlock && body.length > 0 && !isComment(body.at(-1))) body.push('');
    if ('comment' in first) body.push(...(isComment(body.at(-1)) ? [] : ['']), `${inner}# ${first.comment}`);
    else if (isBlock) body.push(...lines(first.block, first.items, inner));
    else
      body.push(
        ...assignments(
          run.flatMap((item) => ('argument' in item ? [[item.argument, item.value]] : [])),
          inner,
        ),
      );
  }
  return [`${indent}${head} {`, ...body.filter((line, index) => line !== '' || index > 0), `${indent}}`];
}

function isComment(line: string | undefined): boolean {
  return line?.trimStart().startsWith('#') === true;
}

/** Arguments that follow each other, and everything else by itself. */
function runsOf(items: readonly Item[]): Item[][] {
  const runs: Item[][] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if ('argument' in item && last?.every((other) => 'argument' in other)) last.push(item);
    else runs.push([item]);
  }
  return runs;
}

/** Equals signs of lines that follow each other stand below each other; a value of several lines ends that. */
function assignments(pairs: readonly (readonly [string, Value])[], indent: string): string[] {
  const shown = pairs.map(([name, value]) => [name, valueText(value, indent)] as const);
  return shown.map(([name, text], index) => {
    if (text.includes('\n')) return `${indent}${name} = ${text}`;
    const from = shown.slice(0, index).findLastIndex(([, other]) => other.includes('\n')) + 1;
    const rest = shown.slice(index).findIndex(([, other]) => other.includes('\n'));
    const to = rest < 0 ? shown.length : index + rest;
    const width = Math.max(...shown.slice(from, to).map(([other]) => widthOf(other)));
    return `${indent}${name}${' '.repeat(width - widthOf(name))} = ${text}`;
  });
}

const segmenter = new Intl.Segmenter('en');

/** As `terraform fmt` counts: what a reader sees as one character is one. */
function widthOf(text: string): number {
  return /^[ -~]*$/.test(text) ? text.length : [...segmenter.segment(text)].length;
}

function valueText(value: Value, indent: string): string {
  if (value instanceof Reference) return value.code;
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = `${indent}  `;
  if (isList(value)) {
    const items = value.map((item) => valueText(item, inner));
    const line = `[${items.join(', ')}]`;
    const isShort = line.length <= 80 && !line.includes('\n');
    return isShort ? line : ['[', ...items.map((item) => `${inner}${item},`), `${indent}]`].join('\n');
  }
  const members = Object.entries(value);
  if (members.length === 0) return '{}';
  const pairs = members.map(([name, member]) => [keyText(name), member] as const);
  return ['{', ...assignments(pairs, inner), `${indent}}`].join('\n');
}

function isList(value: readonly Value[] | Members): value is readonly Value[] {
  return Array.isArray(value);
}

/** A plain key where it can't be read as a word of the language. */
function keyText(name: string): string {
  const isPlain =
    /^[A-Za-z][\w-]*$/.test(name) && !['for', 'if', 'in', 'null', 'true', 'false'].includes(name);
  return isPlain ? name : quoted(name);
}

/** JSON as a value, its texts by `ofText`, which is told the name of the member that has the text. */
export function valueOf(json: Json, ofText: (text: string, member: string) => Value, member = ''): Value {
  if (typeof json === 'string') return ofText(json, member);
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return (json as readonly Json[]).map((item) => valueOf(item, ofText, member));
  return Object.fromEntries(
    Object.entries(json).map(([name, inner]) => [name, valueOf(inner, ofText, name)]),
  );
}
