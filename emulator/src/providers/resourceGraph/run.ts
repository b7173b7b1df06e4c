import { invalidQuery } from './errors';
import { chosen, renamed } from './columns';
import { expanded, parsed } from './expand';
import { evaluate, type Context, type Row } from './expressions';
import { joined, united } from './joins';
import { summarized } from './summarize';
import type { Named, Operator, Query, SortKey } from './syntax';
import { emptyRow, mapRows, uniqueRows, type Table } from './table';
import { isTrue, orderOf } from './values';

/** The columns of every table. */
export const COLUMNS = [
  'id', 'name', 'type', 'tenantId', 'kind', 'location', 'resourceGroup', 'subscriptionId',
  'managedBy', 'sku', 'plan', 'properties', 'tags', 'identity', 'zones', 'extendedLocation', 'apiVersion',
] as const; // prettier-ignore

/** Rows of a table, or undefined if Resource Graph has no table of that name. */
export type Tables = (name: string) => readonly Row[] | undefined;

/** Runs a query, operator by operator. */
export function runQuery(query: Query, tables: Tables): Table {
  const context: Context = {
    firstColumn: (inner) => {
      const { probe, rows } = runQuery(inner, tables);
      const [first = ''] = Object.keys(probe);
      return rows.map((row) => row[first] ?? null);
    },
  };
  const { source } = query;
  const start = 'operators' in source ? runQuery(source, tables) : tableOf(source, tables);
  return query.operators.reduce((table, operator) => apply(operator, table, tables, context), start);
}

function tableOf(name: Extract<Query['source'], { text: string }>, tables: Tables): Table {
  const rows = tables(name.text.toLowerCase());
  if (rows === undefined) throw invalidQuery(name.text, name, 'is not a table');
  return { probe: emptyRow(COLUMNS), rows };
}

function apply(operator: Operator, table: Table, tables: Tables, context: Context): Table {
  switch (operator.kind) {
    case 'where': {
      evaluate(operator.condition, table.probe, context);
      const probed = { ...context, isProbed: true };
      return {
        ...table,
        rows: table.rows.filter((row) => isTrue(evaluate(operator.condition, row, probed))),
      };
    }
    case 'project':
      return mapRows(table, (row) => picked(operator.columns, row, context));
    case 'distinct': {
      const { columns } = operator;
      const shown = columns === undefined ? table : mapRows(table, (row) => picked(columns, row, context));
      return { ...shown, rows: uniqueRows(shown.rows) };
    }
    case 'extend':
      return mapRows(table, (row) =>
        operator.columns.reduce((so, column) => ({ ...so, ...picked([column], so, context) }), row),
      );
    case 'projectAway':
    case 'projectKeep':
    case 'projectReorder':
      return chosen(operator, table);
    case 'projectRename':
      return renamed(operator, table);
    case 'expand':
      return expanded(operator, table, context);
    case 'parse':
      return parsed(operator, table, context);
    case 'order':
      return { ...table, rows: sorted(operator.keys, table, context).slice(0, operator.top) };
    case 'limit':
      return { ...table, rows: table.rows.slice(0, operator.count) };
    case 'count':
      return { probe: { Count: null }, rows: [{ Count: table.rows.length }] };
    case 'summarize':
      return summarized(operator, table, context);
    case 'join':
      return joined(operator, table, runQuery(operator.right, tables), context);
    case 'union':
      return united(operator, [table, ...operator.others.map((other) => runQuery(other, tables))]);
  }
}

function picked(columns: readonly Named[], row: Row, context: Context): Row {
  return Object.fromEntries(columns.map(({ name, value }) => [name, evaluate(value, row, context)]));
}

function sorted(keys: readonly SortKey[], { probe, rows }: Table, context: Context): readonly Row[] {
  for (const { by } of keys) evaluate(by, probe, context);
  return rows.toSorted((a, b) => {
    for (const { by, descending, nullsFirst } of keys) {
      const [one, other] = [evaluate(by, a, context), evaluate(by, b, context)];
      if (one === null || other === null) {
        if (one !== other) return (one === null) === nullsFirst ? -1 : 1;
        continue;
      }
      const order = orderOf(one, other);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
}
