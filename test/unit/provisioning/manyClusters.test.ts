/** What planning and proposing cost in a large estate, counted by how often each thing is looked at. */
import assert from 'node:assert/strict';
import type { Neighbours, Observed } from '../../../src/provisioning/observed/observed';
import { planLink } from '../../../src/provisioning/planning/planLink';
import { proposeSpec } from '../../../src/provisioning/proposing/propose';
import { proposals } from '../../../src/views/link/proposals';
import { bigInventory, bigObservation } from '../../support/bigEstates';

const inventory = bigInventory({ subscriptions: 14, registries: 4, clusters: 3, groupRoles: 0 });

/** An observation that counts how often visible networks and clusters are looked at. */
function counted(clusters: number): { readonly observed: Observed; looks: () => number } {
  let looks = 0;
  const observed = bigObservation(inventory, clusters);
  if (observed.neighbours.state !== 'known') throw new Error('Neighbours are known.');
  const neighbours = observed.neighbours.value;
  const counting = <T extends { readonly id: string }>(items: readonly T[]): readonly T[] =>
    items.map((item) => ({
      ...item,
      get id() {
        looks += 1;
        return item.id;
      },
    }));
  const value: Neighbours = {
    ...neighbours,
    networks: counting(neighbours.networks ?? []),
    clusters: counting(neighbours.clusters),
    privateRegistries: counting(neighbours.privateRegistries),
  };
  return { observed: { ...observed, neighbours: { state: 'known', value } }, looks: () => looks };
}

describe('many clusters in a large estate', () => {
  const looksOf = (clusters: number, work: (observed: Observed) => unknown) => {
    const { observed, looks } = counted(clusters);
    work(observed);
    return looks();
  };
  const plan = (observed: Observed) => planLink(proposeSpec(observed, { mode: 'private' }), observed, 'op-1');

  it('are planned without looking at what can be seen once for each of them', () => {
    const [few, many] = [looksOf(4, plan), looksOf(40, plan)];
    assert.ok(few > 0 && many < 15 * few, `${few} looks for four clusters, ${many} for forty`);
    // Things that can be seen: 56 networks, 42 clusters, 28 private registries.
    assert.ok(many < 10 * 126, `${many} looks for forty clusters`);
  });

  it('are proposed in a few passes over them', () => {
    const facts = new Map<string, number>();
    const observed = bigObservation(inventory, 40);
    const watched: Observed = {
      ...observed,
      get clusters() {
        facts.set('clusters', (facts.get('clusters') ?? 0) + 1);
        return observed.clusters;
      },
    };
    const { draft } = proposals(watched, {});
    assert.equal(Object.keys(draft.clusters).length, 40);
    // A look for each cluster's own fields, and the passes.
    assert.ok((facts.get('clusters') ?? 0) < 200, `${facts.get('clusters')} looks at the clusters`);
  });
});
