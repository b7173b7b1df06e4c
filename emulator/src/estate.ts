/**
 * The state of the emulated Azure: every resource as the raw ARM JSON that a GET would answer, keyed by its id
 * without regard to case. Subnets and peerings are resources of their own here; a network's GET puts them together.
 * Nothing else holds state about resources, so that the pull oracle can decide from the estate alone.
 */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

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

export class Estate {
  private readonly resources = new Map<string, ArmResource>();

  get(id: string): ArmResource | undefined {
    return this.resources.get(id.toLowerCase());
  }

  put(resource: ArmResource): void {
    this.resources.set(resource.id.toLowerCase(), resource);
  }

  delete(id: string): boolean {
    return this.resources.delete(id.toLowerCase());
  }

  all(): ArmResource[] {
    return [...this.resources.values()];
  }

  ofType(type: string): ArmResource[] {
    const wanted = type.toLowerCase();
    return this.all().filter((resource) => resource.type.toLowerCase() === wanted);
  }

  /** Resources whose id lies below `id` (at any depth), optionally of one type. */
  below(id: string, type?: string): ArmResource[] {
    const prefix = `${id.toLowerCase()}/`;
    const wanted = type?.toLowerCase();
    return this.all().filter(
      (resource) =>
        resource.id.toLowerCase().startsWith(prefix) &&
        (wanted === undefined || resource.type.toLowerCase() === wanted),
    );
  }

  clear(): void {
    this.resources.clear();
  }
}
