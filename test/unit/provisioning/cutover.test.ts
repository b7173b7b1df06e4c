import assert from 'node:assert/strict';
import { planLink } from '../../../src/provisioning/planning/planLink';
import type { LinkPlan } from '../../../src/provisioning/plan/spec';
import { proposeSpec } from '../../../src/provisioning/proposing/propose';
import {
  assignment,
  ids,
  knownAs,
  network,
  pair,
  registry,
  unreadable,
  zone,
  type Estate,
} from '../../support/observed';
import type { Observed } from '../../../src/provisioning/observed/observed';

function planOf(observed: Observed): LinkPlan {
  return planLink(proposeSpec(observed, { mode: 'private' }), observed, 'operation');
}

function dependsOn(plan: LinkPlan, id: string): readonly string[] {
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

  describe('with the first endpoint, in a network that is linked to the zone', () => {
    const linked = (estate: Estate = {}) =>
      pulling({
        networks: [network(ids.clusterNetwork, '10.20.0.0/16')],
        zones: [zone(ids.zone, [ids.clusterNetwork])],
        ...estate,
      });
    const planned = (observed: Observed, fallbackToInternet: boolean) => {
      const { links, ...spec } = proposeSpec(observed, { mode: 'private' });
      const changed = links.map(({ access, ...link }) => ({
        ...link,
        access: access.mode === 'private' ? { ...access, fallbackToInternet } : access,
      }));
      return planLink({ ...spec, links: changed }, observed, 'operation');
    };
    const warned = ({ hazards }: LinkPlan) =>
      hazards
        .filter(({ code }) => code === 'registryNameBecomesPrivate')
        .map(({ affected, mitigation }) => [
          affected,
          (mitigation ?? '').includes('Fall back to internet DNS'),
        ]);

    it('names the plan’s own cluster, and how to spare it', () => {
      assert.deepEqual(warned(planned(linked(), false)), [[['aks-shop'], true]]);
    });

    it('names nobody who can’t pull yet, or can’t publicly', () => {
      assert.deepEqual(warned(planned(linked({ roleAssignments: [] }), false)), []);
      const closed = linked({ registry: registry({ publicNetworkAccess: 'Disabled' }) });
      assert.deepEqual(warned(planned(closed, false)), []);
    });

    it('isn’t spared by falling back while an old record is in the zone', () => {
      const records = knownAs([{ name: 'contoso', addresses: ['10.9.9.9'] }]);
      const stale = linked({ zones: [zone(ids.zone, [ids.clusterNetwork], { records })] });
      const [hazard] = planned(stale, true).hazards.filter(
        ({ code }) => code === 'registryNameBecomesPrivate',
      );
      assert.deepEqual(hazard?.affected, ['aks-shop']);
      assert.match(`${hazard.message} ${hazard.mitigation}`, /go to 10\.9\.9\.9.*delete the old record/);
    });

    it('lets it fall back before the endpoint is there', () => {
      const plan = planned(linked(), true);
      assert.deepEqual(warned(plan), []);
      assert.ok(dependsOn(plan, 'endpoint').includes('zoneLink.cluster'));
      assert.deepEqual(dependsOn(plan, 'zoneLink.cluster'), []);
    });
  });
});
