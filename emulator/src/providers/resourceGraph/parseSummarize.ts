import { isAggregate } from './aggregates';
import { pathName, withNames } from './columnNames';
import type { Cursor } from './cursor';
import { namedList, optionalName, type Parts } from './parseColumns';
import type { Aggregated, Call, Expression, Operator } from './syntax';

/** What Kusto calls the column of an aggregation that has no name, before the name of what it is about. */
const PREFIXES: Readonly<Record<string, string>> = {
  make_list: 'list',
  makelist: 'list',
  make_list_if: 'list',
  make_set: 'set',
  makeset: 'set',
  make_set_if: 'set',
  make_bag: 'bag',
  take_any: '',
  buildschema: 'schema',
  arg_max: '',
  arg_min: '',
};

/** `[name =] aggregation, … [by column, …]`; both may lack, but not at once. */
export function parseSummarize(parts: Parts): Operator {
  const { cursor } = parts;
  const aggregates = cursor.isWord('by') ? [] : cursor.list(() => aggregated(parts)).flat();
  const by = cursor.skipWord('by') ? namedList(parts) : [];
  const names = withNames(aggregates);
  return {
    kind: 'summarize',
    aggregates: aggregates.map((one, index) => ({ ...one, name: names[index]?.name ?? one.name })),
    by,
  };
}

function aggregated({ cursor, expressions }: Parts): Aggregated[] {
  const name = optionalName(cursor);
  const start = cursor.peek();
  const value = expressions.expression();
  if (!containsAggregate(value)) cursor.refuse(start, 'is no aggregation');
  if (value.kind !== 'call') return [{ name: name ?? 'Column1', value }];
  return several(cursor, value, name) ?? [{ name: name ?? nameOf(value), value }];
}

/** `any(a, b)` makes a column each, and `arg_max(a, b, c)` brings columns along. */
function several(cursor: Cursor, call: Call, name: string | undefined): Aggregated[] | undefined {
  if (/^(take_)?any$/.test(call.name) && call.parameters.length > 1) {
    return call.parameters.map((parameter) => {
      const one: Call = { ...call, parameters: [parameter] };
      return { name: nameOf(one), value: one };
    });
  }
  if (!/^arg_(max|min)$/.test(call.name)) return undefined;
  const [by, ...others] = call.parameters;
  if (by === undefined || others.length === 0) cursor.refuse(call.token, 'takes two columns or more');
  const along = others.map((other) =>
    other.kind === 'column' ? other.name : cursor.refuse(call.token, 'takes names of columns, or *'),
  );
  return [{ name: name ?? nameOf(call), value: { ...call, parameters: [by] }, along }];
}

function nameOf(call: Call): string {
  const [first] = call.parameters;
  const about = first === undefined ? '' : (pathName(first) ?? '');
  const prefix = PREFIXES[call.name] ?? call.name;
  // Conditions have no name: `countif(…)` is `countif_`.
  if (/^countif$/.test(call.name)) return 'countif_';
  return prefix === '' ? about : `${prefix}_${about}`;
}

function containsAggregate(value: Expression): boolean {
  switch (value.kind) {
    case 'call':
      return isAggregate(value.name) || value.parameters.some(containsAggregate);
    case 'arithmetic':
    case 'compare':
    case 'logic':
      return containsAggregate(value.left) || containsAggregate(value.right);
    case 'member':
      return containsAggregate(value.of);
    default:
      return false;
  }
}
