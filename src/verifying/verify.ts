/** Runs a verification in a cluster: prepare, create, watch, and always clean. */
import { t } from '@vscode/l10n';
import { FailureError } from '../model/failure';
import type { Clock, ClusterCommands, TargetPool } from '../provisioning';
import {
  cleanByHand,
  cleanCommand,
  createCommand,
  mostNodesListed,
  prepareCommand,
  watchCommand,
} from './commandLines';
import { failureOf, noNamespace, notAllowed, nothingChosen, tooLong } from './failures';
import { judgePull, refusedPool, waitingPool, type PoolResult } from './judgePull';
import { readLeftovers } from './leftovers';
import { requireLabel } from './names';
import { nameWaiting, readName } from './nameSeen';
import { eventsOf, firstLine, namesOf, nodesOf, podsOf, sectionsOf, type NodeSeen } from './output';
import { poolOffers } from './pools';
import { podName } from './testPod';
import { imageText, requireTestImage } from './testImage';
import type { Verification, VerifyRequest } from './verification';

export interface VerifyPorts {
  readonly commands: ClusterCommands;
  readonly clock: Clock;
}

/**
 * Milliseconds: how long pods are watched, how long between two looks, how long one command may take. Kubelet tries
 * again after 10, 20, 40 and 80 seconds: the watch holds five tries, the last of them after two and a half minutes. A
 * new role usually counts by then.
 */
const watchTime = 210_000;
const lookPause = 4_000;
/** Each look is a pod of AKS's own: they become rarer, as kubelet's tries do. */
const longestPause = 20_000;
const commandTime = 240_000;
/** A cluster that scales by itself may still find a node for a pod. */
const placeTime = 40_000;
/** A look that fails tells nothing about the pull; so many in a row end the run. */
const missesAllowed = 3;
const cleanTries = 3;
const cleanPause = 10_000;

/**
 * Makes each pool pull the image once, and tells every change. Never rejects for what the cluster or Azure says: that
 * is in the verification. An aborted signal ends it at the next command, and what was created is deleted all the same;
 * `enough` ends only the waiting for further tries: what a last look finds is judged.
 * Throws a FailureError, before anything is sent, for a name that may not reach a cluster.
 */
export async function verify(
  request: VerifyRequest,
  ports: VerifyPorts,
  signal: AbortSignal,
  tell: (verification: Verification) => void,
  enough: AbortSignal = new AbortController().signal,
): Promise<Verification> {
  return new Run(request, ports, signal, tell, enough).run();
}

class Run {
  private state: Verification;
  private readonly pools: readonly TargetPool[];
  private readonly nodes = new Map<string, readonly NodeSeen[]>();
  /** Whether pods may be in the cluster, and whether the command that creates them is known to be over. */
  private sent = false;
  private settled = true;

  constructor(
    private readonly request: VerifyRequest,
    private readonly ports: VerifyPorts,
    private readonly signal: AbortSignal,
    private readonly tell: (verification: Verification) => void,
    private readonly enough: AbortSignal,
  ) {
    requireTestImage(request.image);
    requireLabel('namespace', request.namespace);
    this.pools = poolOffers(request.target).flatMap(({ pool, left }) =>
      left === undefined && request.pools.includes(pool.name) ? [pool] : [],
    );
    if (this.pools.length === 0) throw new FailureError(nothingChosen);
    this.state = {
      request,
      phase: 'preparing',
      startedAt: ports.clock.now(),
      name: nameWaiting,
      pools: this.pools.map(({ name }) => waitingPool(name)),
      leftovers: [],
      cleanup: { state: 'none', pods: [] },
      cancelled: false,
      commands: 0,
    };
  }

  async run(): Promise<Verification> {
    try {
      this.set({});
      await this.prepare();
      if (!this.signal.aborted) await this.create();
      if (!this.signal.aborted) await this.watch();
    } catch (error) {
      if (!this.signal.aborted || this.sent) this.fail(error);
    }
    if (this.signal.aborted) this.set({ cancelled: true });
    if (this.sent) await this.clean();
    this.set({ phase: 'done', finishedAt: this.ports.clock.now() });
    return this.state;
  }

  private async prepare(): Promise<void> {
    const { namespace, image } = this.request;
    const listed = this.pools.filter(
      ({ count }, index) =>
        this.pools.slice(0, index).reduce((sum, pool) => sum + pool.count, count) <= mostNodesListed,
    );
    const logs = await this.command(prepareCommand(namespace, image.loginServer, listed), this.signal);
    const sections = sectionsOf(logs);
    if (!sections.has('namespace')) throw new FailureError(notAllowed(logs));
    for (const { name } of listed) {
      const nodes = nodesOf(sections.get(`nodes-${name}`));
      if (nodes !== undefined) this.nodes.set(name, nodes);
    }
    this.set({
      name: readName(sections.get('name')),
      leftovers: readLeftovers(sections.get('leftovers'), this.ports.clock.now()),
    });
    const found = namesOf(sections.get('namespace'));
    if (!found.includes(namespace)) {
      const said = firstLine(sections.get('namespace'));
      throw new FailureError(said === 'nothing' ? noNamespace(namespace) : notAllowed(said));
    }
  }

  private async create(): Promise<void> {
    this.set({ phase: 'creating' });
    const { runId, namespace, image } = this.request;
    const name = imageText(image);
    const pods = this.pools.map((pool) => {
      const avoidNodes = (this.nodes.get(pool.name) ?? []).filter(({ images }) => images.includes(name));
      return { pool, runId, namespace, image, avoidNodes: avoidNodes.map((node) => node.name) };
    });
    const command = createCommand(pods);
    this.sent = true;
    this.settled = false;
    // Cancelling doesn't stop a command that Azure has taken: it is waited for, so that nothing is created after the
    // clean-up.
    const logs = await this.command(command);
    this.settled = true;
    const sections = sectionsOf(logs);
    this.set({
      pools: this.state.pools.map((result) => {
        const said = sections.get(`create-${result.pool}`);
        if (said?.includes(`pod/${podName(runId, result.pool)} created`)) return result;
        return refusedPool(result.pool, firstLine(said));
      }),
    });
  }

  private async watch(): Promise<void> {
    this.set({ phase: 'watching' });
    const { clock } = this.ports;
    const begin = clock.now();
    let misses = 0;
    let pause = lookPause;
    for (;;) {
      const waiting = this.waiting();
      if (waiting.length === 0) return;
      const passed = clock.now() - begin;
      const last = passed >= watchTime || this.enough.aborted;
      try {
        const logs = await this.command(watchCommand(this.request, waiting), this.signal);
        this.judge(sectionsOf(logs), { last, passed });
        misses = 0;
      } catch (error) {
        misses += 1;
        const mayPass = failureOf(error).kind === 'transient' && !last && misses < missesAllowed;
        if (!mayPass) throw error;
      }
      if (last || this.waiting().length === 0) return;
      await clock.sleep(
        Math.min(pause, Math.max(0, watchTime - passed)),
        AbortSignal.any([this.signal, this.enough]),
      );
      if (this.signal.aborted) return;
      pause = Math.min(pause * 2, longestPause);
    }
  }

  private judge(
    sections: ReadonlyMap<string, string>,
    { last, passed }: { readonly last: boolean; readonly passed: number },
  ): void {
    const pods = podsOf(sections.get('pods'));
    const { runId, image, target } = this.request;
    const { proxy } = target;
    this.set({
      pools: this.state.pools.map((result): PoolResult => {
        if (result.verdict !== 'waiting') return result;
        const { pool } = result;
        const pod = pods.find(({ name }) => name === podName(runId, pool));
        const events = eventsOf(sections.get(`events-${pool}`));
        const nodes = this.nodes.get(pool);
        const isLast = last || (pod?.nodeName === undefined && passed >= placeTime);
        const { refused } = result;
        return judgePull({ pool, pod, events, nodes, image: imageText(image), refused, proxy, last: isLast });
      }),
    });
  }

  private waiting(): readonly string[] {
    return this.state.pools.flatMap(({ pool, verdict }) => (verdict === 'waiting' ? [pool] : []));
  }

  /** Again and again until nothing is left: the network may be away, or the creation may still be under way. */
  private async clean(): Promise<void> {
    const { namespace, runId } = this.request;
    this.set({ phase: 'cleaning', cleanup: { state: 'running', pods: [] } });
    let reason = '';
    let pods: readonly string[] = [];
    for (let attempt = 1; attempt <= cleanTries; attempt += 1) {
      if (attempt > 1) await this.ports.clock.sleep(cleanPause);
      try {
        const logs = await this.command(cleanCommand({ runId, namespace }));
        pods = podsOf(sectionsOf(logs).get('left')).map(({ name }) => name);
        reason = pods.length === 0 ? '' : t('Kubernetes hasn’t deleted them yet.');
        if (pods.length === 0 && (this.settled || attempt === cleanTries)) {
          this.set({ cleanup: { state: 'clean', pods } });
          return;
        }
      } catch (error) {
        reason = failureOf(error).message;
      }
    }
    const command = cleanByHand(this.request.target.clusterId, { runId, namespace });
    this.set({
      cleanup: { state: 'left', pods, reason, ...(command === undefined ? {} : { command }) },
    });
  }

  private async command(command: string, signal?: AbortSignal): Promise<string> {
    this.set({ commands: this.state.commands + 1 });
    const bounded = AbortSignal.timeout(commandTime);
    const either = signal === undefined ? bounded : AbortSignal.any([signal, bounded]);
    try {
      return (await this.ports.commands.runInCluster(this.request.target, command, either)).logs;
    } catch (error) {
      // Nobody has cancelled it: the time was up.
      throw bounded.aborted && signal?.aborted !== true
        ? new FailureError(tooLong(this.request.target))
        : error;
    }
  }

  private fail(error: unknown): void {
    const failure = failureOf(error);
    if (failure.kind === 'cancelled' && this.signal.aborted) return;
    this.set({ failure });
  }

  private set(change: Partial<Verification>): void {
    this.state = { ...this.state, ...change };
    this.tell(this.state);
  }
}
