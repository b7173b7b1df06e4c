/**
 * Which steps to start now. A step can start when what it depends on is done and nobody holds its networks. Where steps
 * contend for a network the one with the longest way to go after it comes first, and a network is even left idle for
 * one that will be ready soon, if the whole is expected to end earlier that way.
 */
import { idKey } from '../../model/armId';
import { memoized } from '../../model/memoized';
import type { Step } from '../plan/plan';

export interface Progress {
  /** Ids of steps that are done. */
  readonly done: ReadonlySet<string>;
  /** Seconds that each running step has been running. */
  readonly running: ReadonlyMap<string, number>;
}

/** Steps (none of them `reuse`) to start now; empty only when something runs or everything is done or stuck. */
export function nextSteps(steps: readonly Step[], { done, running }: Progress): Step[] {
  const graph = graphOf(steps);
  const state: State = {
    done: new Set(done),
    remaining: new Map([...running].map(([id, seconds]) => [id, remainingSeconds(graph.step(id), seconds)])),
  };
  const chosen: Step[] = [];
  for (const step of startable(graph, state)) {
    // An earlier choice of this round may hold its network by now.
    if (!isFree(graph, state, step)) continue;
    if (state.remaining.size > 0 && step.holds.length > 0) {
      const rivals = startable(graph, state).filter(
        (other) => contend(other, step) && graph.tail(other) <= graph.tail(step),
      );
      const ifStarted = makespan(graph, withStarted(state, step));
      const ifHeldBack = makespan(graph, state, new Set(rivals.map(({ id }) => id)));
      if (ifHeldBack < ifStarted) continue;
    }
    state.remaining.set(step.id, step.typicalSeconds);
    chosen.push(step);
  }
  return chosen;
}

interface State {
  readonly done: Set<string>;
  /** Expected seconds until each running step is done. */
  readonly remaining: Map<string, number>;
}

interface Graph {
  readonly steps: readonly Step[];
  step(id: string): Step;
  /** Typical seconds from the start of a step to the end of the longest chain that waits for it. */
  tail(step: Step): number;
}

function graphOf(steps: readonly Step[]): Graph {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const step = (id: string) => {
    const found = byId.get(id);
    if (found === undefined) throw new RangeError(`No step ${id} in the plan`);
    return found;
  };
  const tail = memoized((id: string): number => {
    const after = steps.filter(({ dependsOn }) => dependsOn.includes(id)).map((next) => tail(next.id));
    return step(id).typicalSeconds + Math.max(0, ...after);
  });
  return { steps, step, tail: ({ id }) => tail(id) };
}

/** A step that takes longer than usual is expected to be done soon, but not at once. */
function remainingSeconds({ typicalSeconds }: Step, elapsed: number): number {
  return Math.max(typicalSeconds - elapsed, typicalSeconds / 10);
}

/** Ready and free, the one with the longest way to go first. */
function startable(graph: Graph, state: State): Step[] {
  return graph.steps
    .filter(({ id }) => !state.done.has(id) && !state.remaining.has(id))
    .filter(({ dependsOn }) => dependsOn.every((id) => state.done.has(id)))
    .filter((step) => isFree(graph, state, step))
    .toSorted((a, b) => graph.tail(b) - graph.tail(a));
}

function isFree(graph: Graph, { remaining }: State, step: Step): boolean {
  return [...remaining.keys()].every((id) => !contend(graph.step(id), step));
}

/** Whether two steps may not run at once. */
export function contend(a: Step, b: Step): boolean {
  const held = new Set(a.holds.map(idKey));
  return b.holds.some((id) => held.has(idKey(id)));
}

function withStarted({ done, remaining }: State, step: Step): State {
  return { done, remaining: new Map(remaining).set(step.id, step.typicalSeconds) };
}

/** Seconds until everything is done if each step starts as soon as it can; `heldBack` wait for the next end of a step. */
function makespan(graph: Graph, from: State, heldBack: ReadonlySet<string> = new Set()): number {
  const state: State = { done: new Set(from.done), remaining: new Map(from.remaining) };
  let waiting = heldBack;
  let elapsed = 0;
  for (;;) {
    for (const step of startable(graph, state)) {
      if (!waiting.has(step.id) && isFree(graph, state, step))
        state.remaining.set(step.id, step.typicalSeconds);
    }
    if (state.remaining.size === 0) return waiting.size > 0 ? Infinity : elapsed;
    const pause = Math.min(...state.remaining.values());
    elapsed += pause;
    for (const [id, seconds] of state.remaining) {
      if (seconds > pause) state.remaining.set(id, seconds - pause);
      else {
        state.remaining.delete(id);
        state.done.add(id);
      }
    }
    waiting = new Set();
  }
}
