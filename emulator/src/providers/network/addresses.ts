import { containsCidr, excludeCidr, expandCidr, normalizeCidr, overlapCidr, parseCidr } from 'cidr-tools';
import { isIPv4 } from 'node:net';
import { networkError } from '../../arm/errors';

/** Azure keeps the first four addresses of a subnet and its last one for itself. */
const RESERVED_AT_START = 4n;
const RESERVED = 5n;

/** Refuses what isn't an IPv4 range written as Azure wants it. */
export function checkPrefix(prefix: string, owner: string): void {
  const [address = '', length = ''] = prefix.split('/');
  if (!isIPv4(address) || !/^\d{1,2}$/.test(length) || Number(length) > 32) {
    throw networkError(
      400,
      'InvalidAddressPrefixFormat',
      `Address prefix ${prefix} of resource ${owner} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.`,
    );
  }
  const normalized = normalizeCidr(`${address}/${length}`);
  if (normalized !== prefix) {
    throw networkError(
      400,
      'InvalidCIDRNotation',
      `The address prefix ${prefix} in resource ${owner} has an invalid CIDR notation. For the given prefix length, the address prefix should be ${normalized}.`,
    );
  }
}

export function contains(ranges: readonly string[], range: string): boolean {
  return ranges.length > 0 && containsCidr([...ranges], range);
}

export function overlaps(a: readonly string[], b: readonly string[]): boolean {
  return a.length > 0 && b.length > 0 && overlapCidr([...a], [...b]);
}

/** The ranges of `a` that meet one of `b`, as Azure's error texts list them. */
export function overlapping(a: readonly string[], b: readonly string[]): string[] {
  return a.filter((range) => overlaps([range], b));
}

export function prefixLength(range: string): number {
  return Number(parseCidr(range).prefix);
}

/** How many addresses of a subnet can be given out. */
export function capacity(range: string): number {
  const { start, end } = parseCidr(range);
  return Number(end - start + 1n - RESERVED);
}

/** The lowest free addresses of a subnet, from its fifth on (`.4` of a /24); fewer than asked where it is full. */
export function freeAddresses(range: string, taken: readonly string[], count: number): string[] {
  const { start, end } = parseCidr(range);
  const free: string[] = [];
  const usable = excludeCidr([range], [...taken]).toSorted((a, b) =>
    parseCidr(a).start < parseCidr(b).start ? -1 : 1,
  );
  for (const address of expandCidr(usable)) {
    if (free.length === count) break;
    const { start: number } = parseCidr(address);
    if (number >= start + RESERVED_AT_START && number < end) free.push(address);
  }
  return free;
}

/** Whether an address may be given out in a subnet. */
export function isAssignable(range: string, address: string): boolean {
  if (!isIPv4(address) || !containsCidr(range, address)) return false;
  const { start, end } = parseCidr(range);
  const { start: number } = parseCidr(address);
  return number >= start + RESERVED_AT_START && number < end;
}
