import * as v from 'valibot';
import { ArmError } from '../../arm/errors';
import { withNames } from './columnNames';
import { evaluate, type Context, type Row } from './expressions';
import { parseExpressionText, type ParseOptions } from './parser';
import { summarized } from './summarize';
import type { Expression } from './syntax';
import { hasColumn, type Table } from './table';
import { isTrue, orderOf } from './values';

/** Facets give ten rows where they don't say how many. */
const DEFAULT_TOP = 10;

export const facetRequest = v.strictObject({
  expression: v.string(),
  options: v.optional(
    v.strictObject({
      sortBy: v.optional(v.string()),
      sortOrder: v.optional(v.picklist(['asc', 'desc'])),
      filter: v.optional(v.string()),
      $top: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000))),
    }),
  ),
});

export type FacetRequest = v.InferOutput<typeof facetRequest>;

/** How often each value of a column stands in what a query found; a facet that is wrong says so by itself. */
export function facetOf(
  { expression, options = {} }: FacetRequest,
  table: Table,
  parse: ParseOptions,
  context: Context,
): Record<string, unknown> {
  const read = (text: string): Expression => parseExpressionText(text, parse);
  const name = [expression, expression.replace(/\W/g, '_')].find((one) => hasColumn(table, one));
  if (name === undefined) {
    const errors = [
      { code: 'NoValidColumns', message: 'No valid columns in facet expression.' },
      { code: 'InvalidColumnNames', message: `Invalid column names: [${expression}].` },
    ];
    return { expression, resultType: 'FacetError', errors };
  }
  try {
    const rows = kept(options.filter === undefined ? undefined : read(options.filter), table, context);
    const by = withNames([{ name, value: read(name) }]);
    const counts = summarized({ kind: 'summarize', aggregates: [counted], by }, { ...table, rows }, context);
    const key = read(options.sortBy ?? 'count');
    const direction = options.sortOrder === 'asc' ? 1 : -1;
    const order = (a: Row, b: Row): number =>
      direction * orderOf(evaluate(key, a, context), evaluate(key, b, context));
    const data = counts.rows.toSorted(order).slice(0, options.$top ?? DEFAULT_TOP);
    return {
      expression,
      resultType: 'FacetResult',
      totalRecords: counts.rows.length,
      count: data.length,
      data,
    };
  } catch (thrown) {
    if (!(thrown instanceof ArmError)) throw thrown;
    return { expression, resultType: 'FacetError', errors: thrown.details ?? [] };
  }
}

const counted = {
  name: 'count',
  value: {
    kind: 'call',
    name: 'count',
    parameters: [],
    token: { kind: 'word', text: 'count', line: 1, column: 0 },
  },
} as const;

function kept(filter: Expression | undefined, { probe, rows }: Table, context: Context): readonly Row[] {
  if (filter === undefined) return rows;
  evaluate(filter, probe, context);
  return rows.filter((row) => isTrue(evaluate(filter, row, context)));
}
