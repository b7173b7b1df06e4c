/** How a pod in the cluster sees the registry's name. Nodes ask another way, so that this is a hint and no proof. */
import { contains } from '../model/addressRange';

export interface NameSeen {
  readonly state: 'waiting' | 'found' | 'missing' | 'unknown';
  readonly addresses: readonly string[];
  /** All addresses are private ones. */
  readonly private: boolean;
  /** What the look-up printed. */
  readonly text: string;
}

export const nameWaiting: NameSeen = { state: 'waiting', addresses: [], private: false, text: '' };

/** An IPv6 address has two colons within its first ten letters; without an end, a long line would take minutes. */
const address = String.raw`\d{1,3}(?:\.\d{1,3}){3}|(?=[0-9a-f]{0,4}:[0-9a-f]{0,4}:)[0-9a-f:]{2,45}`;

/**
 * Reads the output of `nslookup`, or of `getent hosts` where that took over. The first address that nslookup prints is
 * the DNS server's, with its port or under a `Server:` line, and is left out.
 */
export function readName(section: string | undefined): NameSeen {
  const text = (section ?? '').trim();
  const answer = text.replace(/^Server:.*(?:\r?\n)Address(?: \d)?:.*$/m, '');
  const found = [
    ...[...answer.matchAll(new RegExp(`^Address(?: \\d+)?:\\s*(${address})\\s*$`, 'gim'))],
    ...[...answer.matchAll(new RegExp(`^(${address})\\s+\\S+`, 'gim'))],
  ].flatMap((match) => match[1] ?? []);
  const addresses = [...new Set(found)];
  if (addresses.length > 0) {
    return { state: 'found', addresses, private: addresses.every(isPrivateAddress), text };
  }
  const missing = /NXDOMAIN|can't find|can’t find|no answer/i.test(text);
  return { state: missing ? 'missing' : 'unknown', addresses: [], private: false, text };
}

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

function isPrivateAddress(text: string): boolean {
  return text.includes(':') ? /^f[cd]/i.test(text) : contains(privateRanges, `${text}/32`);
}
