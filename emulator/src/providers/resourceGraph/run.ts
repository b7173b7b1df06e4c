import type { Json } from '../../estate';
import { evaluate, isTrue, orderOf, toText, type Row } from './expressions';
import type { Named, Operator, Query } from './syntax';
import { invalidQuery } from './tokens';

/** The columns of every table. */
export const COLUMNS = [
  'id', 'name', 'type', 'tenantId', 'kind', 'location', 'resourceGroup', 'subscriptionId',
  'managedBy', 'sku', 'plan', 'properties', 'tags', 'identity', 'zones', 'extendedLocation',
] as const; // prettier-ignore

/** Rows of a table, or undefined if Resource Graph has no table of that name. */
export type Tables = (name: string) => readonly Row[] | undefined;

/** Runs a query, operator by operator. */
export function runQuery(query: Query, tables: Tables): Row[] {
  shapeOf(query, tables);
  return query.operators.reduce<Row[]>(
    (rows, operator) => apply(operator, rows, tables),
    [...rowsOf(query, tables)],
  );
}

function rowsOf({ table }: Query, tables: Tables): readonly Row[] {
  const rows = tables(table.text.toLowerCase());
  if (rows === undefined) throw invalidQuery(table.text, table, 'is not a table');
  return rows;
}

/**
 * The columns that a query ends with, as a row of nulls. Going through the query with such a row finds columns and
 * functions that don't exist even where no real row would come to them.
 */
function shapeOf(query: Query, tables: Tables): Row {
  rowsOf(query, tables);
  const start: Row = Object.fromEntries(COLUMNS.map((name) => [name, null]));
  return query.operators.reduce((shape, operator) => {
    if (operator.kind === 'where') evaluate(operator.condition, shape);
    if (operator.kind === 'order') for (const { by } of operator.keys) evaluate(by, shape);
    if (operator.kind === 'summarize') return { ...picked(operator.by, shape), [operator.as]: null };
    if (operator.kind === 'join') {
      const other = shapeOf(operator.right, tables);
      evaluate(operator.left, shape);
      evaluate(operator.on, other);
      return { ...shape, ...renamed(shape, other) };
    }
    const passes = ['project', 'extend', 'distinct', 'projectAway', 'expand', 'count'].includes(
      operator.kind,
    );
    return passes ? (apply(operator, [shape], tables)[0] ?? shape) : shape;
  }, start);
}

function apply(operator: Operator, rows: Row[], tables: Tables): Row[] {
  switch (operator.kind) {
    case 'where':
      return rows.filter((row) => isTrue(evaluate(operator.condition, row)));
    case 'project':
      return rows.map((row) => picked(operator.columns, row));
    case 'distinct':
      return unique(rows.map((row) => picked(operator.columns, row)));
    case 'extend':
      return rows.map((row) =>
        operator.columns.reduce((so, column) => ({ ...so, ...picked([column], so) }), row),
      );
    case 'projectAway':
      return rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).filter(([name]) => !operator.names.some((word) => word.text === name)),
        ),
      );
    case 'expand':
      return operator.columns.reduce(
        (current, column) => current.flatMap((row) => expanded(column, row)),
        rows,
      );
    case 'order':
      return rows.toSorted((a, b) => {
        for (const { by, descending } of operator.keys) {
          const order = orderOf(evaluate(by, a), evaluate(by, b));
          if (order !== 0) return descending ? -order : order;
        }
        return 0;
      });
    case 'limit':
      return rows.slice(0, operator.count);
    case 'count':
      return [{ Count: rows.length }];
    case 'summarize':
      return summarized(operator.as, operator.by, rows);
    case 'join':
      return joined(operator, rows, tables);
  }
}

function picked(columns: readonly Named[], row: Row): Row {
  return Object.fromEntries(columns.map(({ name, value }) => [name, evaluate(value, row)]));
}

function unique(rows: Row[]): Row[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}

/** One row for each item; a row without items stays, with null, as Kusto does. */
function expanded(column: Named, row: Row): Row[] {
  const value = evaluate(column.value, row);
  const items: Json[] =
    Array.isArray(value) && value.length > 0 ? value : [Array.isArray(value) ? null : value];
  return items.map((item) => ({ ...row, [column.name]: item }));
}

function summarized(as: string, by: readonly Named[], rows: Row[]): Row[] {
  if (by.length === 0) return [{ [as]: rows.length }];
  const groups = new Map<string, { key: Row; count: number }>();
  for (const row of rows) {
    const key = picked(by, row);
    const group = groups.get(JSON.stringify(key)) ?? { key, count: 0 };
    groups.set(JSON.stringify(key), { key, count: group.count + 1 });
  }
  return [...groups.values()].map(({ key, count }) => ({ ...key, [as]: count }));
}

function joined(operator: Extract<Operator, { kind: 'join' }>, rows: Row[], tables: Tables): Row[] {
  const others = runQuery(operator.right, tables);
  const renamed = (left: Row, right: Row): Row =>
    Object.fromEntries(
      Object.entries(right).map(([name, value]) => [name in left ? `${name}1` : name, value]),
    );
  const nothing: Row = Object.fromEntries(Object.keys(others[0] ?? {}).map((name) => [name, null]));
  return rows.flatMap((left) => {
    const key = toText(evaluate(operator.left, left));
    const matches = others.filter((right) => toText(evaluate(operator.on, right)) === key);
    const partners = matches.length === 0 && operator.outer ? [nothing] : matches;
    return partners.map((right) => ({ ...left, ...renamed(left, right) }));
  });
}

/** Columns that both sides have get a `1` at the right side's name. */
function renamed(left: Row, right: Row): Row {
  return Object.fromEntries(
    Object.entries(right).map(([name, value]) => [name in left ? `${name}1` : name, value]),
  );
}
