/** That a thing is there isn't enough: every kind of thing that a plan keeps is asked for its state. */
import assert from 'node:assert/strict';
import { operationTag } from '../../../src/provisioning/plan/ownership';
import { standingOf, type Standing } from '../../../src/provisioning/plan/standing';
import type { Plan } from '../../../src/provisioning/plan/plan';
import type { Observed, ObservedNetwork, ObservedReplica } from '../../../src/provisioning/observed/observed';
import { planLink } from '../../../src/provisioning/planning/planLink';
import { planRegistry } from '../../../src/provisioning/registry/planRegistry';
import type { JsonObject } from '../../../src/model/json';
import { idKey } from '../../../src/model/armId';
import { privateSpec } from '../../support/linkSpec';
import {
  cluster,
  endpoint,
  ids,
  knownAs,
  linkedNetworks,
  linkedPair,
  linkedZone,
  pair,
  registryWithEndpoint,
} from '../../support/observed';
import { alone, existingSpec, newSpec } from '../../support/registrySpec';

const [registrySide, clusterSide] = linkedNetworks() as [ObservedNetwork, ObservedNetwork];

/** A linked pair in which one thing is in a state, by what the thing is. */
const things: Readonly<Record<string, (state: string) => Observed>> = {
  'Virtual network vnet-contoso': (provisioningState) =>
    linkedPair({ networks: [{ ...registrySide, provisioningState }, clusterSide] }),
  'Virtual network vnet-shop': (provisioningState) =>
    linkedPair({ networks: [registrySide, { ...clusterSide, provisioningState }] }),
  'Subnet snet-private-endpoints': (provisioningState) => {
    const subnets = registrySide.subnets.map((subnet) => ({ ...subnet, provisioningState }));
    return linkedPair({ networks: [{ ...registrySide, subnets }, clusterSide] });
  },
  'Private endpoint pe-contoso': (provisioningState) =>
    linkedPair({ endpoints: [endpoint([ids.zone], { provisioningState })] }),
  'Private DNS zone group default of pe-contoso': (state) => linkedPair({ endpoints: [withGroupIn(state)] }),
  'Private DNS zone privatelink.azurecr.io': (provisioningState) =>
    linkedPair({ zones: [{ ...linkedZone(), provisioningState }] }),
  'The virtual network link of vnet-contoso to the zone': (state) =>
    linkedPair({ zones: [withLinkIn(0, state)] }),
  'The virtual network link of vnet-shop to the zone': (state) =>
    linkedPair({ zones: [withLinkIn(1, state)] }),
  'The replica of contoso in northeurope': (provisioningState) =>
    linkedPair({ registry: { ...registryWithEndpoint(), ...withReplica(provisioningState) } }),
  'Resource group rg-registry': (provisioningState) => {
    const group = knownAs({ id: ids.registryGroup, location: 'westeurope', provisioningState });
    const linked = linkedPair();
    return { ...linked, resourceGroups: { ...linked.resourceGroups, [idKey(ids.registryGroup)]: group } };
  },
};

function withGroupIn(provisioningState: string, raw?: JsonObject) {
  const whole = endpoint([ids.zone]);
  const group = whole.zoneGroup.state === 'known' ? whole.zoneGroup.value : assert.fail('there is a group');
  const properties = { ...(group.raw['properties'] as JsonObject), provisioningState };
  const zoneGroup = knownAs({ ...group, raw: { ...group.raw, properties } });
  return { ...whole, zoneGroup, ...(raw === undefined ? {} : { raw }) };
}

function withLinkIn(index: number, state: string) {
  const zone = linkedZone();
  return { ...zone, links: zone.links.map((link, at) => (at === index ? { ...link, state } : link)) };
}

function withReplica(provisioningState: string) {
  const id = `${ids.registry}/replications/northeurope`;
  const replica: ObservedReplica = { id, location: 'northeurope', zoneRedundancy: false, provisioningState };
  return { replicas: [replica], replicaLocations: ['northeurope'] };
}

const codes = new Set(['beingDeleted', 'stateFailed', 'underWay', 'clusterFailed', 'replicaNotReady']);

/** What a plan says of states: codes with their messages. */
function saysOfStates({
  blockers,
  hazards,
  requirements,
}: Pick<Plan, 'blockers' | 'hazards' | 'requirements'>) {
  return [...blockers, ...hazards, ...requirements]
    .filter(({ code }) => codes.has(code))
    .map(({ code, message }) => [code, message] as const);
}

function assertSays(plan: Plan, code: string | undefined, what: string, state: string): void {
  const said = saysOfStates(plan);
  assert.deepEqual(
    said.map(([each]) => each),
    code === undefined ? [] : [code],
    said.join('\n'),
  );
  for (const [, message] of said) assert.ok(message.includes(what) && message.includes(state), message);
}

describe('the state of what a plan keeps', () => {
  it('is known by Azure’s words, in whatever case; a state that isn’t known is no end', () => {
    const words: Readonly<Record<string, Standing>> = {
      Succeeded: 'ready',
      Completed: 'ready',
      '': 'ready',
      Failed: 'failed',
      canceled: 'failed',
      Deleting: 'going',
      Updating: 'busy',
      Creating: 'busy',
      InProgress: 'busy',
      Scaling: 'busy',
    };
    for (const [word, standing] of Object.entries(words)) assert.equal(standingOf(word), standing, word);
    assert.equal(standingOf(undefined), 'ready');
  });

  for (const [what, inState] of Object.entries(things)) {
    const expected = { Deleting: 'beingDeleted', Failed: 'stateFailed', Updating: 'underWay' } as const;
    for (const [state, code] of Object.entries(expected)) {
      it(`${what}, ${state}`, () => {
        assertSays(planLink(privateSpec(), inState(state), 'op-1'), code, what, state);
      });
    }
    it(`${what}, Succeeded`, () => {
      const state = what.startsWith('The link') ? 'Completed' : 'Succeeded';
      assertSays(planLink(privateSpec(), inState(state), 'op-1'), undefined, what, state);
    });
  }

  it('counts for the registry’s side alone as well', () => {
    const closed = (estate: Parameters<typeof alone>[0]) =>
      planRegistry(existingSpec(), alone({ registry: registryWithEndpoint(), ...estate }), 'op-1');
    const networks = [{ ...registrySide, provisioningState: 'Failed' }];
    assertSays(closed({ networks }), 'stateFailed', 'vnet-contoso', 'Failed');
    const endpoints = [endpoint([], { provisioningState: 'Deleting' })];
    assertSays(closed({ networks: [registrySide], endpoints }), 'beingDeleted', 'pe-contoso', 'Deleting');
  });

  it('of a cluster that is being deleted is in the way; of one that failed or is changed it is said', () => {
    const plan = (provisioningState: string) =>
      planLink(privateSpec(), linkedPair({ cluster: cluster({ provisioningState }) }), 'op-1');
    assertSays(plan('Deleting'), 'beingDeleted', 'aks-shop', 'Deleting');
    assertSays(plan('Failed'), 'clusterFailed', 'aks-shop', 'Failed');
    assertSays(plan('Upgrading'), 'underWay', 'aks-shop', 'Upgrading');
  });

  it('of a peering that failed is mended by writing it again', () => {
    const failed = (side: ObservedNetwork) => ({
      ...side,
      peerings: side.peerings.map((one) => ({
        ...one,
        raw: {
          ...one.raw,
          properties: { ...(one.raw['properties'] as JsonObject), provisioningState: 'Failed' },
        },
      })),
    });
    const plan = planLink(
      privateSpec(),
      linkedPair({ networks: [registrySide, failed(clusterSide)] }),
      'op-1',
    );
    const [step] = plan.steps.filter(({ action }) => action !== 'reuse');
    assert.deepEqual([step?.id, step?.action], ['peering.clusterToRegistry', 'update']);
    assert.match(step?.reason ?? '', /is in the state Failed/);
    assert.deepEqual(saysOfStates(plan), []);
  });
});

describe('an endpoint that failed', () => {
  const raw: JsonObject = {
    id: ids.endpoint,
    name: 'pe-contoso',
    type: 'Microsoft.Network/privateEndpoints',
    etag: 'W/"3"',
    location: 'westeurope',
    tags: { [operationTag]: 'eeeeeeee-0000-4000-8000-000000000005', team: 'shop' },
    properties: {
      provisioningState: 'Failed',
      resourceGuid: 'guid',
      subnet: { id: ids.subnet },
      privateLinkServiceConnections: [
        {
          name: 'pe-contoso',
          id: 'connection',
          properties: { privateLinkServiceId: ids.registry, groupIds: ['registry'] },
        },
      ],
      customDnsConfigs: [],
      networkInterfaces: [{ id: 'nic' }],
    },
  };
  const failed = (changes: JsonObject = {}) =>
    endpoint([ids.zone], { provisioningState: 'Failed', raw: { ...raw, ...changes } });
  const planOf = (one: ReturnType<typeof endpoint>) =>
    planLink(privateSpec(), linkedPair({ endpoints: [one] }), 'op-1');

  it('is written again as it is, where the extension made it', () => {
    const plan = planOf(failed());
    const [step, ...others] = plan.steps.filter(({ action }) => action !== 'reuse');
    assert.ok(step);
    assert.deepEqual([others, step.id, step.action], [[], 'endpoint', 'update']);
    assert.deepEqual(step.request?.body, {
      location: 'westeurope',
      tags: raw['tags'],
      properties: {
        subnet: { id: ids.subnet },
        privateLinkServiceConnections: [
          {
            name: 'pe-contoso',
            properties: { privateLinkServiceId: ids.registry, groupIds: ['registry'] },
          },
        ],
      },
    });
    assert.deepEqual(step.guard?.expected, { properties: { resourceGuid: 'guid' } });
    assert.deepEqual(step.undo, { kind: 'nothing' });
    assert.deepEqual(saysOfStates(plan), []);
    assert.ok(!plan.hazards.some(({ code }) => code === 'costOfEndpoint'), 'it costs already');
  });

  it('is left alone, and said, where nobody says that the extension made it', () => {
    for (const one of [
      failed({ tags: { team: 'shop' } }),
      endpoint([ids.zone], { provisioningState: 'Failed' }),
    ]) {
      const plan = planOf(one);
      assert.ok(plan.steps.every(({ action }) => action === 'reuse'));
      assertSays(plan, 'stateFailed', 'pe-contoso', 'Failed');
    }
  });

  it('has its zone group written again, too, if that failed', () => {
    const step = (one: ReturnType<typeof endpoint>) =>
      planOf(one).steps.find(({ kind, action }) => kind === 'zoneGroup' && action !== 'reuse');
    assert.match(step(withGroupIn('Failed', raw))?.reason ?? '', /in the state Failed/);
    assert.equal(step(withGroupIn('Failed')), undefined);
  });
});

describe('a replica that isn’t ready', () => {
  it('is in the way of a new endpoint, by name and state', () => {
    for (const state of ['Creating', 'Updating', 'Deleting']) {
      const registry = { ...registryWithEndpoint(), ...withReplica(state), connections: [] };
      const link = planLink(privateSpec(), pair({ registry }), 'op-1');
      assertSays(link, 'replicaNotReady', 'northeurope', state);
      const side = planRegistry(existingSpec(), alone({ registry }), 'op-1');
      assertSays(side, 'replicaNotReady', 'northeurope', state);
    }
  });

  it('is a hazard where it failed, and nothing where it is ready or wanted only', () => {
    const registry = (state: string) => ({
      ...registryWithEndpoint(),
      ...withReplica(state),
      connections: [],
    });
    const link = (state: string) => planLink(privateSpec(), pair({ registry: registry(state) }), 'op-1');
    assertSays(link('Failed'), 'stateFailed', 'northeurope', 'Failed');
    assertSays(link('Succeeded'), undefined, 'northeurope', 'Succeeded');
    const wanted = newSpec({ replicas: [{ location: 'northeurope', zoneRedundancy: false }] });
    assert.deepEqual(saysOfStates(planRegistry(wanted, alone(), 'op-1')), []);
  });
});
