import type { Row } from './expressions';

/**
 * What an operator gets and gives. The probe is a row of nulls with the table's columns: going through a query with it
 * finds columns and functions that don't exist even where no real row would come to them, and tells the columns of a
 * table that has no rows.
 */
export interface Table {
  readonly probe: Row;
  readonly rows: readonly Row[];
}

/** Whether a table has the column: what every object inherits (`constructor`) is none. */
export function hasColumn({ probe }: Pick<Table, 'probe'>, name: string): boolean {
  return Object.hasOwn(probe, name);
}

/** The same change of the probe and of every row. */
export function mapRows({ probe, rows }: Table, change: (row: Row) => Row): Table {
  return { probe: change(probe), rows: rows.map(change) };
}

export function emptyRow(names: readonly string[]): Row {
  return Object.fromEntries(names.map((name) => [name, null]));
}

/** Rows that read the same are one. */
export function uniqueRows(rows: readonly Row[]): Row[] {
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()];
}
