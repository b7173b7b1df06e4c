/** What decides about packets of a subnet: network security groups and route tables, as both of Azure's APIs tell them. */
import * as v from 'valibot';
import type { ObservedRouteTable, ObservedSecurityGroup, ObservedSecurityRule } from '../../provisioning';

const text = v.nullish(v.string());
const texts = v.nullish(v.array(v.string()));
const items = v.nullish(v.array(v.unknown()));

const ruleJson = v.object({
  name: text,
  properties: v.object({
    priority: v.number(),
    direction: v.string(),
    access: v.string(),
    protocol: text,
    sourceAddressPrefix: text,
    sourceAddressPrefixes: texts,
    sourceApplicationSecurityGroups: items,
    destinationAddressPrefix: text,
    destinationAddressPrefixes: texts,
    destinationApplicationSecurityGroups: items,
    destinationPortRange: text,
    destinationPortRanges: texts,
  }),
});

/** A group with its rules: where something only refers to it, Azure may answer the id alone. */
export const securityGroupJson = v.object({
  id: v.string(),
  properties: v.object({
    securityRules: v.array(ruleJson),
    defaultSecurityRules: v.array(ruleJson),
  }),
});

export const routeTableJson = v.object({
  id: v.string(),
  properties: v.object({
    routes: v.array(
      v.object({
        name: text,
        properties: v.object({ addressPrefix: text, nextHopType: text, nextHopIpAddress: text }),
      }),
    ),
  }),
});

export function securityGroupOf({
  id,
  properties: { securityRules, defaultSecurityRules },
}: v.InferOutput<typeof securityGroupJson>): ObservedSecurityGroup {
  return { id, rules: [...securityRules, ...defaultSecurityRules].map(ruleOf) };
}

function ruleOf({ name, properties }: v.InferOutput<typeof ruleJson>): ObservedSecurityRule {
  const { sourceApplicationSecurityGroups: sources, destinationApplicationSecurityGroups: destinations } =
    properties;
  return {
    name: name ?? '',
    priority: properties.priority,
    direction: /^inbound$/i.test(properties.direction) ? 'Inbound' : 'Outbound',
    access: /^allow$/i.test(properties.access) ? 'Allow' : 'Deny',
    protocol: properties.protocol ?? '*',
    sources: all(properties.sourceAddressPrefix, properties.sourceAddressPrefixes),
    destinations: all(properties.destinationAddressPrefix, properties.destinationAddressPrefixes),
    destinationPorts: all(properties.destinationPortRange, properties.destinationPortRanges),
    byGroups: (sources ?? []).length + (destinations ?? []).length > 0,
  };
}

/** Azure tells one range in the one member and several in the other, and leaves the one that isn't used empty. */
function all(one: string | null | undefined, several: readonly string[] | null | undefined) {
  return [...(one ? [one] : []), ...(several ?? [])];
}

export function routeTableOf({
  id,
  properties: { routes },
}: v.InferOutput<typeof routeTableJson>): ObservedRouteTable {
  return {
    id,
    routes: routes.map(({ name, properties: { addressPrefix, nextHopType, nextHopIpAddress } }) => ({
      name: name ?? '',
      destination: addressPrefix ?? '',
      nextHop: nextHopType ?? '',
      ...(nextHopIpAddress ? { nextHopAddress: nextHopIpAddress } : {}),
    })),
  };
}
