/** What planning and proposing cost in a large estate, counted by how often each thing is looked at. */
import assert from 'node:assert/strict';
import type { Neighbours, Observed } from '../../../src/provisioning/observed/observed';
import { planLink } from '../../../src/provisioning/planning/planLink';
import { proposeSpec } from '../../../src/provisioning/proposing/propose';
import { proposals } from '../../../src/views/link/proposals';
import { bigInventory, bigObservation } from '../../support/bigEstates';

const inventory = bigInventory({ subscriptions: 40, registries: 4, clusters: 3, groupRoles: 0 });

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
    const [ten, hundred] = [looksOf(10, plan), looksOf(100, plan)];
    assert.ok(ten > 0 && hundred < 15 * ten, `${ten} looks for ten clusters, ${hundred} for a hundred`);
    // Things that can be seen: 160 networks, 120 clusters, 80 private registries.
    assert.ok(hundred < 10 * 360, `${hundred} looks for a hundred clusters`);
  });

  it('are proposed in a few passes over them', () => {
    const facts = new Map<string, number>();
    const observed = bigObservation(inventory, 100);
    const watched: Observed = {
      ...observed,
      get clusters() {
        facts.set('clusters', (facts.get('clusters') ?? 0) + 1);
        return observed.clusters;
      },
    };
    const { draft } = proposals(watched, {});
    assert.equal(Object.keys(draft.clusters).length, 100);
    // A look for each cluster's own fields, and the passes.
    assert.ok((facts.get('clusters') ?? 0) < 500, `${facts.get('clusters')} looks at the clusters`);
  });
});
