/** What Resource Graph is asked, as texts of its query language. */
import { types, type Wanted } from './types';

/** One query for all that is wanted of several types. */
export function queryFor(wanted: Readonly<Record<string, Wanted>>): string {
  const all = Object.entries(wanted);
  const within = all.flatMap(([type, { properties, counted, of }]) =>
    of === undefined ? [] : [` | union (${itemsText(type, properties, of, counted)})`],
  );
  return resourcesText(all.filter(([, { of }]) => of === undefined)) + within.join('');
}

function resourcesText(wanted: readonly (readonly [string, Wanted])[]): string {
  const types = wanted.map(([type, { properties, only }]) => {
    const name = `'${type.toLowerCase()}'`;
    return { is: `type =~ ${name}`, name, only, pack: packed(properties) };
  });
  const conditions = types.flatMap(({ is, only }) => (only === undefined ? [] : `(not(${is}) or ${only})`));
  const where = [`type in~ (${types.map(({ name }) => name).join(', ')})`, ...conditions].join(' and ');
  const last = types.at(-1)?.pack ?? '';
  const cases = types.slice(0, -1).flatMap(({ is, pack }) => [is, pack]);
  const all = cases.length === 0 ? last : `case(${[...cases, last].join(', ')})`;
  return `resources | where ${where} | project id, type, location, sku, properties = ${all}`;
}

/** Items of a list in resources, as rows of their own. Two thousand of a resource are the most that Resource Graph tells. */
function itemsText(
  type: string,
  properties: readonly string[],
  of: { readonly type: string; readonly list: string },
  counted: Readonly<Record<string, string>> = {},
): string {
  const counts = Object.entries(counted).map(
    ([name, list]) => `'${name}', array_length(item.properties.${list})`,
  );
  const members = properties.map((name) => `'${name}', item.properties.${name}`);
  return [
    `resources | where type =~ '${of.type.toLowerCase()}'`,
    `mv-expand item = properties.${of.list} limit 2000`,
    'where isnotempty(item.id)',
    `project id = tostring(item.id), type = '${type}', location, sku, properties = pack(${[...members, ...counts].join(', ')})`,
  ].join(' | ');
}

function packed(properties: readonly string[]): string {
  const members = properties.map((name) => {
    const [outer = '', inner] = name.split('.');
    return `'${outer}', ${inner === undefined ? `properties.${name}` : `pack('${inner}', properties.${name})`}`;
  });
  return `pack(${members.join(', ')})`;
}

const ofType = (type: string) => `authorizationresources | where type =~ '${type.toLowerCase()}'`;
/** Of everybody but users. */
const assigned = `${ofType(types.roleAssignment)} and tostring(properties.principalType) !~ 'User'`;
const assignmentsText = (found: string) =>
  `${found} | project id, type, properties = ${packed(['scope', 'principalId', 'principalType', 'roleDefinitionId', 'condition'])}`;

const roleOf = (id: string) => `extend role = tolower(extract('[^/]+$', 0, tostring(${id})))`;
const definitions = [ofType(types.roleDefinition), roleOf('id')].join(' | ');
const ofAssignment = roleOf('properties.roleDefinitionId');
const definitionsText = (only: readonly string[] = []) =>
  [
    definitions,
    ...only,
    `join kind=inner (${assigned} | ${ofAssignment} | distinct role) on role`,
    `project id, type, properties = ${packed(['permissions'])}`,
  ].join(' | ');

/** All assignments, and the roles that are assigned. */
export const allRolesText = `${assignmentsText(assigned)} | union (${definitionsText()})`;

/** Whether a role may be about registries: what covers their actions names the provider, or has a star before that ends. */
const mayBeOfRegistries = [
  'isempty(tostring(properties.permissions))',
  "tostring(properties.permissions) contains 'Microsoft.ContainerRegistry/'",
  `tostring(properties.permissions) matches regex '"[A-Za-z.]*[*]'`,
].join(' or ');
/** Assignments of roles that may let pull from a registry, and the roles. One of which no definition is found may. */
export const pullRolesText = [
  assignmentsText(
    [
      assigned,
      ofAssignment,
      `join kind=leftouter (${definitions} | where not(${mayBeOfRegistries}) | project role, other = role) on role`,
      'where isempty(other)',
    ].join(' | '),
  ),
  `union (${definitionsText([`where ${mayBeOfRegistries}`])})`,
].join(' | ');
