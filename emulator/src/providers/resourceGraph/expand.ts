import type { Json } from '../../estate';
import { evaluate, type Context, type Row } from './expressions';
import { functions } from './functions';
import type { Operator, ParsePart } from './syntax';
import type { Table } from './table';
import { toText } from './values';

/**
 * `mv-expand`: one row for each item of a list, or each member of a bag. Several columns go along with each other; the
 * shorter ones end with nulls. A row without items stays, with null.
 */
export function expanded(
  { columns, indexName, limit, asPairs }: Extract<Operator, { kind: 'expand' }>,
  table: Table,
  context: Context,
): Table {
  const expand = (row: Row): Row[] => {
    const lists = columns.map(({ name, value, type }) => ({
      name,
      items: itemsOf(evaluate(value, row, context), asPairs).map((item) => converted(item, type)),
    }));
    const length = Math.min(limit, Math.max(1, ...lists.map(({ items }) => items.length)));
    return Array.from({ length }, (_, index) => ({
      ...row,
      ...(indexName === undefined ? {} : { [indexName]: index }),
      ...Object.fromEntries(lists.map(({ name, items }) => [name, items[index] ?? null])),
    }));
  };
  return { probe: expand(table.probe)[0] ?? table.probe, rows: table.rows.flatMap(expand) };
}

function itemsOf(value: Json, asPairs: boolean): Json[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return [value];
  return Object.entries(value).map((pair) => (asPairs ? pair : Object.fromEntries([pair])));
}

/** Columns of `parse` and `mv-expand … to typeof(…)` have types by the names of Kusto's conversions. */
function converted(value: Json, type: string | undefined): Json {
  if (type === undefined || type === 'dynamic') return value;
  return functions[`to${type}`]?.[2]([value]) ?? null;
}

/** `parse`: takes a text apart by what stands between the columns; columns of a text that doesn't fit are empty. */
export function parsed(
  { subject, parts, strict, anywhere }: Extract<Operator, { kind: 'parse' }>,
  table: Table,
  context: Context,
): Table {
  const names = parts.flatMap((part) => (part.kind === 'capture' && part.name !== undefined ? [part] : []));
  const pattern = patternOf(parts, anywhere);
  const take = (row: Row): Row | undefined => {
    const found = pattern.exec(toText(evaluate(subject, row, context)))?.groups;
    if (found === undefined && strict) return undefined;
    const values = names.map(({ name = '', type }, index) => {
      const text = found?.[groupOf(index)];
      return [name, text === undefined ? (type === 'string' ? '' : null) : converted(text, type)] as const;
    });
    return { ...row, ...Object.fromEntries(values) };
  };
  const probe = { ...table.probe, ...Object.fromEntries(names.map(({ name = '' }) => [name, null])) };
  take(table.probe);
  return { probe, rows: table.rows.map(take).filter((row) => row !== undefined) };
}

/** The last column takes the rest; one before a pattern takes as little as may be. */
function patternOf(parts: readonly ParsePart[], anywhere: boolean): RegExp {
  let named = 0;
  const sources = parts.map((part, index) => {
    if (part.kind === 'pattern') return `(?:${part.source})`;
    const any = index === parts.length - 1 ? '[\\s\\S]*' : '[\\s\\S]*?';
    if (part.name === undefined) return any;
    named += 1;
    return `(?<${groupOf(named - 1)}>${any})`;
  });
  // Without a column there has to be a group all the same: that it is there says that the text fits.
  return new RegExp(`${anywhere ? '' : '^'}${sources.join('')}(?<end>)$`);
}

/** By names, because regular expressions between the columns may have groups of their own. */
function groupOf(column: number): string {
  return `column${column}`;
}
