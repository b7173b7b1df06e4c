import { evaluate, type Context, type Row } from './expressions';
import type { Operator } from './syntax';
import { emptyRow, hasColumn, type Table } from './table';

type Join = Extract<Operator, { kind: 'join' }>;

/**
 * Joins two tables. Columns that both have get a `1` at the right side's name; what has no partner stays with nulls
 * where the kind says so. `innerunique`, which a join is without a word, takes one row of the left side for each key.
 */
export function joined(operator: Join, left: Table, right: Table, context: Context): Table {
  const keyOf = (side: 'left' | 'right') => (row: Row) =>
    JSON.stringify(operator.on.map((key) => evaluate(key[side], row, context)));
  const [leftKey, rightKey] = [keyOf('left'), keyOf('right')];
  leftKey(left.probe);
  rightKey(right.probe);
  const renamed = newNames(left.probe, right.probe);
  const pair = (one: Row, other: Row): Row => ({ ...one, ...renamed(other) });

  const partners = grouped(right.rows, rightKey);
  const leftRows = operator.join === 'innerunique' ? firstOfEach(left.rows, leftKey) : left.rows;
  const keepsLeft = operator.join === 'leftouter' || operator.join === 'fullouter';
  const nobody = keepsLeft ? [right.probe] : [];
  const rows = leftRows.flatMap((row) =>
    (partners.get(leftKey(row)) ?? nobody).map((other) => pair(row, other)),
  );
  if (operator.join === 'fullouter') {
    const keys = new Set(left.rows.map(leftKey));
    const alone = right.rows.filter((row) => !keys.has(rightKey(row)));
    rows.push(...alone.map((row) => pair(left.probe, row)));
  }
  return { probe: pair(left.probe, right.probe), rows };
}

function grouped(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}

function newNames(left: Row, right: Row): (row: Row) => Row {
  const names = new Map<string, string>();
  const taken = new Set(Object.keys(left));
  for (const name of Object.keys(right)) {
    let free = name;
    for (let count = 1; taken.has(free); count += 1) free = `${name}${count}`;
    taken.add(free);
    names.set(name, free);
  }
  return (row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [names.get(name) ?? name, value]));
}

function firstOfEach(rows: readonly Row[], keyOf: (row: Row) => string): readonly Row[] {
  return [...new Map(rows.toReversed().map((row) => [keyOf(row), row])).values()].toReversed();
}

/** Puts tables under each other: all columns of all, or those that every one has. */
export function united(
  { inner, sourceName }: Extract<Operator, { kind: 'union' }>,
  tables: readonly Table[],
): Table {
  const everywhere = (name: string): boolean => tables.every((table) => hasColumn(table, name));
  const all = [...new Set(tables.flatMap(({ probe }) => Object.keys(probe)))];
  const columns = inner ? all.filter(everywhere) : all;
  const shaped = (row: Row): Row => Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));
  const source = (index: number): Row =>
    sourceName === undefined ? {} : { [sourceName]: `union_arg${index}` };
  return {
    probe: { ...emptyRow(sourceName === undefined ? [] : [sourceName]), ...emptyRow(columns) },
    rows: tables.flatMap(({ rows }, index) => rows.map((row) => ({ ...source(index), ...shaped(row) }))),
  };
}
