import assert from 'node:assert/strict';
import type { ObservedNetwork } from '../../../src/provisioning/observed/observed';
import { planLink } from '../../../src/provisioning/planning/planLink';
import { privateSpec } from '../../support/linkSpec';
import { ids, linkedNetworks, linkedPair, network, peering, registryNetwork } from '../../support/observed';

function peerings(networks: readonly ObservedNetwork[]) {
  const { steps, blockers } = planLink(privateSpec(), linkedPair({ networks }), 'op-1');
  assert.deepEqual(blockers, []);
  return steps.filter(({ kind }) => kind === 'peering');
}

const clusterSide = (...args: Parameters<typeof peering>[3][]) =>
  network(ids.clusterNetwork, '10.20.0.0/16', {
    peerings: args.map((changes) =>
      peering(ids.clusterNetwork, ids.registryNetwork, '10.90.0.0/26', changes),
    ),
  });

describe('peerings', () => {
  const check = (what: string, networks: readonly ObservedNetwork[], expected: readonly string[]) => {
    it(what, () => {
      const found = peerings(networks).map(({ id, action, dependsOn }) =>
        [
          id.replace('peering.', ''),
          action,
          ...dependsOn.map((before) => `<${before.replace('peering.', '')}`),
        ].join(' '),
      );
      assert.deepEqual(found, expected);
    });
  };

  check('are reused under their own names', linkedNetworks({ name: 'theirs' }, { name: 'ours' }), [
    'registryToCluster reuse',
    'clusterToRegistry reuse',
  ]);
  check(
    'get the missing side',
    [registryNetwork(), clusterSide({ state: 'Initiated' })],
    ['registryToCluster create', 'clusterToRegistry reuse'],
  );
  check('are opened when they deny access', linkedNetworks({ allowVirtualNetworkAccess: false }), [
    'registryToCluster update',
    'clusterToRegistry reuse',
  ]);
  it('are connected by the missing side: nothing is in the way of a pull then', () => {
    const networks = [registryNetwork(), clusterSide({ state: 'Initiated' })];
    const { hazards } = planLink(privateSpec(), linkedPair({ networks }), 'op-1');
    assert.deepEqual(
      hazards.filter(({ code }) => code === 'pullBlocked'),
      [],
    );
  });
  // Azure refuses the new side (RemotePeeringIsDisconnected) until the old one is written again.
  check(
    'are written again before the other side is made anew',
    [registryNetwork(), clusterSide({ state: 'Disconnected' })],
    ['registryToCluster create <clusterToRegistry', 'clusterToRegistry update'],
  );
  check(
    'are taken apart when both sides are Disconnected',
    linkedNetworks({ state: 'Disconnected' }, { state: 'Disconnected' }),
    [
      'registryToCluster.delete delete',
      'clusterToRegistry update <registryToCluster.delete',
      'registryToCluster create <clusterToRegistry',
    ],
  );
  check(
    'out of sync, but with all that is needed, stay',
    linkedNetworks({}, { syncLevel: 'RemoteNotInSync' }),
    ['registryToCluster reuse', 'clusterToRegistry reuse'],
  );

  it('that lack the endpoint’s range are synchronised', () => {
    const stale = { syncLevel: 'RemoteNotInSync', remoteAddressPrefixes: ['10.91.0.0/26'] };
    const [, step] = peerings(linkedNetworks({}, stale));
    assert.equal(step?.action, 'update');
    assert.deepEqual(step.request?.query, { syncRemoteAddressSpace: 'true' });
  });

  it('keep what nobody here knows, and leave out what only Azure writes', () => {
    const [step] = peerings(linkedNetworks({ allowVirtualNetworkAccess: false }));
    const properties = {
      remoteVirtualNetwork: { id: ids.clusterNetwork },
      allowForwardedTraffic: true,
      somethingNew: 'kept',
    };
    assert.deepEqual(step?.request?.body, { properties: { ...properties, allowVirtualNetworkAccess: true } });
    assert.ok(step.undo.kind === 'restore');
    assert.deepEqual(step.undo.request.body, {
      properties: { ...properties, allowVirtualNetworkAccess: false },
    });
  });
});
