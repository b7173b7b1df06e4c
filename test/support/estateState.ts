/** The emulated Azure as text that two runs can be compared by, resource by resource. */
import type { ArmResource, Estate } from '../../emulator/src/estate';
import { isOperationTag, operationOf } from '../../src/provisioning/plan/ownership';

/** Members that Azure makes up anew at every write. */
const volatile = new Set([
  'etag',
  'resourceGuid',
  'internalId',
  'systemData',
  'createdOn',
  'updatedOn',
  'creationDate',
  'lastUpdatedTime',
  'timestamp',
]);

/** By id, with what differs between two equal runs taken out. */
export function stateOf(estate: Estate): ReadonlyMap<string, string> {
  return normalState(estate.all());
}

/** The same of resources that the emulator told of over HTTP. */
export function normalState(resources: readonly ArmResource[]): ReadonlyMap<string, string> {
  const entries = resources.map((resource): [string, string] => {
    const text = JSON.stringify(withoutVolatile(resource));
    return [normal(resource.id).toLowerCase(), normal(text)];
  });
  return new Map(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Without what stays on once a registry has had an endpoint. */
export function withoutDataEndpoints(state: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const entries = [...state].map(([id, text]): [string, string] => [
    id,
    text.replace(/"dataEndpoint(Enabled|HostNames)":(true|false|\[[^\]]*\]),?/g, ''),
  ]);
  return new Map(entries);
}

/** Without the marks of operations, which only the extension writes: tags, and descriptions of role assignments. */
export function withoutMarks(state: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const entries = [...state].map(([id, text]): [string, string] => {
    const unmarked = JSON.parse(text, (member, value: unknown) => {
      if (member === 'description' && typeof value === 'string')
        return operationOf({ description: value }) === undefined ? value : null;
      if (member !== 'tags' || typeof value !== 'object' || value === null) return value;
      const tags = Object.entries(value).filter(([name]) => !isOperationTag(name));
      return tags.length === 0 ? undefined : Object.fromEntries(tags);
    }) as unknown;
    return [id, JSON.stringify(unmarked)];
  });
  return new Map(entries);
}

/** What is there in one and not, or otherwise, in the other; empty for equal states. */
export function differences(
  expected: ReadonlyMap<string, string>,
  actual: ReadonlyMap<string, string>,
): string[] {
  return [...new Set([...expected.keys(), ...actual.keys()])].flatMap((id) => {
    const [was, is] = [expected.get(id), actual.get(id)];
    if (was === is) return [];
    if (is === undefined) return [`missing: ${id}`];
    if (was === undefined) return [`too much: ${id}`];
    return [`different: ${id}: ${firstDifference(was, is)}`];
  });
}

function firstDifference(a: string, b: string): string {
  const at = Array.from(a).findIndex((character, index) => character !== b[index]);
  const start = Math.max(0, (at < 0 ? a.length : at) - 60);
  return `…${a.slice(start, start + 120)}… became …${b.slice(start, start + 120)}…`;
}

function withoutVolatile(resource: ArmResource): unknown {
  return JSON.parse(
    JSON.stringify(resource, (member, value: unknown) => {
      if (volatile.has(member)) return undefined;
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    }),
  );
}

/** Names that hold a GUID of the run: of interfaces, their configurations, connections, and who wrote a record. */
function normal(text: string): string {
  return text
    .replace(/\.nic\.[0-9a-f-]{36}/gi, '.nic.*')
    .replace(/(privateEndpointIpConfig|resource guid)([. ])[0-9a-f-]{36}/gi, '$1$2*')
    .replace(/\.[0-9a-f]{32}(?=["/]|$)/gi, '.*');
}
