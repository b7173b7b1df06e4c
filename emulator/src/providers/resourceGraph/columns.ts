import { invalidQuery } from './errors';
import type { Row } from './expressions';
import type { Operator } from './syntax';
import { hasColumn, mapRows, type Table } from './table';
import type { Token } from './tokens';

/** Takes columns out, keeps them, or puts them first: `project-away`, `project-keep`, `project-reorder`. */
export function chosen(
  { kind, patterns }: Extract<Operator, { kind: 'projectAway' | 'projectKeep' | 'projectReorder' }>,
  table: Table,
): Table {
  const all = Object.keys(table.probe);
  const named = [...new Set(patterns.flatMap((pattern) => matching(pattern, all)))];
  const rest = all.filter((name) => !named.includes(name));
  const names = {
    projectAway: rest,
    // Kept columns stay in their order.
    projectKeep: all.filter((name) => named.includes(name)),
    projectReorder: [...named, ...rest],
  }[kind];
  return mapRows(table, (row) => Object.fromEntries(names.map((name) => [name, row[name] ?? null])));
}

function matching(pattern: Token, all: readonly string[]): readonly string[] {
  if (pattern.text.endsWith('*')) {
    const start = pattern.text.slice(0, -1);
    return all.filter((name) => name.startsWith(start));
  }
  if (!all.includes(pattern.text)) throw invalidQuery(pattern.text, pattern, 'is not a column');
  return [pattern.text];
}

/** `project-rename`: the column stays where it is. */
export function renamed({ columns }: Extract<Operator, { kind: 'projectRename' }>, table: Table): Table {
  const unknown = columns.find(({ from }) => !hasColumn(table, from.text));
  if (unknown !== undefined) throw invalidQuery(unknown.from.text, unknown.from, 'is not a column');
  const names = new Map(columns.map(({ to, from }) => [from.text, to]));
  const change = (row: Row): Row =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [names.get(name) ?? name, value]));
  return mapRows(table, change);
}
