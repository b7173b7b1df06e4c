/**
 * Causes of a pull that fails, each made by plain requests to Azure Resource Manager in an estate whose pairs pull: those of
 * the emulator's own tests, and more. What the diagnosis has to name is said by the id of its rule.
 */
import type { ArmClient } from '../../../emulator/test/armClient';
import { identityCauses } from '../../../emulator/test/causes/identityCauses';
import { nameCauses } from '../../../emulator/test/causes/nameCauses';
import { pathCauses } from '../../../emulator/test/causes/pathCauses';
import { refusals } from '../../../emulator/test/causes/refusals';
import * as make from '../../../emulator/test/causes/requests';
import { contosoNames as contoso } from '../../../emulator/src/scenario';

export interface Cause {
  readonly title: string;
  /** Ids of the rules that have to find it; empty where nothing is wrong. */
  readonly rules: readonly string[];
  readonly setUp: (arm: ArmClient) => Promise<unknown>;
  /** By default the pair that pulls privately. */
  readonly pair?: Pair;
}

export interface Pair {
  readonly registryId: string;
  readonly clusterId: string;
}

export const privatePair: Pair = { registryId: contoso.coreRegistry, clusterId: contoso.shopCluster };
const publicPair: Pair = { registryId: contoso.appsRegistry, clusterId: contoso.paymentsCluster };

const registries = {
  contosocore: contoso.coreRegistry,
  contosoapps: contoso.appsRegistry,
  contosodata: contoso.dataRegistry,
};

/** What the emulator's tests set up, by the first words of the cause. */
const ofEmulator = [
  ...nameCauses,
  ...pathCauses,
  ...identityCauses,
  ...refusals.map(({ refused, ...row }) => ({ ...row, setUp: refused })),
];

function known(words: string, ...rules: readonly string[]): Cause {
  const found = ofEmulator.find(({ cause }) => cause.startsWith(words));
  if (found === undefined) throw new Error(`The emulator's tests have no cause “${words}”.`);
  const { cluster = contoso.shopCluster, image = make.CORE_IMAGE } = found.pull ?? {};
  const registry = Object.entries(registries).find(([name]) => image.startsWith(`${name}.`));
  return {
    title: found.cause,
    rules,
    setUp: found.setUp,
    pair: { registryId: registry?.[1] ?? '', clusterId: cluster },
  };
}

const peer = (properties: Record<string, unknown>) => (arm: ArmClient) =>
  arm.change(make.shopPeering, properties);

const record =
  (name: string, ...addresses: string[]) =>
  (arm: ArmClient) =>
    arm.succeed('PUT', `${contoso.coreZone}/A/${name}`, make.addressRecord(...addresses));

const zoneBefore = (name: string) => async (arm: ArmClient) => {
  const zone = `${make.groupOf(contoso.coreZone)}/providers/Microsoft.Network/privateDnsZones/${name}`;
  await arm.succeed('PUT', zone, { location: 'global' });
  const link = `${zone}/virtualNetworkLinks/link-shop`;
  await arm.succeed('PUT', link, make.linkBody(contoso.shopNetwork));
};

const guarded = (network: string, subnet: string, destination: string) => async (arm: ArmClient) => {
  const id = await make.denyHttps(arm, network, 'Outbound', destination);
  await arm.change(subnet, { networkSecurityGroup: { id } });
};

const routed =
  (network: string, subnet: string, ...routes: [string, string][]) =>
  async (arm: ArmClient) => {
    const id = await make.routeTable(arm, network, routes);
    await arm.change(subnet, { routeTable: { id } });
  };

const registry = (id: string, properties: Record<string, unknown>) => (arm: ArmClient) =>
  arm.succeed('PATCH', id, { properties });

const closed = (ranges: readonly string[]) =>
  registry(contoso.appsRegistry, {
    networkRuleSet: {
      defaultAction: 'Deny',
      ipRules: ranges.map((value) => ({ action: 'Allow', value })),
    },
  });

const paymentsNodes = `${contoso.paymentsNetwork}/subnets/snet-workload`;

/** Causes, each of which the state of Azure tells. */
export const causes: readonly Cause[] = [
  known('the zone is not linked', 'name.zoneNotLinked'),
  known('the network is linked to another zone of the name', 'name.linkedToOtherZone'),
  known('the record of the data endpoint', 'name.recordMissing'),
  known('a second endpoint of the registry', 'name.recordOfOtherEndpoint'),
  known('the endpoint has no zone group', 'name.zoneGroupMissing'),
  known('the zone is linked, and another team', 'name.registryNotInZone'),
  known('a child zone', 'name.otherZoneFirst'),
  known('a replica came later', 'name.replicaWithoutAddress'),
  {
    title: 'a zone for azurecr.io answers instead',
    rules: ['name.otherZoneFirst'],
    setUp: zoneBefore('azurecr.io'),
  },
  {
    title: 'a zone of the registry’s own name answers instead',
    rules: ['name.otherZoneFirst'],
    setUp: zoneBefore('contosocore.azurecr.io'),
  },
  {
    title: 'the record of the login server is missing',
    rules: ['name.recordMissing'],
    setUp: (arm) => arm.succeed('DELETE', `${contoso.coreZone}/A/contosocore`),
  },
  {
    title: 'the endpoint has no zone group, and the zone passes nothing on',
    rules: ['name.zoneGroupMissing'],
    setUp: (arm) => arm.succeed('DELETE', make.coreGroup),
  },
  {
    title: 'the record names an address that nothing has',
    rules: ['name.recordWrong'],
    setUp: record('contosocore', '10.50.0.99'),
  },
  {
    title: 'the record of the data endpoint names an address that nothing has',
    rules: ['name.recordWrong'],
    setUp: record('contosocore.westeurope.data', '10.50.0.99'),
  },
  {
    title: 'the record names a public address, which is closed',
    rules: ['name.recordPublic'],
    setUp: record('contosocore', '20.50.0.9'),
  },
  known('the peering is one-sided', 'way.peeringOneSided'),
  known('the peering is Disconnected', 'way.peeringDisconnected'),
  known('the registry’s network has grown', 'way.peeringNotSynced'),
  known('the networks overlap', 'way.networksOverlap'),
  {
    title: 'the networks are not peered',
    rules: ['way.peeringMissing'],
    setUp: async (arm) => {
      await arm.succeed('DELETE', make.corePeering);
      await arm.succeed('DELETE', make.shopPeering);
    },
  },
  {
    title: 'the peering was never accepted on the other side',
    rules: ['way.peeringOneSided'],
    setUp: async (arm) => {
      await arm.succeed('DELETE', make.corePeering);
      await arm.succeed('DELETE', make.shopPeering);
      await arm.succeed('PUT', make.corePeering, make.peeringBody(contoso.shopNetwork));
    },
  },
  {
    title: 'the peering allows no traffic',
    rules: ['way.peeringDeniesAccess'],
    setUp: peer({ allowVirtualNetworkAccess: false }),
  },
  known('a security group of the nodes', 'way.nodesGuarded'),
  known('a security group counts at the endpoint', 'way.endpointGuarded'),
  known('one of the pools is in a subnet', 'way.nodesGuarded'),
  {
    title: 'a security group stops the data endpoint alone',
    rules: ['way.nodesGuarded'],
    setUp: guarded(contoso.shopNetwork, make.NODES, '10.50.0.4/32'),
  },
  {
    title: 'a security group keeps layers in storage away',
    rules: ['way.nodesGuarded'],
    setUp: guarded(contoso.paymentsNetwork, paymentsNodes, 'Storage'),
    pair: publicPair,
  },
  {
    title: 'a route drops what goes to the endpoint',
    rules: ['way.routeDrops'],
    setUp: routed(contoso.shopNetwork, make.NODES, ['10.50.0.5/32', 'None'], ['10.50.0.4/32', 'None']),
  },
  {
    title: 'a route drops what goes to the data endpoint alone',
    rules: ['way.routeDrops'],
    setUp: routed(contoso.shopNetwork, make.NODES, ['10.50.0.4/32', 'None']),
  },
  {
    title: 'nothing goes out to the internet, where the registry is public',
    rules: ['way.noWayOut'],
    setUp: routed(contoso.paymentsNetwork, paymentsNodes, ['0.0.0.0/0', 'None']),
    pair: publicPair,
  },
  known('the record names an endpoint whose connection is Pending', 'door.notApproved'),
  known('public access was turned off', 'door.publicOff'),
  {
    title: 'the only endpoint is gone, and public access is off',
    rules: ['door.publicOff'],
    setUp: (arm) => arm.succeed('DELETE', contoso.coreEndpoint),
  },
  {
    title: 'the connection was rejected',
    rules: ['door.notApproved'],
    setUp: async (arm) => {
      await connection(arm, 'Rejected');
      await record('contosocore', '10.50.0.5')(arm);
    },
  },
  {
    title: 'the firewall lets nobody in',
    rules: ['door.firewall'],
    setUp: closed([]),
    pair: publicPair,
  },
  {
    title: 'the firewall lets others in',
    rules: ['door.firewall'],
    setUp: closed(['192.0.2.0/24']),
    pair: publicPair,
  },
  known('a registry with rules for service endpoints', 'door.firewall'),
  known('the node resource group is locked down', 'name.zoneNotLinked', 'identity.noRole'),
  known('the subnet is full', 'door.publicOff'),
  known('the kubelet’s identity has no pull role', 'identity.noRole'),
  known('the role was given to the control plane', 'identity.noRole'),
  known('the registry has permissions by repository', 'identity.roleNotHonoured'),
  known('who may only read can’t assign', 'identity.noRole'),
  {
    title: 'the role is at another registry',
    rules: ['identity.noRole'],
    setUp: async (arm) => {
      await make.withoutRole(arm);
      await arm.succeed('PUT', make.roleAt(contoso.appsRegistry), make.roleBody(contoso.shopKubelet));
    },
  },
  {
    title: 'the role lets delete, and not pull',
    rules: ['identity.noRole'],
    setUp: async (arm) => {
      await make.withoutRole(arm);
      const acrDelete = 'c2f4ef07-c644-48eb-af81-4b1b4947fb11';
      const body = make.roleBody(contoso.shopKubelet, acrDelete);
      await arm.succeed('PUT', make.roleAt(contoso.coreRegistry), body);
    },
  },
  known('the cluster is stopped', 'cluster.stopped'),
];

async function connection(arm: ArmClient, status: string): Promise<void> {
  const { value = [] } = await arm.succeed('GET', `${contoso.coreRegistry}/privateEndpointConnections`);
  await arm.change(value[0]?.id ?? '', { privateLinkServiceConnectionState: { status } });
}

/** Causes that can be suspected from the state, and not proved. */
export const suspected: readonly Cause[] = [
  known('the network has DNS servers', 'name.ownDnsServer'),
  known('a route takes the endpoint', 'way.routeToAppliance'),
  known('a route for the network counts', 'way.routeToAppliance'),
  known('the cluster has a proxy', 'door.proxy'),
  known('the registry refuses tokens', 'identity.armTokens'),
];

/** What looks like a cause, and is none. */
export const harmless: readonly Cause[] = ofEmulator
  .filter(({ family, cause }) => family === 'pulled' && cause.startsWith('not a cause'))
  .map(({ cause }) => known(cause));
