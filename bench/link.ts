/** Wall time of a link with the latency profile on, against the shortest that Azure's rules allow. */
import { cluster } from '../test/contract/support/topologies';
import { Linking } from '../test/contract/support/linking';
import type { Step } from '../src/provisioning/plan/plan';
import type { LinkPlan } from '../src/provisioning/plan/spec';
import { criticalPath, leastGraph, oneAfterAnother, type Write } from './leastGraph';

/** Of real time: the profile's 64 s become 6.4 s. */
const SCALE = 0.1;
const UNSCALED_POLL_SECONDS = 1;

export interface LinkFigures {
  /** Seconds, unscaled. */
  readonly wall: number;
  readonly leastPossible: number;
  /** By latencies alone. */
  readonly oneAfterAnotherLeast: number;
  readonly writes: number;
  /** Of applying the plan, polls of Azure's operations left out. */
  readonly requests: number;
  /** Those of them that only look at a thing before it is written. */
  readonly looks: number;
}

/** One plan for that many clusters, each in a network of its own. */
export async function measureLink(clusters: number): Promise<LinkFigures> {
  const least = leastGraph(clusters);
  const wall = await timed(least, clusters, (plan) => plan);
  return {
    wall: wall.seconds,
    writes: wall.writes,
    requests: wall.requests,
    looks: wall.looks,
    leastPossible: criticalPath(least),
    oneAfterAnotherLeast: oneAfterAnother(least),
  };
}

/** Seconds of the same plan when each step waits for the one before it. */
export async function measureOneAfterAnother(clusters: number): Promise<number> {
  return (await timed(leastGraph(clusters), clusters, chained)).seconds;
}

async function timed(
  least: readonly Write[],
  clusters: number,
  change: (plan: LinkPlan) => LinkPlan,
): Promise<{ seconds: number; writes: number; requests: number; looks: number }> {
  const azure = await Linking.start({
    latencyScale: SCALE,
    pollInterval: UNSCALED_POLL_SECONDS * SCALE * 1000,
  });
  try {
    const clusterIds = Array.from({ length: clusters }, (_, index) =>
      cluster(azure.emulator.core, `aks-${index}`, `10.${70 + index}.0.0/16`),
    );
    const spec = await azure.propose('appsRegistry', clusterIds, { mode: 'private' });
    const plan = await azure.plan(spec);
    const writes = plan.steps.filter(({ action }) => action !== 'reuse');
    if (writes.length !== least.length) {
      throw new Error(
        `The least graph has ${least.length} writes, the plan ${writes.length}: they must be the same.`,
      );
    }
    azure.emulator.log.clear();
    let looks = 0;
    const reader = {
      ...azure.azure,
      read: (id: string, signal: AbortSignal) => {
        looks += 1;
        return azure.azure.read(id, signal);
      },
    };
    const from = performance.now();
    const outcome = await azure.apply(change(plan), undefined, { reader });
    const seconds = (performance.now() - from) / 1000 / SCALE;
    const failed = clusterIds.map((id) => azure.pull(spec, id)).find(({ verdict }) => verdict !== 'Pulled');
    if (outcome.kind !== 'done' || failed !== undefined) {
      throw new Error(`A link did not come about: ${failed?.eventText ?? outcome.kind}`);
    }
    return { seconds, writes: writes.length, requests: requestsIn(azure), looks };
  } finally {
    await azure.close();
  }
}

function requestsIn({ emulator }: Linking): number {
  const lines = emulator.log.text().trim().split('\n');
  return lines.filter((line) => !/operation(s|Results|Statuses)\//i.test(line)).length;
}

/** The same steps, each waiting for the one before it. */
function chained(plan: LinkPlan): LinkPlan {
  const written = plan.steps.filter(({ action }) => action !== 'reuse');
  const order = inOrder(written);
  const steps = plan.steps.map((step) => {
    const before = order[order.findIndex(({ id }) => id === step.id) - 1];
    return before === undefined ? step : { ...step, dependsOn: [...step.dependsOn, before.id] };
  });
  return { ...plan, steps };
}

function inOrder(steps: readonly Step[]): Step[] {
  const done: Step[] = [];
  while (done.length < steps.length) {
    const next = steps.find(
      (step) => !done.includes(step) && step.dependsOn.every((id) => done.some((other) => other.id === id)),
    );
    if (next === undefined) throw new Error('The plan has a circle.');
    done.push(next);
  }
  return done;
}
