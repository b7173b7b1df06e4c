/** The one request that changes a registry's public access. */
import { t } from '@vscode/l10n';
import { apiVersions } from '../../model/apiVersions';
import { nameOf } from '../../model/armId';
import { asObjects, type Json, type JsonObject } from '../../model/json';
import { asRead } from '../plan/guarding';
import { addressRules, opposite } from '../plan/lists';
import type { ListChange, Step, StepRequest } from '../plan/plan';
import { patch, reuseStep, updateStep } from '../plan/stepBuilder';
import type { AccessMembers, AccessSettings } from './accessSettings';
import { normalRule, normalRules } from './addressRules';
import type { PublicAccessSpec } from '../plan/publicAccessSpec';

type Member = keyof AccessMembers;

/**
 * Sends what changes and nothing else; the undo holds the same members as they were. Of the rules the request adds and
 * takes out its own, so that those which somebody else makes stay. The guard refuses it if anything else of the registry
 * has changed in between.
 */
export function accessSteps(spec: PublicAccessSpec, settings: AccessSettings): Step[] {
  const { registryId, access } = spec;
  const name = nameOf(registryId);
  const common = { id: 'publicAccess', kind: 'publicAccess', resourceId: registryId } as const;
  const title = t`Public network access of ${name}: ${words[access.mode]}`;
  const wanted = wantedMembers(spec, settings);
  const changed = (Object.keys(wanted) as Member[]).filter(
    (member) => JSON.stringify(wanted[member]) !== JSON.stringify(settings.prior[member]),
  );
  if (changed.length === 0) {
    return [reuseStep({ ...common, title, reason: t('Already set.') })];
  }
  const members = (of: Readonly<Record<Member, Json>>): JsonObject => ({
    properties: Object.fromEntries(changed.map((member) => [member, of[member]])),
  });
  const lists = changed.includes('networkRuleSet') ? [rulesChange(settings.prior, wanted)] : [];
  const request = (of: AccessMembers, changes: readonly ListChange[]): StepRequest => ({
    ...patch(apiVersions.registry, members({ ...of })),
    ...(changes.length === 0 ? {} : { lists: changes }),
  });
  return [
    updateStep(
      { kind: 'restore', request: request(settings.prior, opposite(lists)) },
      {
        ...common,
        title,
        reason: reasonOf(spec, settings),
        request: request(wanted, lists),
        guard: asRead('publicAccess', settings.answered, lists),
      },
    ),
  ];
}

/** Rules that both have stay as they are. */
function rulesChange(prior: AccessMembers, wanted: AccessMembers): ListChange {
  const [before, after] = [prior, wanted].map(({ networkRuleSet }) => asObjects(networkRuleSet['ipRules']));
  const lacking = (rules: readonly JsonObject[] = [], others: readonly JsonObject[] = []) =>
    rules.filter((rule) => !others.some((other) => JSON.stringify(other) === JSON.stringify(rule)));
  return { ...addressRules, add: lacking(after, before), remove: lacking(before, after) };
}

const words = {
  off: t('Disabled'),
  ranges: t('Selected networks'),
  on: t('All networks'),
} as const;

/** Closed, the registry keeps its rules; open to all, it keeps them without asking them. */
function wantedMembers(
  { access, trustedServices }: PublicAccessSpec,
  { prior }: AccessSettings,
): AccessMembers {
  const { networkRuleSet } = prior;
  return {
    publicNetworkAccess: access.mode === 'off' ? 'Disabled' : 'Enabled',
    networkRuleBypassOptions: trustedServices ? 'AzureServices' : 'None',
    networkRuleSet:
      access.mode === 'off'
        ? networkRuleSet
        : access.mode === 'on'
          ? { ...networkRuleSet, defaultAction: 'Allow' }
          : { ...networkRuleSet, defaultAction: 'Deny', ipRules: rulesFor(access.ranges, networkRuleSet) },
  };
}

/** Rules that are there already are sent as they are, in their order; new ones come after them. */
function rulesFor(texts: readonly string[], { ipRules }: JsonObject): Json[] {
  const wanted = normalRules(texts);
  const existing = asObjects(ipRules).map((rule) => ({
    rule,
    value: typeof rule['value'] === 'string' ? normalRule(rule['value']) : '',
  }));
  return [
    ...existing.filter(({ value }) => wanted.includes(value)).map(({ rule }) => rule),
    ...wanted
      .filter((value) => !existing.some((other) => other.value === value))
      .map((value) => ({ action: 'Allow', value })),
  ];
}

function reasonOf({ access, trustedServices }: PublicAccessSpec, settings: AccessSettings): string {
  const trusted = trustedServices ? t('Trusted Azure services') : t('No trusted Azure services');
  if (access.mode === 'on') return t('Every network can reach the registry. Roles control who can pull.');
  if (access.mode === 'off')
    return t`Access is possible only through private endpoints. ${trusted} are allowed.`;
  const kept = settings.mode === 'ranges' ? t(' instead of the current addresses') : '';
  return t`In addition to private endpoints, allows ${normalRules(access.ranges).join(', ')}${kept}. ${trusted} are allowed.`;
}
