/** A plan of every sort of step, by what makes it special: for what has to hold of each in every format. */
import { childId, resourceId } from '../../src/model/armId';
import type { AnyPlan } from '../../src/provisioning';
import { planApproval } from '../../src/provisioning/approving/planApproval';
import { planGrantPush } from '../../src/provisioning/grant/planGrantPush';
import type { Step } from '../../src/provisioning/plan/plan';
import { planLink } from '../../src/provisioning/planning/planLink';
import { planPublicAccess } from '../../src/provisioning/publicAccess/planPublicAccess';
import { planRegistry } from '../../src/provisioning/registry/planRegistry';
import { privateSpec, publicSpec, sameNetworkSpec } from './linkSpec';
import {
  endpoint,
  ids,
  knownAs,
  linkedNetworks,
  linkedPair,
  linkedZone,
  network,
  networkId,
  pair,
  registry,
  registryNetwork,
  registryWithEndpoint,
  zone,
  zoneIdIn,
} from './observed';
import { pullingOver, registryJson } from './publicAccess';
import { alone, existingSpec, newSpec } from './registrySpec';
import { clusterNamed, observedClusters, severalSpec } from './severalClusters';
import { planOf, step } from './steps';

const operationId = '0b0e5d52-6c2f-4d6c-9d38-0a6f5c1c7a11';
const hub = 'aaaaaaaa-0000-4000-8000-000000000002';
const hubZone = resourceId(hub, 'rg-dns', 'Microsoft.Network/privateDnsZones', 'privatelink.azurecr.io');
const connectionId = childId(ids.registry, 'privateEndpointConnections', 'pe-contoso.1');
const replicas = ['North Europe', 'UK West'].map((location) => ({ location, zoneRedundancy: false }));
const manual = { id: ids.endpoint, onAbsent: 'create' } as const;

export const exportedPlans: Readonly<Record<string, () => AnyPlan>> = {
  'a link from nothing': () => planLink(privateSpec(), pair(), operationId),
  'a link with new groups': () =>
    planLink(privateSpec(), pair({ missingGroups: [ids.registryGroup] }), operationId),
  'a link to a role only': () => planLink(publicSpec(), pair(), operationId),
  'a link to a registry in ABAC mode': () =>
    planLink(privateSpec(), pair({ registry: registry({ roleAssignmentMode: 'abac' }) }), operationId),
  'a link that raises the SKU': () =>
    planLink(
      privateSpec({ upgradeToPremium: true }),
      pair({ registry: registry({ sku: 'Basic', createdAt: '2026-01-01T00:00:00Z' }) }),
      operationId,
    ),
  'a link within one network': () => planLink(sameNetworkSpec(), pair(), operationId),
  'a link with a zone in another subscription': () =>
    planLink(
      privateSpec({ zone: { id: hubZone, onAbsent: 'refuse' } }),
      pair({ zones: [zone(hubZone)] }),
      operationId,
    ),
  'a link that waits for approval': () =>
    planLink(
      privateSpec({
        endpoint: {
          ...manual,
          approval: { mode: 'manual', requestMessage: 'Please "approve" ${this}\nSoon.' },
        },
      }),
      pair(),
      operationId,
    ),
  'a link that falls back to public names': () =>
    planLink(
      privateSpec({ fallbackToInternet: true }),
      pair({ zones: [zone(ids.zone, [ids.clusterNetwork])] }),
      operationId,
    ),
  'a link over an endpoint whose group writes to another zone': () =>
    planLink(
      privateSpec(),
      linkedPair({
        endpoints: [endpoint([zoneIdIn('rg-other')])],
        zones: [linkedZone(), zone(zoneIdIn('rg-other'))],
      }),
      operationId,
    ),
  'a link over an endpoint without a group': () =>
    planLink(privateSpec(), linkedPair({ endpoints: [endpoint([])] }), operationId),
  'a link whose peering is out of date': () =>
    planLink(
      privateSpec(),
      linkedPair({ networks: linkedNetworks({ syncLevel: 'LocalNotInSync', remoteAddressPrefixes: [] }) }),
      operationId,
    ),
  'a link in a network that is there': () =>
    planLink(
      privateSpec(),
      pair({
        networks: [network(ids.clusterNetwork, '10.20.0.0/16'), network(ids.registryNetwork, '10.90.0.0/26')],
      }),
      operationId,
    ),
  'a link in a subnet that is there': () =>
    planLink(
      privateSpec(),
      pair({ networks: [network(ids.clusterNetwork, '10.20.0.0/16'), registryNetwork()] }),
      operationId,
    ),
  'links to several clusters': () => {
    const clusters = ['a', 'b', 'c'].map((name) => clusterNamed(name));
    const observed = observedClusters(
      clusters.map((one, index) => [one, `10.${20 + index}.0.0/16`] as const),
    );
    return planLink(severalSpec(clusters.map((one) => [one] as const)), observed, operationId);
  },
  'a link with clusters that pull over the public address': () =>
    planLink(privateSpec(), pair({ zones: [zone(ids.zone, [networkId('vnet-other')])] }), operationId),
  'a new registry': () => planRegistry(newSpec(), alone({ missingGroups: [ids.registryGroup] }), operationId),
  'a new registry with replicas': () => planRegistry(newSpec({ replicas }), alone(), operationId),
  'a new registry in ABAC mode with replicas': () =>
    planRegistry(newSpec({ replicas, roleAssignmentMode: 'abac' }), alone(), operationId),
  'a new registry without a private side': () => {
    const { schemaVersion, registry: wish, tags } = newSpec();
    return planRegistry({ schemaVersion, registry: wish, tags }, alone(), operationId);
  },
  'replicas of a registry that is there': () =>
    planRegistry(
      newSpec({ replicas, publicNetworkAccess: 'Enabled' }),
      alone({ registry: knownAs(registry({ zoneRedundancy: true, replicas: [] })) }),
      operationId,
    ),
  'a registry made private': () =>
    planRegistry(existingSpec({}, true), alone({ registry: registry({ sku: 'Standard' }) }), operationId),
  'public access off': () => publicAccess({ mode: 'off' }),
  'public access from some addresses': () =>
    publicAccess({ mode: 'ranges', ranges: ['198.51.100.0/24', '203.0.113.7'] }),
  'a grant': () =>
    planGrantPush(
      {
        registryId: ids.registry,
        principalId: 'cccccccc-0000-4000-8000-000000000003',
        principalType: 'User',
        principalName: 'Nina Sample',
        browse: false,
      },
      { registry: knownAs(registry()), assignments: knownAs([]) },
      operationId,
    ),
  'an approval': () =>
    planApproval(
      {
        registryId: ids.registry,
        connectionId,
        endpointId: ids.endpoint,
        decision: 'approve',
        message: 'Fine.',
      },
      {
        connection: knownAs({
          id: connectionId,
          properties: {
            privateEndpoint: { id: ids.endpoint },
            privateLinkServiceConnectionState: { status: 'Pending' },
            provisioningState: 'Succeeded',
          },
        }),
        link: linkedPair({ registry: registryWithEndpoint() }),
      },
      operationId,
    ),
};

function publicAccess(access: Parameters<typeof planPublicAccess>[0]['access']): AnyPlan {
  const spec = { schemaVersion: 1, registryId: ids.registry, access, trustedServices: true } as const;
  return planPublicAccess(spec, { ...pullingOver(), settings: knownAs(registryJson('on')) }, operationId);
}

/** Deletions of everything that a link has, in the order in which their dependencies allow them. */
export function deletingPlan(changes: Partial<Step> = {}): AnyPlan {
  const gone = (id: string, more: Partial<Step>): Step =>
    step(id, {
      action: 'delete',
      request: { method: 'DELETE', apiVersion: '2026-01-01', body: {} },
      guard: { expected: { properties: { resourceGuid: `guid of ${id}` } } },
      ...more,
    });
  return planOf([
    gone('network', {
      resourceId: ids.registryNetwork,
      dependsOn: ['endpoint'],
      guard: { expected: {}, contents: { allowed: [ids.subnet] } },
      ...changes,
    }),
    gone('endpoint', {
      kind: 'endpoint',
      resourceId: ids.endpoint,
      guard: { expected: {}, contents: { allowed: [] } },
    }),
  ]);
}
