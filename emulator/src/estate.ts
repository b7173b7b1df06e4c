/**
 * The state of the emulated Azure: every resource as the raw ARM JSON that a GET would answer, keyed by its id
 * without regard to case. Subnets and peerings are resources of their own here; a network's GET puts them together.
 * Nothing else holds state about resources, so that the pull oracle can decide from the estate alone.
 */
export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [member: string]: Json;
}

export interface ArmResource {
  id: string;
  name: string;
  /** Full type as Azure spells it, e.g. `Microsoft.Network/virtualNetworks/subnets`. */
  type: string;
  location?: string;
  tags?: Record<string, string>;
  etag?: string;
  properties: JsonObject;
  /** Other top-level members of the resource: `sku`, `identity`, `kind`, … */
  [member: string]: unknown;
}

type ById = Map<string, ArmResource>;

interface Group {
  readonly members: ById;
  /** The members as a list, until one of them changes. */
  list?: readonly ArmResource[] | undefined;
}

export class Estate {
  private readonly resources: ById = new Map();
  /**
   * Groups of resources by type (`type`), by what they lie below (`prefix/`), and by both (`prefix/|type`): a list of
   * one kind among thousands of resources costs no more than its own length.
   */
  private readonly groups = new Map<string, Group>();
  /** Grows with every change: what was derived from the estate is still right while this is the same. */
  revision = 0;
  /** Told of every change, with the resource as it now is; `undefined` where it is gone. */
  onChange: ((id: string, resource: ArmResource | undefined) => void) | undefined;

  get(id: string): ArmResource | undefined {
    return this.resources.get(id.toLowerCase());
  }

  put(resource: ArmResource): void {
    const key = resource.id.toLowerCase();
    const before = this.resources.get(key);
    if (before !== undefined && before.type.toLowerCase() !== resource.type.toLowerCase()) this.delete(key);
    this.resources.set(key, resource);
    for (const name of groupNames(key, resource.type)) {
      const group = this.groups.get(name);
      if (group === undefined) this.groups.set(name, { members: new Map([[key, resource]]) });
      else {
        group.members.set(key, resource);
        group.list = undefined;
      }
    }
    this.revision += 1;
    this.onChange?.(key, resource);
  }

  delete(id: string): boolean {
    const key = id.toLowerCase();
    const resource = this.resources.get(key);
    if (resource === undefined) return false;
    for (const name of groupNames(key, resource.type)) {
      const group = this.groups.get(name);
      if (group === undefined) continue;
      group.members.delete(key);
      group.list = undefined;
      if (group.members.size === 0) this.groups.delete(name);
    }
    this.resources.delete(key);
    this.revision += 1;
    this.onChange?.(key, undefined);
    return true;
  }

  all(): ArmResource[] {
    return [...this.resources.values()];
  }

  ofType(type: string): readonly ArmResource[] {
    return this.listOf(type.toLowerCase());
  }

  /** Resources whose id lies below `id` (at any depth), optionally of one type. */
  below(id: string, type?: string): readonly ArmResource[] {
    const prefix = `${id.toLowerCase()}/`;
    const name = type === undefined ? prefix : `${prefix}|${type.toLowerCase()}`;
    return this.listOf(name);
  }

  private listOf(name: string): readonly ArmResource[] {
    const group = this.groups.get(name);
    if (group === undefined) return [];
    group.list ??= [...group.members.values()];
    return group.list;
  }

  clear(): void {
    for (const key of [...this.resources.keys()]) this.delete(key);
  }
}

/** The groups that a resource is in: its type, and every place above it, alone and with the type. */
function* groupNames(key: string, type: string): Generator<string, void> {
  const kind = type.toLowerCase();
  yield kind;
  for (let slash = key.indexOf('/'); slash !== -1; slash = key.indexOf('/', slash + 1)) {
    const prefix = key.slice(0, slash + 1);
    yield prefix;
    yield `${prefix}|${kind}`;
  }
}

/** What was derived from an estate, kept until that changes. */
export function derived<T extends object>(derive: (estate: Estate) => T): (estate: Estate) => T {
  const known = new WeakMap<Estate, { readonly revision: number; readonly value: T }>();
  return (estate) => {
    const { revision } = estate;
    const before = known.get(estate);
    if (before?.revision === revision) return before.value;
    const value = derive(estate);
    known.set(estate, { revision, value });
    return value;
  };
}
