/** The mark on everything that an operation creates: it answers "who made it?" without any journal. */
import type { JsonObject } from '../../model/json';

/** Tag on what takes tags; its value is the operation's id. */
export const operationTag = 'acr-private-link-operation';

/** Whether a tag of that name would be the mark: Azure tells names of tags apart without regard to case. */
export function isOperationTag(name: string): boolean {
  return name.trim().toLowerCase() === operationTag;
}

/** The user's tags and the mark. */
export function ownedTags(
  spec: { readonly tags: Readonly<Record<string, string>> },
  operationId: string,
): JsonObject {
  return { ...spec.tags, [operationTag]: operationId };
}

/** Description of a role assignment, which takes no tags. */
export function ownedDescription(operationId: string): string {
  return `${operationTag}: ${operationId}`;
}

/** The operation that made something, from its tags or its description; undefined when it isn't ours. */
export function operationOf(thing: {
  readonly tags?: Readonly<Record<string, string>>;
  readonly description?: string;
}): string | undefined {
  const tagged = thing.tags?.[operationTag];
  if (tagged !== undefined) return tagged;
  const prefix = ownedDescription('');
  return thing.description?.startsWith(prefix) ? thing.description.slice(prefix.length) : undefined;
}
