/** Wall time of a link with the latency profile on, against the shortest that Azure's rules allow. */
import { contoso } from '../test/contract/support/contoso';
import { Linking } from '../test/contract/support/linking';
import type { Plan, Step } from '../src/provisioning/plan';
import { criticalPath, leastGraph, oneAfterAnother } from './leastGraph';

/** Of real time: the profile's 64 s become 6.4 s. */
const SCALE = 0.1;
const UNSCALED_POLL_SECONDS = 1;

export interface LinkFigures {
  /** Seconds, unscaled. */
  readonly wall: number;
  readonly leastPossible: number;
  readonly oneAfterAnother: number;
  readonly oneAfterAnotherLeast: number;
  readonly writes: number;
}

export async function measureLink(): Promise<LinkFigures> {
  const wall = await timed((plan) => plan);
  return {
    wall: wall.seconds,
    writes: wall.writes,
    leastPossible: criticalPath(),
    oneAfterAnother: (await timed(chained)).seconds,
    oneAfterAnotherLeast: oneAfterAnother(),
  };
}

async function timed(change: (plan: Plan) => Plan): Promise<{ seconds: number; writes: number }> {
  const azure = await Linking.start({
    latencyScale: SCALE,
    pollInterval: UNSCALED_POLL_SECONDS * SCALE * 1000,
  });
  try {
    const spec = await azure.propose('appsRegistry', 'shopUsCluster', { mode: 'private' });
    const plan = await azure.plan(spec);
    const writes = plan.steps.filter(({ action }) => action !== 'reuse');
    if (writes.length !== leastGraph.length) {
      throw new Error(
        `The least graph has ${leastGraph.length} writes, the plan ${writes.length}: they must be the same.`,
      );
    }
    const from = performance.now();
    const outcome = await azure.apply(change(plan));
    const seconds = (performance.now() - from) / 1000 / SCALE;
    const verdict = azure.pull(spec);
    if (outcome.kind !== 'done' || verdict.verdict !== 'Pulled') {
      throw new Error(`The link to ${contoso('appsRegistry')} did not come about: ${verdict.eventText}`);
    }
    return { seconds, writes: writes.length };
  } finally {
    await azure.close();
  }
}

/** The same steps, each waiting for the one before it. */
function chained(plan: Plan): Plan {
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
