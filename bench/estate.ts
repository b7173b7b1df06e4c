/** What everything over a large estate costs in the extension host, without any request: links, form, manifests, plans. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { canPull, registrySources } from '../src/language/registrySources';
import { findLinks, type Link } from '../src/provisioning/linkState';
import { planLink } from '../src/provisioning/planning/planLink';
import { proposeSpec } from '../src/provisioning/proposing/propose';
import { proposals } from '../src/views/link/proposals';
import { clustersOf, registriesOf } from '../src/views/link/parties';
import { bigInventory, bigObservation, bigSubscriptions, sizes } from '../test/support/bigEstates';
import { spread } from './figures';

export interface EstateFigures {
  /** Milliseconds of processor time until the links of everything are known. */
  readonly links: number;
  /** The longest that nothing else ran meanwhile, in milliseconds. */
  readonly longestStop: number;
  /** A tick in the link form: both lists. */
  readonly tick: number;
  /** Characters that a tick sends to the page. */
  readonly message: number;
  /** What a manifest's first completion costs, and what each image of it does. */
  readonly completion: number;
  readonly image: number;
}

export async function measureEstate(size: keyof typeof sizes): Promise<EstateFigures> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const times: number[] = [];
  let inventory = bigInventory(sizes[size]);
  let link: Link | undefined;
  // Each of an inventory of its own: links are found once for one.
  for (let round = 0; round < 3; round += 1) {
    inventory = bigInventory(sizes[size]);
    delay.enable();
    const before = process.cpuUsage();
    [link] = await findLinks(inventory, new AbortController().signal);
    times.push(used(before));
    delay.disable();
  }
  if (link === undefined) throw new Error('The estate has no links.');
  const { registryId, clusterId } = link;
  const world = { inventory, subscriptions: bigSubscriptions(sizes[size]) };
  const parties = { registryId, clusterIds: [clusterId] };
  const lists = () => JSON.stringify([registriesOf(world, parties, ''), clustersOf(world, parties, '')]);
  const message = lists().length;
  return {
    links: spread(times).median,
    longestStop: delay.max / 1e6,
    tick: timed(lists),
    message,
    completion: timed(() => registrySources({ inventory }, clusterId)),
    image: timed(() => canPull({ inventory }, registryId, clusterId)),
  };
}

export interface PlanFigures {
  /** Milliseconds of processor time. */
  readonly plan: number;
  readonly proposals: number;
}

/** Plan of a registry and that many clusters, everything else of L being its neighbours. */
export function measurePlan(clusters: number): PlanFigures {
  const inventory = bigInventory(sizes.L);
  const observed = () => bigObservation(inventory, clusters);
  const spec = proposeSpec(observed(), { mode: 'private' });
  return {
    plan: timed(() => planLink(spec, observed(), 'bench')),
    proposals: timed(() => proposals(observed(), {})),
  };
}

/** The best of three: others have the machine, too. */
function timed(work: () => unknown): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const before = process.cpuUsage();
      work();
      return used(before);
    }),
  );
}

function used(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
