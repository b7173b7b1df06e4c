import * as v from 'valibot';
import { apiVersions } from '../../model/apiVersions';
import { distinctIds, idKey, parentId, sameId } from '../../model/armId';
import type {
  Fact,
  Facts,
  ObservedNetwork,
  ObservedRouteTable,
  ObservedSecurityGroup,
} from '../../provisioning';
import { known } from '../../provisioning/adapters';
import type { Reads } from '../http/facts';
import { parseAnswer } from '../http/parse';
import { getJson } from '../http/reading';
import { routeTableJson, routeTableOf, securityGroupJson, securityGroupOf } from '../resources/subnetRules';

export interface SubnetRules {
  readonly securityGroups: Facts<ObservedSecurityGroup>;
  readonly routeTables: Facts<ObservedRouteTable>;
}

/** What a subnet refers to: as an id only, or with all that is in it. */
const attached = v.nullish(v.looseObject({ id: v.string() }));
const subnetJson = v.object({
  properties: v.object({
    privateEndpointNetworkPolicies: v.nullish(v.string()),
    networkSecurityGroup: attached,
    routeTable: attached,
  }),
});
type Attached = v.InferOutput<typeof attached>;
interface Subnet {
  readonly policies: string | null | undefined;
  readonly securityGroup: Attached;
  readonly routeTable: Attached;
}

/**
 * Security groups and route tables of subnets that nodes are in, and security groups of those that endpoints are in where
 * they count there. They come with their subnet, which is asked for as soon as its id is known; a subnet that may not be
 * read by itself is looked for in its network.
 */
export async function observeSubnetRules(
  reads: Reads,
  subnetIds: {
    readonly ofNodes: readonly Promise<readonly string[]>[];
    readonly ofEndpoints: Promise<readonly string[]>;
  },
  networks: Promise<Facts<ObservedNetwork>>,
): Promise<SubnetRules> {
  const subnet = (id: string) => reads.once('subnet', id, () => observeSubnet(reads, id, networks));
  const each = async (ids: Promise<readonly string[]>) => Promise.all(distinctIds(await ids).map(subnet));
  const [ofNodes, ofEndpoints] = await Promise.all([
    Promise.all(subnetIds.ofNodes.map(each)).then((found) => found.flat()),
    each(subnetIds.ofEndpoints).then((found) => found.filter(rulesCount)),
  ]);
  const [securityGroups, routeTables] = await Promise.all([
    observeAttached(
      reads,
      'securityGroup',
      [...ofNodes, ...ofEndpoints].map((one) => one.securityGroup),
      v.pipe(securityGroupJson, v.transform(securityGroupOf)),
    ),
    observeAttached(
      reads,
      'routeTable',
      ofNodes.map((one) => one.routeTable),
      v.pipe(routeTableJson, v.transform(routeTableOf)),
    ),
  ]);
  return { securityGroups, routeTables };
}

/** Rules of a security group count for endpoints only where the subnet says so (Private Link's network policies). */
function rulesCount({ policies }: Subnet): boolean {
  return /^(Enabled|NetworkSecurityGroupEnabled)$/i.test(policies ?? '');
}

async function observeSubnet(
  reads: Reads,
  id: string,
  networks: Promise<Facts<ObservedNetwork>>,
): Promise<Subnet> {
  const read = known(await reads.fact(readSubnet(reads, id), id));
  if (read !== undefined) return read;
  const network = (await networks)[idKey(parentId(id))];
  const found = known(network)?.subnets.find((one) => sameId(one.id, id));
  const { securityGroupId, routeTableId, privateEndpointNetworkPolicies } = found ?? {};
  return {
    policies: privateEndpointNetworkPolicies,
    securityGroup: securityGroupId === undefined ? undefined : { id: securityGroupId },
    routeTable: routeTableId === undefined ? undefined : { id: routeTableId },
  };
}

async function readSubnet(reads: Reads, id: string): Promise<Subnet> {
  const expand = { $expand: 'networkSecurityGroup,routeTable' };
  const json = await getJson(reads.clients.of(id), id, apiVersions.network, reads.signal, expand);
  const { properties } = parseAnswer(subnetJson, json, id);
  return {
    policies: properties.privateEndpointNetworkPolicies,
    securityGroup: properties.networkSecurityGroup,
    routeTable: properties.routeTable,
  };
}

/** Those that came whole with their subnet, and the others by a request each. */
async function observeAttached<T>(
  reads: Reads,
  what: string,
  referred: readonly Attached[],
  schema: v.GenericSchema<unknown, T>,
): Promise<Facts<T>> {
  const read = async (id: string) =>
    parseAnswer(schema, await getJson(reads.clients.of(id), id, apiVersions.network, reads.signal), id);
  const facts = new Map<string, Promise<Fact<T>>>();
  for (const one of referred) {
    if (!one || facts.has(idKey(one.id))) continue;
    const whole = v.safeParse(schema, one);
    const fact = whole.success
      ? Promise.resolve<Fact<T>>({ state: 'known', value: whole.output })
      : reads.once(what, one.id, () => reads.fact(read(one.id), one.id));
    facts.set(idKey(one.id), fact);
  }
  const entries = [...facts].map(async ([key, fact]) => [key, await fact] as const);
  return Object.fromEntries(await Promise.all(entries));
}
