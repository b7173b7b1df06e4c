import assert from 'node:assert/strict';
import { planLink } from '../../../src/provisioning/planning/planLink';
import type { Plan } from '../../../src/provisioning/plan';
import { proposeSpec } from '../../../src/provisioning/proposing/propose';
import {
  assignment,
  ids,
  network,
  pair,
  registry,
  unreadable,
  zone,
  type Estate,
} from '../../support/observed';
import type { Observed } from '../../../src/provisioning/observed';

function planOf(observed: Observed): Plan {
  return planLink(proposeSpec(observed, { mode: 'private' }), observed, 'operation');
}

function dependsOn(plan: Plan, id: string): readonly string[] {
  const step = plan.steps.find((one) => one.id === id);
  assert.ok(step, id);
  return step.dependsOn;
}

const way = ['zoneGroup', 'peering.registryToCluster', 'peering.clusterToRegistry'];

/** The cluster may pull already, over the public address. */
const pulling = (estate: Estate = {}) => pair({ roleAssignments: [assignment()], ...estate });

describe('going over from the public to the private address', () => {
  it('waits for record and way where the cluster has a pull to lose', () => {
    assert.deepEqual(dependsOn(planOf(pulling()), 'zoneLink.cluster'), ['zone', ...way]);
  });

  it('waits for nothing where nobody pulls, or nobody can publicly', () => {
    assert.deepEqual(dependsOn(planOf(pair()), 'zoneLink.cluster'), ['zone']);
    const closed = pulling({ registry: registry({ publicNetworkAccess: 'Disabled' }) });
    assert.deepEqual(dependsOn(planOf(closed), 'zoneLink.cluster'), ['zone']);
  });

  it('waits for another cluster in the network, and where nobody knows who else is there', () => {
    const other = { id: 'other', name: 'other', networkId: ids.clusterNetwork, kubeletObjectId: 'other' };
    const neighbours = { pullPrincipals: ['other'], privateRegistries: [], clusters: [other] };
    assert.deepEqual(dependsOn(planOf(pair({ neighbours })), 'zoneLink.cluster'), ['zone', ...way]);
    const unknown = { ...pair(), neighbours: unreadable() };
    assert.deepEqual(dependsOn(planOf(unknown), 'zoneLink.cluster'), ['zone', ...way]);
  });

  it('has the way ready before records are written into a zone that the network uses already', () => {
    const linked = pulling({
      networks: [network(ids.clusterNetwork, '10.20.0.0/16')],
      zones: [zone(ids.zone, [ids.clusterNetwork])],
    });
    assert.deepEqual(dependsOn(planOf(linked), 'zoneGroup'), ['endpoint', ...way.slice(1)]);
  });
});
