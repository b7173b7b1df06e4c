/**
 * Reads a member of raw JSON by its path. Estates are written by people and by requests, so nothing is taken for
 * granted: what isn't there, or isn't of the kind asked for, reads as undefined or as empty.
 */
export function member(value: unknown, ...path: string[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string, unknown>)[key];
  }
  return current;
}

export function textOf(value: unknown, ...path: string[]): string | undefined {
  const found = member(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

export function listOf(value: unknown, ...path: string[]): unknown[] {
  const found = member(value, ...path);
  return Array.isArray(found) ? found : [];
}

export function textsOf(value: unknown, ...path: string[]): string[] {
  return listOf(value, ...path).filter((item) => typeof item === 'string');
}

/** Azure compares ids, names and enumeration words without regard to case. */
export function same(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a.toLowerCase() === b.toLowerCase();
}

/** The network that a subnet's id names: everything before `/subnets/`. */
export function networkOfSubnet(subnetId: string): string {
  return subnetId.replace(/\/subnets\/[^/]+$/i, '');
}

export function subscriptionOf(id: string): string | undefined {
  return /^\/subscriptions\/([^/]+)/i.exec(id)?.[1];
}
