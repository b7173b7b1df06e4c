/** What Azure takes as a name, by kind of resource, and names proposed by pattern. */
import { t } from '@vscode/l10n';
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
  /** One character of such a name. */
  readonly allowed: RegExp;
  /** The rule in words, after "must". */
  readonly words: string;
  /** What is wrong where the length and every single character are right. */
  readonly elseWrong: string;
}

const usual = {
  pattern: /^[a-z0-9](?:[\w.-]*[a-z0-9_])?$/i,
  allowed: /[\w.-]/,
  words: t(
    'contain only letters, digits, “_”, “.”, and “-”, begin with a letter or digit, and end with a letter, digit, or “_”',
  ),
  elseWrong: t('begins or ends with a character that isn’t allowed there'),
};
const networkName: NameRule = { min: 2, max: 64, ...usual };
const childName: NameRule = { min: 1, max: 80, ...usual };

/** From Azure's table of naming rules. */
const rules: Readonly<Record<NameKind, NameRule>> = {
  registry: {
    min: 5,
    max: 50,
    pattern: /^[a-z0-9]+$/i,
    allowed: /[a-z0-9]/i,
    words: t('contain only letters and digits'),
    elseWrong: t('contains other characters'),
  },
  resourceGroup: {
    min: 1,
    max: 90,
    pattern: /^[\p{L}\p{N}_.()-]*[\p{L}\p{N}_()-]$/u,
    allowed: /[\p{L}\p{N}_.()-]/u,
    words: t('contain only letters, digits, “_”, “-”, “.”, and parentheses, and not end with “.”'),
    elseWrong: t('ends with “.”'),
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
    allowed: /[\w.-]/,
    words: t('consist of 2 to 34 labels of letters, digits, “_”, and “-”, separated by “.”'),
    elseWrong: t('has a single label, too many labels, or a label that is empty or too long'),
  },
};

const nouns: Readonly<Record<NameKind, string>> = {
  registry: t('Container registry'),
  resourceGroup: t('Resource group'),
  network: t('Virtual network'),
  subnet: t('Subnet'),
  endpoint: t('Private endpoint'),
  zone: t('Private DNS zone'),
  zoneLink: t('Virtual network link'),
  zoneGroup: t('Private DNS zone group'),
  peering: t('Peering'),
};

/** Subnets that Azure keeps for a service of its own, and in which no private endpoint can be. */
export function isReservedSubnet(name: string): boolean {
  return reservedSubnets.has(name.toLowerCase());
}

/** From the documentation of each service; names that only begin like these are free. */
const reservedSubnets = new Set([
  'gatewaysubnet',
  'azurebastionsubnet',
  'azurefirewallsubnet',
  'azurefirewallmanagementsubnet',
  'routeserversubnet',
]);

/** What is wrong with a name, in a sentence with the rule; undefined if Azure takes it. */
export function nameProblem(kind: NameKind, name: string): string | undefined {
  const rule = rules[kind];
  const { min, max, words } = rule;
  if (kind === 'subnet' && isReservedSubnet(name))
    return t`Azure reserves the subnet name ${name} for another service. Enter another name.`;
  if (name.length >= min && name.length <= max && rule.pattern.test(name)) return undefined;
  const found = name === '' ? t('Enter a name') : `${quoted(name)} ${whatIsWrong(rule, name)}`;
  return t`${nouns[kind]} names must have ${min} to ${max} characters and ${words}. ${found}.`;
}

function whatIsWrong({ min, max, allowed, elseWrong }: NameRule, name: string): string {
  if (name.length < min) return t('is too short');
  if (name.length > max) return t('is too long');
  const odd = Array.from(name).find((character) => !allowed.test(character));
  if (odd === undefined) return elseWrong;
  return odd === ' ' ? t('contains a space') : t`contains ${quoted(odd)}`;
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
 * cut in the longest of the values. Placeholders without a value are dropped. From 2 on the number stands at the end and is
 * never cut, so that each number makes another name.
 */
export function proposeName(
  kind: NameKind,
  pattern: string,
  values: Readonly<Record<string, string>>,
  number = 1,
): string {
  const end = number === 1 ? '' : `-${number}`;
  const max = rules[kind].max - end.length;
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
  const name = `${cleaned}${end}`;
  return nameProblem(kind, name) === undefined ? name : `${kind}-${number}`;
}
