/** The mark on what an operation creates: it says who made it, to whoever believes a label. */
import { asObject, type JsonObject } from '../../model/json';
import { isGuid } from '../../model/guid';
import type { StepKind } from './plan';

/** Tag on what takes tags; its value is the operation's id. */
export const operationTag = 'acr-private-link-operation';

/** The user's tags and the mark, whose name no other tag may have: Azure takes names without regard to case. */
export function ownedTags(
  spec: { readonly tags: Readonly<Record<string, string>> },
  operationId: string,
): JsonObject {
  const others = Object.entries(spec.tags).filter(([name]) => !isOperationTag(name));
  return { ...Object.fromEntries(others), [operationTag]: operationId };
}

/** Description of a role assignment, which takes no tags. */
export function ownedDescription(operationId: string): string {
  return `${operationTag}: ${operationId}`;
}

/** Whether Azure keeps a mark on things of a kind: of the others the journal alone says whose they are. */
export function keepsMark(kind: StepKind): boolean {
  return kind !== 'subnet' && kind !== 'peering' && kind !== 'zoneGroup';
}

/** Whether a tag of that name is the mark to Azure. */
export function isOperationTag(name: string): boolean {
  return name.trim().toLowerCase() === operationTag;
}

/** The value of the mark among tags, whatever it says; undefined if there is none. */
export function markIn(tags: JsonObject): string | undefined {
  const [, value] = Object.entries(tags).find(([name]) => isOperationTag(name)) ?? [];
  return typeof value === 'string' ? value : undefined;
}

/** The operation whose mark something bears, from its tags or its description; undefined for what is no operation's id. */
export function operationOf(thing: {
  readonly tags?: Readonly<Record<string, string>>;
  readonly description?: string;
}): string | undefined {
  const prefix = ownedDescription('');
  const described = thing.description?.startsWith(prefix)
    ? thing.description.slice(prefix.length)
    : undefined;
  const id = markIn(thing.tags ?? {}) ?? described;
  return id !== undefined && isGuid(id) ? id.toLowerCase() : undefined;
}

/** The same of a resource, or of a body that makes one. */
export function operationOfResource(resource: JsonObject): string | undefined {
  const { description } = asObject(resource['properties']);
  return operationOf({
    tags: Object.fromEntries(
      Object.entries(asObject(resource['tags'])).flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value]] : [],
      ),
    ),
    ...(typeof description === 'string' ? { description } : {}),
  });
}
