import type { Estate } from '../estate';
import { type ArmId, parseArmPath, type ArmPath } from './armId';
import type { ResourceType } from './provider';

/** The resource types that the emulator knows, by name without case. */
export class TypeTable {
  private readonly byName = new Map<string, ResourceType>();
  private readonly spelling = new Map<string, string>();
  private readonly namespaces = new Set<string>();

  constructor(readonly all: readonly ResourceType[]) {
    for (const type of all) {
      this.byName.set(type.type.toLowerCase(), type);
      const [namespace = '', ...segments] = type.type.split('/');
      this.namespaces.add(namespace.toLowerCase());
      segments.forEach((_, index) => {
        const name = [namespace, ...segments.slice(0, index + 1)].join('/');
        if (!this.spelling.has(name.toLowerCase())) this.spelling.set(name.toLowerCase(), name);
      });
    }
  }

  get(type: string): ResourceType | undefined {
    return this.byName.get(type.toLowerCase());
  }

  knowsNamespace(namespace: string): boolean {
    return this.namespaces.has(namespace.toLowerCase());
  }

  /** The type of a namespace that has an action `{scope}/providers/{namespace}/{action}`. */
  withAction(namespace: string, action: string): ResourceType | undefined {
    return this.all.find(
      (type) =>
        type.type.toLowerCase().startsWith(`${namespace.toLowerCase()}/`) &&
        findAction(type, action) !== undefined,
    );
  }

  /** Reads a path, with the types spelled as Azure does, and names as the estate already does. */
  parse(path: string, estate: Estate): ArmPath | undefined {
    const parsed = parseArmPath(path, (type) => this.spelling.get(type.toLowerCase()));
    if (parsed === undefined) return undefined;
    return parsed.kind === 'item'
      ? { kind: 'item', id: respell(parsed.id, estate) }
      : { ...parsed, scope: respell(parsed.scope, estate) };
  }

  /** Removes a resource in the way of its type; what is below goes with it. */
  remove(id: string, estate: Estate): void {
    const resource = estate.get(id);
    if (resource === undefined) return;
    const custom = this.get(resource.type)?.remove;
    if (custom !== undefined) {
      custom(estate, resource);
      return;
    }
    for (const child of estate.below(id)) estate.delete(child.id);
    estate.delete(id);
  }
}

/** The name of an action as the type spells it. */
export function findAction(type: ResourceType, action: string): string | undefined {
  return Object.keys(type.actions ?? {}).find((name) => name.toLowerCase() === action.toLowerCase());
}

function respell(id: ArmId, estate: Estate): ArmId {
  if (id.parent === undefined) return id;
  const parent = respell(id.parent, estate);
  const spelled = id.under(parent);
  const known = estate.get(spelled.path);
  // A resource's own id is the authority: the `name` of a subscription, for one, is not its last segment.
  return known === undefined ? spelled : id.under(parent, known.id.slice(known.id.lastIndexOf('/') + 1));
}
