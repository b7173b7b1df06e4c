/** A registry's public access as Resource Manager answers it, kept so that it can be put back exactly. */
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import type { Json, JsonObject } from '../../model/json';
import { asObject } from '../../model/json';

export interface AccessSettings {
  readonly mode: 'off' | 'ranges' | 'on';
  /** Addresses and ranges of the registry's rules, whether they count at present or not. */
  readonly rules: readonly string[];
  readonly trustedServices: boolean;
  /** ACR Tasks get in with the registry's own identity (`networkRuleBypassAllowedForTasks`). */
  readonly tasksLetIn: boolean;
  /** `policies.exportPolicy` is disabled, which Azure allows on closed registries only. */
  readonly exportDisabled: boolean;
  /** By what one gets in without a role: the admin user's password, anonymous pull. */
  readonly withoutRole: readonly string[];
  readonly provisioningState: string;
  readonly sku: string;
  /** The members of `properties` that a change of public access may send, as they are; Azure's default for what lacks. */
  readonly prior: AccessMembers;
  /** The whole registry as Azure answered it. */
  readonly answered: JsonObject;
}

export interface AccessMembers {
  readonly publicNetworkAccess: Json;
  readonly networkRuleSet: JsonObject;
  readonly networkRuleBypassOptions: Json;
}

const text = v.nullish(v.string());
const shape = v.object({
  sku: v.object({ name: v.string() }),
  properties: v.object({
    provisioningState: text,
    publicNetworkAccess: text,
    networkRuleBypassOptions: text,
    networkRuleBypassAllowedForTasks: v.nullish(v.boolean()),
    adminUserEnabled: v.nullish(v.boolean()),
    anonymousPullEnabled: v.nullish(v.boolean()),
    networkRuleSet: v.nullish(
      v.object({ defaultAction: text, ipRules: v.nullish(v.array(v.object({ value: v.string() }))) }),
    ),
    policies: v.nullish(v.object({ exportPolicy: v.nullish(v.object({ status: text })) })),
  }),
});

/** Takes a registry as Resource Manager answers it; undefined if it isn't one in a known form. */
export function accessSettings(registry: JsonObject): AccessSettings | undefined {
  const parsed = v.safeParse(shape, registry);
  if (!parsed.success) return undefined;
  const { sku, properties } = parsed.output;
  const raw = asObject(registry['properties']);
  const rules = properties.networkRuleSet;
  const denies = /^deny$/i.test(rules?.defaultAction ?? '');
  const open = denies ? 'ranges' : 'on';
  return {
    mode: /^disabled$/i.test(properties.publicNetworkAccess ?? '') ? 'off' : open,
    rules: (rules?.ipRules ?? []).map(({ value }) => value),
    // Registries from before the switch lack it, and let trusted services in.
    trustedServices: properties.networkRuleBypassOptions !== 'None',
    tasksLetIn: properties.networkRuleBypassAllowedForTasks === true,
    exportDisabled: properties.policies?.exportPolicy?.status === 'disabled',
    withoutRole: [
      ...(properties.adminUserEnabled === true ? [t('the admin user’s password')] : []),
      ...(properties.anonymousPullEnabled === true ? [t('anonymous pull')] : []),
    ],
    provisioningState: properties.provisioningState ?? '',
    sku: sku.name,
    prior: {
      publicNetworkAccess: raw['publicNetworkAccess'] ?? 'Enabled',
      networkRuleSet: { defaultAction: 'Allow', ipRules: [], ...asObject(raw['networkRuleSet']) },
      networkRuleBypassOptions: raw['networkRuleBypassOptions'] ?? 'AzureServices',
    },
    answered: registry,
  };
}
