import type { Json } from '../../estate';
import { aggregateOf, isAggregate } from './aggregates';
import { invalidQuery } from './errors';
import { evaluate, type Context, type Row } from './expressions';
import type { Aggregated, Call, Expression, Operator } from './syntax';
import { hasColumn, type Table } from './table';

type Summarize = Extract<Operator, { kind: 'summarize' }>;

/** One row for each group of rows that agree in `by`; without `by` one for all, be there rows or not. */
export function summarized({ aggregates, by }: Summarize, table: Table, context: Context): Table {
  const keyOf = (row: Row): Row =>
    Object.fromEntries(by.map(({ name, value }) => [name, evaluate(value, row, context)]));
  const groups = new Map<string, { key: Row; rows: Row[] }>();
  if (by.length === 0) groups.set('', { key: {}, rows: [...table.rows] });
  else {
    for (const row of table.rows) {
      const key = keyOf(row);
      const name = JSON.stringify(key);
      const group = groups.get(name);
      if (group === undefined) groups.set(name, { key, rows: [row] });
      else group.rows.push(row);
    }
  }
  const valuesOf = (rows: readonly Row[]): Row =>
    Object.assign({}, ...aggregates.map((one) => columnsOf(one, rows, table.probe, context))) as Row;
  // The probe stands for a group, so that wrong names are found where there is none.
  const probe = { ...keyOf(table.probe), ...nulls(valuesOf([table.probe])) };
  return { probe, rows: [...groups.values()].map(({ key, rows }) => ({ ...key, ...valuesOf(rows) })) };
}

function nulls(row: Row): Row {
  return Object.fromEntries(Object.keys(row).map((name) => [name, null]));
}

function columnsOf(
  { name, value, along }: Aggregated,
  rows: readonly Row[],
  probe: Row,
  context: Context,
): Row {
  const aggregated = new Map(
    aggregationsIn(value).map((call): [Expression, Json] => [call, aggregate(call, rows, probe, context)]),
  );
  const own = evaluate(value, rows[0] ?? probe, { ...context, aggregated });
  if (along === undefined || value.kind !== 'call') return { [name]: own };
  const [by] = value.parameters;
  const chosen =
    by === undefined
      ? undefined
      : rows.find((row) => JSON.stringify(evaluate(by, row, context)) === JSON.stringify(own));
  const names = along.includes('*') ? Object.keys(probe) : along;
  const unknown = names.find((column) => !hasColumn({ probe }, column));
  if (unknown !== undefined) throw invalidQuery(unknown, value.token, 'is not a column');
  return { [name]: own, ...Object.fromEntries(names.map((column) => [column, chosen?.[column] ?? null])) };
}

function aggregate(call: Call, rows: readonly Row[], probe: Row, context: Context): Json {
  const run = aggregateOf(call.name, call.parameters.length);
  if (run === undefined) {
    throw invalidQuery(call.token.text, call.token, `doesn't take ${call.parameters.length} parameters`);
  }
  for (const parameter of call.parameters) evaluate(parameter, probe, context);
  return run(rows.map((row) => call.parameters.map((parameter) => evaluate(parameter, row, context))));
}

/** The aggregations of an expression, such as `count()` in `100 * count()`. */
function aggregationsIn(value: Expression): Call[] {
  switch (value.kind) {
    case 'call':
      return isAggregate(value.name) ? [value] : value.parameters.flatMap(aggregationsIn);
    case 'arithmetic':
    case 'compare':
    case 'logic':
      return [...aggregationsIn(value.left), ...aggregationsIn(value.right)];
    case 'member':
      return aggregationsIn(value.of);
    default:
      return [];
  }
}
