import type { Json } from '../../estate';
import { evaluate, type Context, type Row } from './expressions';
import { functions } from './functions';
import type { Operator, ParsePart } from './syntax';
import type { Table } from './table';

/**
 * `mv-expand`: one row for each item of a list, or each member of a bag. Several columns go along with each other; the
 * shorter ones end with nulls. A row without items stays, with null.
 */
export function expanded(
  { columns, indexName, limit }: Extract<Operator, { kind: 'expand' }>,
  table: Table,
  context: Context,
): Table {
  const expand = (row: Row): Row[] => {
    const lists = columns.map(({ name, value, type }) => ({
      name,
      items: itemsOf(evaluate(value, row, context)).map((item) => converted(item, type)),
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

function itemsOf(value: Json): Json[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return [value];
  return Object.entries(value).map(([key, member]) => ({ [key]: member }));
}

/** Columns of `parse` and `mv-expand … to typeof(…)` have types by the names of Kusto's conversions. */
function converted(value: Json, type: string | undefined): Json {
  if (type === undefined || type === 'dynamic') return value;
  return functions[`to${type}`]?.[2]([value]) ?? null;
}

/** `parse`: takes a text apart by the texts between the columns; columns of a text that doesn't fit are empty. */
export function parsed(
  { subject, parts, strict }: Extract<Operator, { kind: 'parse' }>,
  table: Table,
  context: Context,
): Table {
  const names = parts.flatMap((part) => (part.kind === 'capture' && part.name !== undefined ? [part] : []));
  const pattern = patternOf(parts);
  const take = (row: Row): Row | undefined => {
    const text = functions['tostring']?.[2]([evaluate(subject, row, context)]);
    const groups = pattern.exec(typeof text === 'string' ? text : '');
    if (groups === null && strict) return undefined;
    const values = names.map(({ name = '', type }, index) => {
      const found = groups?.[index + 1];
      return [name, found === undefined ? (type === 'string' ? '' : null) : converted(found, type)] as const;
    });
    return { ...row, ...Object.fromEntries(values) };
  };
  const probe = { ...table.probe, ...Object.fromEntries(names.map(({ name = '' }) => [name, null])) };
  take(table.probe);
  return { probe, rows: table.rows.map(take).filter((row) => row !== undefined) };
}

/** The last column takes the rest; one before a text takes as little as may be. */
function patternOf(parts: readonly ParsePart[]): RegExp {
  const sources = parts.map((part, index) => {
    if (part.kind === 'text') return part.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const amount = index === parts.length - 1 ? '*' : '*?';
    return part.name === undefined ? `[\\s\\S]${amount}` : `([\\s\\S]${amount})`;
  });
  return new RegExp(`^${sources.join('')}$`);
}
