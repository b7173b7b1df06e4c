import { toText } from './values';
import type { Expression, Named } from './syntax';

/** Functions that keep the name of the one column that they are about. */
const KEEPING = /^(to|parse_?json$|trim|bin$)/;

/**
 * Kusto names a column without a name of its own after its path: `properties.sku.name` is `properties_sku_name`, also
 * in `tostring(…)`. `undefined` for what has no such name.
 */
export function pathName(value: Expression): string | undefined {
  if (value.kind === 'column') return value.name;
  if (value.kind === 'call') {
    const [about, ...others] = value.parameters;
    const keeps = KEEPING.test(value.name) && others.length === (value.name === 'bin' ? 1 : 0);
    return keeps && about !== undefined ? pathName(about) : undefined;
  }
  if (value.kind !== 'member') return undefined;
  const base = pathName(value.of);
  const key = value.key.kind === 'literal' ? toText(value.key.value) : undefined;
  return base === undefined || key === undefined ? undefined : `${base}_${key.replace(/\W/g, '_')}`;
}

/** Gives what has no name `Column1`, `Column2`, …, and what has a name twice a number, as Kusto does. */
export function withNames(
  columns: readonly (Omit<Named, 'name'> & { readonly name?: string | undefined })[],
) {
  const used = new Set(columns.flatMap(({ name }) => (name === undefined ? [] : [name])));
  let count = 0;
  return columns.map(({ name, value }): Named => {
    const own = name ?? pathName(value);
    if (own !== undefined && (name !== undefined || !used.has(own))) {
      used.add(own);
      return { name: own, value };
    }
    do count += 1;
    while (used.has(`${own ?? 'Column'}${count}`));
    used.add(`${own ?? 'Column'}${count}`);
    return { name: `${own ?? 'Column'}${count}`, value };
  });
}
