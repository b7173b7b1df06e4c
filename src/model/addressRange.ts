/** Address ranges in CIDR notation. Networks of Azure may also hold IPv6 ranges: those are compared, never proposed. */
import { t } from '@vscode/l10n';
import { containsCidr, mergeCidr, parseCidr } from 'cidr-tools';
import { quoted } from './quoted';

/**
 * What an address looks like. The library takes letters with dots for one: without this, a service tag of a region, such as
 * `Storage.WestEurope`, would be some address.
 */
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]*:[\da-f:.]*)(?:\/\d{1,3})?$/i;

const IPV4_CIDR = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;

/** Azure keeps five addresses of every subnet: network, gateway, two for DNS, broadcast. */
const reservedAddressesPerSubnet = 5;

/** The longest prefixes that Azure takes: a subnet needs at least three usable addresses. */
const longestPrefix = 29;
const shortestPrefix = 8;

interface ParsedRange {
  readonly version: 4 | 6;
  readonly prefix: number;
  readonly start: bigint;
  readonly end: bigint;
}

const parsedBefore = new Map<string, ParsedRange | undefined>();
const mostKept = 20_000;

/** Undefined for what is no range and no address. The same few are compared with each other over and over. */
export function parsedRange(text: string): ParsedRange | undefined {
  if (parsedBefore.has(text)) return parsedBefore.get(text);
  if (parsedBefore.size >= mostKept) parsedBefore.clear();
  const parsed = parse(text);
  parsedBefore.set(text, parsed);
  return parsed;
}

function parse(text: string): ParsedRange | undefined {
  if (!ADDRESS.test(text)) return undefined;
  try {
    const { version, prefix, start, end } = parseCidr(text);
    return Number(prefix) <= (version === 4 ? 32 : 128)
      ? { version, prefix: Number(prefix), start, end }
      : undefined;
  } catch {
    // The library throws for everything that is no address; that is the answer here.
    return undefined;
  }
}

/** The pairs of ranges that overlap, in the order given; ranges that can't be parsed overlap nothing. */
export function overlaps(a: readonly string[], b: readonly string[]): [string, string][] {
  return a.flatMap((one) =>
    b.filter((other) => overlap(one, other)).map((other): [string, string] => [one, other]),
  );
}

function overlap(one: string, other: string): boolean {
  const [a, b] = [parsedRange(one), parsedRange(other)];
  if (a === undefined || b === undefined) return false;
  return a.version === b.version && a.start <= b.end && b.start <= a.end;
}

/** Whether the ranges `outer` together hold all of `inner`. */
export function contains(outer: readonly string[], inner: string): boolean {
  const wanted = parsedRange(inner);
  if (wanted === undefined) return false;
  const ranges = outer.filter((range) => overlap(range, inner));
  const isWhole = (range: ParsedRange) => range.start <= wanted.start && range.end >= wanted.end;
  if (ranges.some((range) => isWhole(parsedRange(range) ?? wanted))) return true;
  return ranges.length > 1 && containsCidr(mergeCidr(ranges), inner);
}

/** Number of addresses in a range; 0 if it is none. */
function sizeOf(range: string): number {
  const parsed = parsedRange(range);
  return parsed === undefined ? 0 : Number(parsed.end - parsed.start) + 1;
}

/** Addresses that resources can get in a subnet of these ranges. */
export function usableAddresses(subnetRanges: readonly string[]): number {
  return subnetRanges.reduce(
    (sum, range) => sum + Math.max(0, sizeOf(range) - reservedAddressesPerSubnet),
    0,
  );
}

/** Ranges in which no machine has an address of its own, and what they are; the first that overlaps is told. */
export const specialRanges: readonly (readonly [range: string, words: string])[] = [
  ['127.0.0.0/8', t('the local host')],
  ['169.254.0.0/16', t('link-local')],
  ['0.0.0.0/8', t('not a host address')],
  ['224.0.0.0/4', t('multicast')],
  ['240.0.0.0/4', t('reserved')],
];

/** Where Azure takes no virtual network, by Microsoft's FAQ of virtual networks; nothing can be routed to `0.0.0.0/8`. */
const noNetworkIn: typeof specialRanges = [
  ...specialRanges,
  ['168.63.129.16/32', t('the address of Azure DNS')],
];

export function isIPv6(range: string): boolean {
  return parsedRange(range)?.version === 6;
}

export function isIPv4(range: string): boolean {
  return parsedRange(range)?.version === 4;
}

/** Whether the text is a range or a single address of either IP version. */
export function isRange(text: string): boolean {
  return parsedRange(text) !== undefined;
}

/**
 * What is wrong with a range that a user typed for a network or subnet, in a sentence; undefined if it is fine.
 * `within`: ranges of the network that a subnet has to lie in; `besides`: ranges that it must not overlap.
 */
export function rangeProblem(
  text: string,
  { within, besides }: { within?: readonly string[]; besides?: readonly string[] } = {},
): string | undefined {
  const match = IPV4_CIDR.exec(text);
  if (
    !match ||
    match.slice(1, 5).some((part) => Number(part) > 255 || (part.length > 1 && part.startsWith('0')))
  ) {
    return t`${quoted(text)} isn’t an IPv4 range such as 10.90.0.0/26.`;
  }
  const prefix = Number(match[5]);
  if (prefix < shortestPrefix || prefix > longestPrefix) {
    return t`The prefix length must be between /${shortestPrefix} and /${longestPrefix}, not /${prefix}.`;
  }
  const start = networkRange(text);
  if (start !== text) return t`${text} doesn’t start on a /${prefix} boundary. Did you mean ${start}?`;
  const reserved = noNetworkIn.find(([range]) => overlaps([text], [range]).length > 0);
  if (reserved !== undefined) {
    const [range, words] = reserved;
    return t`${text} overlaps ${range} (${words}), which Azure doesn’t allow for virtual networks.`;
  }
  if (within !== undefined && !contains(within, text)) {
    return t`${text} is outside the network’s address space ${within.join(', ')}.`;
  }
  const [hit] = overlaps([text], besides ?? []);
  return hit === undefined ? undefined : t`${text} overlaps ${hit[1]}, which is in use.`;
}

/**
 * The first free range of a prefix length in `within` that overlaps none of `avoid`, going in steps of its own size
 * from the slot `startAt` (counted modulo the number of slots) and round once; undefined if there is none.
 */
export function freeRange(
  prefixLength: number,
  avoid: readonly string[],
  { within, startAt = 0 }: { within: string; startAt?: number },
): string | undefined {
  const base = parseCidr(within);
  const size = 2n ** BigInt(32 - prefixLength);
  const slots = (base.end - base.start + 1n) / size;
  if (base.version !== 4 || slots < 1n) return undefined;
  const taken = avoid.flatMap((range) => parsedRange(range) ?? []).filter(({ version }) => version === 4);
  const first = BigInt(startAt) % slots;
  let slot = first;
  for (let wrapped = false; !wrapped || slot < first;) {
    const start = base.start + slot * size;
    const blocking = taken.filter((range) => range.start < start + size && range.end >= start);
    if (blocking.length === 0) return `${dotted(start)}/${prefixLength}`;
    // Continue behind the range that is in the way, instead of trying every slot in it.
    const furthest = blocking.reduce((most, { end }) => (end > most ? end : most), 0n);
    slot = (furthest - base.start) / size + 1n;
    if (slot >= slots) {
      if (wrapped) return undefined;
      wrapped = true;
      slot = 0n;
    }
  }
  return undefined;
}

/** The range as Azure wants it: its first address and the prefix length. */
function networkRange(range: string): string {
  const { start, prefix } = parseCidr(range);
  return `${dotted(start)}/${prefix}`;
}

function dotted(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join('.');
}

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];

/** Whether an address is of a private range (RFC 1918), of shared address space (RFC 6598), or a unique local one of IPv6. */
export function isPrivateAddress(address: string): boolean {
  return contains(privateRanges, address);
}

/** 24 for `10.0.0.0/24`, 32 for a single address; 0 for what is no range. */
export function prefixLength(range: string): number {
  return parsedRange(range)?.prefix ?? 0;
}
