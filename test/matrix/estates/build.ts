/** Makes an estate on an emulator by plain requests, as its people would have. */
import type { Core } from '../../../emulator/src/core';
import { giveRole, makeCluster, type MadeCluster } from './clusters';
import type { EstateModel, ZoneName } from './model';
import { Networks, type MadeNetwork } from './networks';
import { subscriptions, World } from './world';

const zoneFile = 'privatelink.azurecr.io';

export interface MadeEstate {
  readonly model: EstateModel;
  readonly world: World;
  readonly networks: Networks;
  readonly registryId: string;
  /** Host names of all registries. */
  readonly loginServers: readonly string[];
  readonly clusters: readonly MadeCluster[];
  readonly targets: readonly MadeCluster[];
  /** The registry's endpoint that was there before. */
  readonly endpoint: { readonly network: MadeNetwork; readonly zones: readonly string[] } | undefined;
}

export function buildEstate(core: Core, model: EstateModel): MadeEstate {
  const world = new World(core);
  const networks = new Networks(world);
  const registryId = makeRegistry(world, model);
  const zones = zonesIn(world, model);
  const hub = model.hub
    ? networks.make(world.group(0, 'rg-hub'), 'vnet-hub', 'westeurope', '10.10.0.0/22', {
        'snet-endpoints': '10.10.0.0/26',
      })
    : undefined;
  if (hub) networks.linkTo(zones('hubZone'), hub);
  const clusters: MadeCluster[] = [];
  for (const [index, one] of model.clusters.entries()) {
    clusters.push(makeCluster(world, networks, { model, one, index, before: clusters.at(-1) }));
  }
  for (const { network, model: one } of clusters) {
    if (one.linkedTo !== 'none') networks.linkTo(zones(one.linkedTo), network);
  }
  if (hub) {
    const visitors = clusters.filter((one) => one.model.peeredWithHub);
    for (const { network } of visitors) networks.peer(network, hub, 'connected');
  }
  const loginServers = ['acrtarget.azurecr.io'];
  if (hub && model.neighbour) {
    makeNeighbour(world, hub, zones('hubZone'), clusters);
    loginServers.push(`${neighbourName}.azurecr.io`);
  }
  const endpoint = makeEndpoint(world, networks, { model, registryId, hub, first: clusters[0], zones });
  for (const { network, model: one } of clusters) {
    if (endpoint) networks.peer(network, endpoint.network, one.peering);
  }
  for (const one of clusters) giveRole(world, registryId, model, one);
  if (model.registry.closed) {
    world.patch(registryId, { properties: { publicNetworkAccess: 'Disabled' } });
  }
  const targets = clusters.slice(0, model.targets);
  const made = { model, world, networks, registryId, loginServers, clusters, targets, endpoint };
  world.open();
  return made;
}

function makeRegistry(world: World, { registry }: EstateModel): string {
  const group = world.group(registry.subscription, 'rg-registry');
  const id = world.put(`${group}/providers/Microsoft.ContainerRegistry/registries/acrtarget`, {
    location: 'westeurope',
    sku: { name: registry.sku },
    properties: {
      roleAssignmentMode: registry.byRepository ? 'AbacRepositoryPermissions' : 'LegacyRegistryPermissions',
    },
  });
  for (const location of ['northeurope', 'swedencentral'].slice(0, registry.replicas)) {
    world.put(`${id}/replications/${location}`, { location });
  }
  return id;
}

/** Ids of zones, each made when it is first named. */
function zonesIn(world: World, { registry }: EstateModel): (name: ZoneName) => string {
  const groups: Record<ZoneName, () => string> = {
    registryZone: () => world.group(registry.subscription, 'rg-registry'),
    hubZone: () => world.group(0, 'rg-hub-dns'),
    foreignZone: () => world.group(2, 'rg-other-team'),
  };
  return (name) => {
    const id = `${groups[name]()}/providers/Microsoft.Network/privateDnsZones/${zoneFile}`;
    return world.core.estate.get(id) === undefined ? world.put(id, { location: 'global' }) : id;
  };
}

export const neighbourName = 'acrneighbour';

/** A private registry of somebody else, which clusters of the estate pull from over the hub. */
function makeNeighbour(world: World, hub: MadeNetwork, zone: string, clusters: readonly MadeCluster[]): void {
  const group = world.group(1, 'rg-neighbour');
  const id = world.put(`${group}/providers/Microsoft.ContainerRegistry/registries/${neighbourName}`, {
    location: 'westeurope',
    sku: { name: 'Premium' },
  });
  putEndpoint(world, world.group(0, 'rg-hub'), hub, id, 'pe-neighbour', [zone]);
  for (const { kubelet, model } of clusters)
    if (model.pullsFromNeighbour) world.assign(kubelet, 'AcrPull', id);
}

function makeEndpoint(
  world: World,
  networks: Networks,
  around: {
    readonly model: EstateModel;
    readonly registryId: string;
    readonly hub: MadeNetwork | undefined;
    readonly first: MadeCluster | undefined;
    readonly zones: (name: ZoneName) => string;
  },
): MadeEstate['endpoint'] {
  const { model, registryId, hub, first, zones } = around;
  const subscription = model.registry.subscription;
  const place = (): MadeNetwork | undefined => {
    switch (model.endpoint) {
      case 'none':
        return undefined;
      case 'hub':
        return hub;
      case 'firstCluster':
        return first?.network;
      case 'registryNetwork':
        return networks.make(
          world.group(subscription, 'rg-registry'),
          'vnet-existing',
          'westeurope',
          model.registryRange,
          { 'snet-endpoints': model.registryRange.replace('/24', '/27') },
        );
    }
  };
  const network = place();
  if (network === undefined) return undefined;
  const written = model.records === 'none' ? [] : [zones(model.records)];
  if (model.endpointNetworkLinked && written[0] !== undefined) networks.linkTo(written[0], network);
  const group = world.group(
    subscriptions.findIndex((id) => network.id.includes(id)),
    'rg-endpoints',
  );
  putEndpoint(world, group, network, registryId, 'pe-existing', written);
  return { network, zones: written };
}

function putEndpoint(
  world: World,
  group: string,
  network: MadeNetwork,
  registryId: string,
  name: string,
  zones: readonly string[],
): void {
  const subnets = ['snet-endpoints', 'snet-a', 'aks-subnet'].map(
    (subnet) => `${network.id}/subnets/${subnet}`,
  );
  const subnet = subnets.find((id) => world.core.estate.get(id) !== undefined);
  const id = world.put(`${group}/providers/Microsoft.Network/privateEndpoints/${name}`, {
    location: world.core.estate.get(network.id)?.location,
    properties: {
      subnet: { id: subnet },
      privateLinkServiceConnections: [
        { name, properties: { privateLinkServiceId: registryId, groupIds: ['registry'] } },
      ],
    },
  });
  if (zones.length === 0) return;
  world.put(`${id}/privateDnsZoneGroups/default`, {
    properties: {
      privateDnsZoneConfigs: zones.map((privateDnsZoneId, index) => ({
        name: `zone-${index}`,
        properties: { privateDnsZoneId },
      })),
    },
  });
}
