import * as v from 'valibot';
import { readOnly, tags } from '../../arm/body';
import { networkError } from '../../arm/errors';
import { at, same, textAt } from '../../arm/json';
import type { ArmResource, Estate, JsonObject } from '../../estate';
import { SECURITY_GROUP } from './common';
import { rendered, type RuleHolder, ruleHolderTypes } from './ruleHolders';

const texts = v.optional(v.array(v.string()));
const text = v.optional(v.string());

const ruleBody = v.strictObject({
  id: readOnly,
  name: text,
  type: readOnly,
  etag: readOnly,
  properties: v.optional(
    v.strictObject({
      description: text,
      protocol: v.picklist(['Tcp', 'Udp', 'Icmp', 'Esp', 'Ah', '*']),
      sourcePortRange: text,
      sourcePortRanges: texts,
      destinationPortRange: text,
      destinationPortRanges: texts,
      sourceAddressPrefix: text,
      sourceAddressPrefixes: texts,
      sourceApplicationSecurityGroups: v.optional(v.pipe(v.array(v.unknown()), v.maxLength(0))),
      destinationAddressPrefix: text,
      destinationAddressPrefixes: texts,
      destinationApplicationSecurityGroups: v.optional(v.pipe(v.array(v.unknown()), v.maxLength(0))),
      access: v.picklist(['Allow', 'Deny']),
      priority: v.number(),
      direction: v.picklist(['Inbound', 'Outbound']),
      provisioningState: readOnly,
    }),
  ),
});

const groupBody = v.strictObject({
  id: readOnly,
  name: readOnly,
  type: readOnly,
  etag: readOnly,
  location: text,
  tags,
  properties: v.optional(
    v.strictObject({
      flushConnection: v.optional(v.boolean()),
      securityRules: v.optional(v.array(ruleBody)),
      defaultSecurityRules: readOnly,
      networkInterfaces: readOnly,
      subnets: readOnly,
      flowLogs: readOnly,
      resourceGuid: readOnly,
      provisioningState: readOnly,
    }),
  ),
});

type Direction = 'Inbound' | 'Outbound';

/** The six rules at the end of every group (from the documentation of network security groups). */
const DEFAULT_RULES: readonly (readonly [string, Direction, string, string, string, number])[] = [
  ['AllowVnetInBound', 'Inbound', 'VirtualNetwork', 'VirtualNetwork', 'Allow', 65000],
  ['AllowAzureLoadBalancerInBound', 'Inbound', 'AzureLoadBalancer', '*', 'Allow', 65001],
  ['DenyAllInBound', 'Inbound', '*', '*', 'Deny', 65500],
  ['AllowVnetOutBound', 'Outbound', 'VirtualNetwork', 'VirtualNetwork', 'Allow', 65000],
  ['AllowInternetOutBound', 'Outbound', '*', 'Internet', 'Allow', 65001],
  ['DenyAllOutBound', 'Outbound', '*', '*', 'Deny', 65500],
];

function defaultRules(group: ArmResource): JsonObject[] {
  return DEFAULT_RULES.map(([name, direction, source, destination, access, priority]) => ({
    name,
    id: `${group.id}/defaultSecurityRules/${name}`,
    etag: group.etag ?? '',
    type: `${SECURITY_GROUP}/defaultSecurityRules`,
    properties: {
      provisioningState: 'Succeeded',
      protocol: '*',
      sourcePortRange: '*',
      destinationPortRange: '*',
      sourceAddressPrefix: source,
      destinationAddressPrefix: destination,
      access,
      priority,
      direction,
      sourcePortRanges: [],
      destinationPortRanges: [],
      sourceAddressPrefixes: [],
      destinationAddressPrefixes: [],
    },
  }));
}

/** Priorities run from 100 to 4096, each once in a direction (from the documentation of network security groups). */
function check(groupId: string, rules: readonly JsonObject[]): void {
  for (const [index, rule] of rules.entries()) {
    const priority = Number(at(rule, 'properties', 'priority'));
    if (!Number.isInteger(priority) || priority < 100 || priority > 4096) {
      throw networkError(
        400,
        'SecurityRuleInvalidPriority',
        `Security rule has invalid Priority. Value provided: ${priority} Allowed range 100-4096.`,
      );
    }
    const twin = rules
      .slice(0, index)
      .find(
        (other) =>
          at(other, 'properties', 'priority') === priority &&
          same(textAt(other, 'properties', 'direction'), textAt(rule, 'properties', 'direction')),
      );
    if (twin !== undefined) {
      throw networkError(
        400,
        'SecurityRuleConflict',
        `Security rules ${textAt(twin, 'name')} and ${textAt(rule, 'name')} of ${groupId} conflict. Rules cannot have the same Priority and Direction.`,
      );
    }
  }
}

const kind: RuleHolder = {
  type: SECURITY_GROUP,
  list: 'securityRules',
  subnetMember: 'networkSecurityGroup',
  title: 'Network security group',
  operation: 'NetworkSecurityGroup',
  inUseCode: 'InUseNetworkSecurityGroupCannotBeDeleted',
  schemas: { put: groupBody, rule: ruleBody },
  ownProperties: () => ({}),
  shownProperties: (group) => ({ defaultSecurityRules: defaultRules(group) }),
  ruleProperties: (sent) => ({
    sourcePortRange: '*',
    sourcePortRanges: [],
    destinationPortRanges: [],
    sourceAddressPrefixes: [],
    destinationAddressPrefixes: [],
    ...sent,
  }),
  check,
};

/** Network security groups and their rules: they decide for the nodes, and for endpoints where policies are enabled. */
export const [networkSecurityGroups, securityRules] = ruleHolderTypes(kind);

export const securityGroupView = (estate: Estate, resource: ArmResource): JsonObject =>
  rendered(kind, estate, resource);
