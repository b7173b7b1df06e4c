/** Addresses that a registry's firewall lets in: IPv4, public, single or as a range. */
import { t } from '@vscode/l10n';
import { contains, isRange, overlaps, specialRanges } from '../../model/addressRange';
import { quoted } from '../../model/quoted';

/** From Microsoft's page on public network rules of registries. */
export const mostRules = 100;

/** Ranges that no caller on the internet has: rules for them would let nobody in, and Azure refuses them. */
const notPublic: typeof specialRanges = [
  ['10.0.0.0/8', t('a private range')],
  ['172.16.0.0/12', t('a private range')],
  ['192.168.0.0/16', t('a private range')],
  ['100.64.0.0/10', t('a carrier-grade NAT range')],
  ...specialRanges,
];

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/;

/** Azure's form: without blanks, and a range of one address as that address. */
export function normalRule(text: string): string {
  return text.trim().replace(/\/32$/, '');
}

/** What is wrong with one rule, in a sentence; undefined if it is fine. */
export function ruleProblem(text: string): string | undefined {
  const rule = normalRule(text);
  const parts = IPV4.exec(rule);
  const octets = parts?.slice(1, 5) ?? [];
  const wellFormed =
    parts !== null &&
    octets.every((part) => Number(part) <= 255 && (part.length === 1 || !part.startsWith('0'))) &&
    isRange(rule);
  if (!wellFormed) return t`${quoted(rule)} isn’t an IPv4 address or range such as 203.0.113.0/24.`;
  const prefix = Number(parts[5] ?? 32);
  if (prefix === 0) return t`${rule} includes every address. Select All networks instead.`;
  const start = firstAddress(octets.map(Number), prefix);
  if (prefix < 32 && !rule.startsWith(`${start}/`)) {
    return t`${rule} doesn’t start on a /${prefix} boundary. Did you mean ${start}/${prefix}?`;
  }
  const [, words] = notPublic.find(([range]) => overlaps([rule], [range]).length > 0) ?? [];
  return words === undefined
    ? undefined
    : t`${rule} can’t be allowed (${words}). Use public (egress) IP addresses.`;
}

/** The rules in Azure's form, each once; those that lie in another one are kept, as somebody may count on them. */
export function normalRules(texts: readonly string[]): string[] {
  return [...new Set(texts.map(normalRule).filter((text) => text !== ''))];
}

/** What is wrong with the rules, each in a sentence; empty if they can be sent. */
export function rulesProblems(texts: readonly string[]): string[] {
  const rules = normalRules(texts);
  return [
    ...(rules.length === 0 ? [t('Enter at least one IP address or range.')] : []),
    ...(rules.length > mostRules
      ? [t`A registry can have up to ${mostRules} rules. You entered ${rules.length}.`]
      : []),
    ...rules.flatMap((rule) => ruleProblem(rule) ?? []),
  ];
}

/** Whether everything that a rule lets in is let in by the others as well. */
export function isCovered(rule: string, by: readonly string[]): boolean {
  return contains(by, rule);
}

function firstAddress(octets: readonly number[], prefix: number): string {
  return octets
    .map((octet, index) => {
      const bits = Math.min(8, Math.max(0, prefix - index * 8));
      return octet & (256 - 2 ** (8 - bits));
    })
    .join('.');
}
