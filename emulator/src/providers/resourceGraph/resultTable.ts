import type { Json } from '../../estate';
import type { Row } from './expressions';

/** The other form of an answer: columns with their types, and rows as lists of values. */
export function asTable(names: readonly string[], rows: readonly Row[]): Record<string, unknown> {
  return {
    columns: names.map((name) => ({ name, type: typeOf(rows.map((row) => row[name] ?? null)) })),
    rows: rows.map((row) => names.map((name) => row[name] ?? null)),
  };
}

/** By what stands in a column; a column without values is one of texts. */
function typeOf(values: readonly Json[]): string {
  const found = values.find((value) => value !== null);
  if (typeof found === 'number')
    return values.every((value) => value === null || Number.isInteger(value)) ? 'integer' : 'number';
  if (typeof found === 'boolean') return 'boolean';
  return typeof found === 'object' ? 'object' : 'string';
}
