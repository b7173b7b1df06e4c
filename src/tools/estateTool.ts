/** Registries, clusters and links with their state, and what needs somebody: what the tree has, nothing more is read. */
import * as v from 'valibot';
import { nameOf } from '../model/armId';
import { groupBy } from '../model/groupBy';
import type { Estate, EstateStore } from '../platform/estateStore';
import type { LinkState } from '../provisioning';
import { type EstateReport, estateReport, findingKinds } from '../views/report/estateReport';
import { leftOut, listed } from './answer';
import { gapsOf } from './found';
import { filter, limit, tool } from './tool';

const estateKinds = ['registries', 'clusters', 'links', 'problems'] as const;
type Kind = (typeof estateKinds)[number];

const schema = v.strictObject({ kind: v.picklist(estateKinds), filter, limit });

const linkWords =
  'A link is linked (nodes pull over a private endpoint), roleOnly (they pull over the public address), broken (they can’t pull), or unknown (required data wasn’t read).';

export function estateTool(store: Pick<EstateStore, 'get' | 'latest'>) {
  return tool({
    schema,
    progress: ({ kind }) => `Listing ${kind} in the selected subscriptions`,
    async run({ kind, filter: text, limit: most }) {
      const estate = await store.get();
      const at = store.latest?.estate === estate ? store.latest.at : Date.now();
      const found = listed(itemsOf(kind, estate, estateReport(estate, at)), text, most);
      const gaps = gapsOf(estate);
      return {
        says: [leftOut(found), ...gaps.says, ...(kind === 'links' || kind === 'problems' ? [linkWords] : [])],
        data: {
          readAt: new Date(at).toISOString(),
          ...gaps.data,
          [kind]: found.items,
        },
      };
    },
  });
}

function itemsOf(kind: Kind, { inventory }: Estate, report: EstateReport): readonly object[] {
  const { registries, clusters, findings } = report;
  switch (kind) {
    case 'registries': {
      const servers = new Map(inventory.registries.map(({ id, loginServer }) => [id, loginServer]));
      return registries.map((row) => ({ ...row, loginServer: servers.get(row.id) ?? '' }));
    }
    case 'clusters':
      return clusters;
    case 'links':
      return linksOf(report);
    case 'problems':
      return [
        ...linksOf(report)
          .filter(({ state }) => state === 'broken' || state === 'unknown')
          .map((link) => ({ problem: `Link ${link.state}`, ...link })),
        ...findings.map(({ kind: problem, ...finding }) => ({ problem: findingKinds[problem], ...finding })),
      ];
  }
}

const worstFirst: readonly LinkState[] = ['broken', 'unknown', 'roleOnly', 'linked'];

function linksOf({ links }: EstateReport) {
  const byState = groupBy(links, ({ state }) => state);
  return worstFirst.flatMap((state) =>
    (byState.get(state) ?? []).map((link) => ({
      registry: nameOf(link.registryId),
      cluster: nameOf(link.clusterId),
      ...link,
    })),
  );
}
