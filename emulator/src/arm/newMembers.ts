import type { Json, JsonObject } from '../estate';
import { invalidRequestContent } from './errors';
import { at } from './json';

/** A member of a type's body that older api-versions don't know yet. */
export interface NewMember {
  /** e.g. `properties.policies.exportPolicy`. */
  readonly path: string;
  /** The last stable version without it. */
  readonly stable: string;
  /** The last preview without it, where it is known; without this, as for stable versions. */
  readonly preview?: string;
}

/** An answer, one resource or a list of them, as an api-version shows it: what came later is left out. */
export function asOfVersion(body: unknown, members: readonly NewMember[], version: string): unknown {
  const unknown = members.filter((member) => isUnknown(member, version));
  if (unknown.length === 0 || typeof body !== 'object' || body === null) return body;
  const show = (resource: Json): Json =>
    unknown.reduce((shown, { path }) => withoutPath(shown, path.split('.')), resource);
  const list = at(body, 'value');
  return Array.isArray(list) ? { ...body, value: (list as Json[]).map(show) } : show(body as JsonObject);
}

/** Refuses a member that the api-version of the request doesn't know, as any other unknown one. */
export function refuseNewMembers(body: JsonObject, members: readonly NewMember[], version: string): void {
  for (const member of members) {
    if (!isUnknown(member, version) || at(body, ...member.path.split('.')) === undefined) continue;
    const [name, parent = 'ResourceDefinition'] = member.path.split('.').reverse();
    throw invalidRequestContent(
      `Could not find member '${name ?? ''}' on object of type '${parent}'. Path '${member.path}'`,
    );
  }
}

function isUnknown({ stable, preview = stable }: NewMember, version: string): boolean {
  return version <= (version.endsWith('-preview') ? preview : stable);
}

function withoutPath(value: Json, [first = '', ...rest]: readonly string[]): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !(first in value)) return value;
  const { [first]: inner, ...others } = value;
  return rest.length === 0 ? others : { ...others, [first]: withoutPath(inner ?? null, rest) };
}
