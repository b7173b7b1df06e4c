/** What Azure takes as a name, by kind of resource, and names proposed by pattern. */
import { quoted } from './quoted';

export type NameKind =
  | 'registry'
  | 'resourceGroup'
  | 'network'
  | 'subnet'
  | 'endpoint'
  | 'zone'
  | 'zoneLink'
  | 'zoneGroup'
  | 'peering';

interface NameRule {
  readonly min: number;
  readonly max: number;
  readonly pattern: RegExp;
  /** The rule in words, after "needs". */
  readonly words: string;
}

const usual = /^[a-z0-9](?:[\w.-]*[a-z0-9_])?$/i;
const usualWords =
  'letters, digits, “_”, “.” and “-”, starts with a letter or digit and ends with one or with “_”';
const networkName: NameRule = { min: 2, max: 64, pattern: usual, words: usualWords };
const childName: NameRule = { min: 1, max: 80, pattern: usual, words: usualWords };

/** From Azure's table of naming rules. */
const rules: Readonly<Record<NameKind, NameRule>> = {
  registry: { min: 5, max: 50, pattern: /^[a-z0-9]+$/i, words: 'letters and digits' },
  resourceGroup: {
    min: 1,
    max: 90,
    pattern: /^[\p{L}\p{N}_.()-]*[\p{L}\p{N}_()-]$/u,
    words: 'letters, digits, “_”, “-”, “.” and parentheses, and does not end with “.”',
  },
  network: networkName,
  endpoint: networkName,
  subnet: childName,
  peering: childName,
  zoneLink: childName,
  zoneGroup: childName,
  zone: {
    min: 3,
    max: 253,
    pattern: /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){1,33}$/i,
    words: '2 to 34 labels of letters, digits, “_” and “-”, separated by “.”',
  },
};

const nouns: Readonly<Record<NameKind, string>> = {
  registry: 'container registry',
  resourceGroup: 'resource group',
  network: 'virtual network',
  subnet: 'subnet',
  endpoint: 'private endpoint',
  zone: 'private DNS zone',
  zoneLink: 'virtual network link',
  zoneGroup: 'DNS zone group',
  peering: 'peering',
};

/** What is wrong with a name, in a sentence with the rule; undefined if Azure takes it. */
export function nameProblem(kind: NameKind, name: string): string | undefined {
  const { min, max, pattern, words } = rules[kind];
  if (name.length >= min && name.length <= max && pattern.test(name)) return undefined;
  const length = `${name.length} ${name.length === 1 ? 'character' : 'characters'}`;
  const found =
    name === ''
      ? 'Enter one'
      : name.length < min || name.length > max
        ? `${quoted(name)} has ${length}`
        : `${quoted(name)} is not made of these`;
  return `The name of a ${nouns[kind]} has ${min} to ${max} characters: ${words}. ${found}.`;
}

/** Patterns of names; `{registry}`, `{network}`, `{a}` and `{b}` are replaced. */
export interface NamePatterns {
  readonly network: string;
  readonly subnet: string;
  readonly endpoint: string;
  readonly peering: string;
  readonly zoneLink: string;
  readonly zoneGroup: string;
}

export const defaultNamePatterns: NamePatterns = {
  network: 'vnet-{registry}',
  subnet: 'snet-private-endpoints',
  endpoint: 'pe-{registry}',
  peering: 'peer-{a}-to-{b}',
  zoneLink: 'link-{network}',
  zoneGroup: 'default',
};

/**
 * A name from a pattern that Azure takes for this kind: characters that it doesn't take become `-`, what is too long is
 * cut in the longest of the values. Placeholders without a value are dropped.
 */
export function proposeName(
  kind: NameKind,
  pattern: string,
  values: Readonly<Record<string, string>>,
): string {
  const { max } = rules[kind];
  const fill = (limit: number) =>
    pattern.replace(/\{(\w+)\}/g, (_, key: string) =>
      (values[key] ?? '').slice(0, limit).replace(/[-.]+$/, ''),
    );
  let limit: number = max;
  while (fill(limit).length > max && limit > 1) limit -= 1;
  const cleaned = fill(limit)
    .slice(0, max)
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[^a-z0-9]+/i, '')
    .replace(/[^a-z0-9_]+$/i, '');
  return nameProblem(kind, cleaned) === undefined ? cleaned : `${kind}-1`;
}
