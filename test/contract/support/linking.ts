import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../../emulator/src/arm/clouds';
import { pullVerdict } from '../../../emulator/src/oracle/index';
import type { Exchange } from '../../../emulator/src/requestLog';
import { startEmulator, type Emulator } from '../../../emulator/src/server';
import { systemClock } from '../../../src/platform/clock';
import { run } from '../../../src/provisioning/operations/run';
import type { ApplyPorts } from '../../../src/provisioning/applying/run';
import type { OperationEvent } from '../../../src/provisioning/applying/events';
import type { Outcome } from '../../../src/provisioning/applying/outcome';
import type { AnyPlan } from '../../../src/provisioning/operations/table';
import type { RollBackPlan } from '../../../src/provisioning/plan/rollBackSpec';
import type { UnlinkPlan } from '../../../src/provisioning/plan/unlinkSpec';
import { readJournal } from '../../../src/provisioning/journal/journal';
import type { Journal } from '../../../src/provisioning/journal/journalSchema';
import { observeRollBack } from '../../../src/provisioning/teardown/rollback/observeRollBack';
import { planRollBack } from '../../../src/provisioning/teardown/rollback/planRollBack';
import type { LinkPlan, LinkSpec } from '../../../src/provisioning/plan/spec';
import { planLink } from '../../../src/provisioning/planning/planLink';
import type { Azure } from '../../../src/provisioning/ports';
import { proposeSpec, type Preferred } from '../../../src/provisioning/proposing/propose';
import { observeUnlink, type UnlinkObserved } from '../../../src/provisioning/teardown/unlink/observeUnlink';
import { tickedByDefault, type Part } from '../../../src/provisioning/teardown/unlink/part';
import { planUnlink, unlinkParts } from '../../../src/provisioning/teardown/unlink/planUnlink';
import { stateOf } from '../../support/estateState';
import { exportProblems } from '../../support/exportProblems';
import { MemoryStorage } from '../../support/fakeWriter';
import { azureAt, cloudOf, never } from './azure';
import { contoso } from './contoso';

type Name = Parameters<typeof contoso>[0];
type Id = `/${string}`;

function idOf(nameOrId: Name | Id): string {
  return nameOrId.startsWith('/') ? nameOrId : contoso(nameOrId as Name);
}

/** A request that changes something, as the emulator logged it. */
export interface LoggedWrite {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** The contoso estate on an emulator, and the whole way from a pair to a pull. */
export class Linking {
  readonly journal = new MemoryStorage();

  private constructor(
    readonly emulator: Emulator,
    readonly azure: Azure,
  ) {}

  static async start(
    options: { latencyScale?: number; pollInterval?: number; cloud?: Cloud } = {},
  ): Promise<Linking> {
    const { latencyScale = 0, cloud } = options;
    const emulator = await startEmulator({
      scenario: 'contoso',
      latencyScale,
      ...(cloud === undefined ? {} : { cloud }),
    });
    return Linking.over(emulator, options.pollInterval);
  }

  /** Over an emulator that somebody else has started, with the settings of its cloud. */
  static over(emulator: Emulator, pollInterval = 5): Linking {
    const cloud = cloudOf(emulator.core.cloud.registrySuffix);
    return new Linking(emulator, azureAt(emulator.url, { pollInterval, cloud }));
  }

  close(): Promise<void> {
    return this.emulator.close();
  }

  /** Proposes a link to one cluster or to several. */
  async propose(
    registry: Name | Id,
    cluster: Name | Id | readonly (Name | Id)[],
    preferred: Preferred = {},
  ): Promise<LinkSpec> {
    const clusters = typeof cluster === 'string' ? [cluster] : cluster;
    const asked = { registryId: idOf(registry), clusterIds: clusters.map(idOf) };
    return proposeSpec(await this.azure.observe(asked, never), preferred);
  }

  async plan(spec: LinkSpec): Promise<LinkPlan> {
    const { registryId, links } = spec;
    const clusterIds = links.map(({ clusterId }) => clusterId);
    return planLink(spec, await this.azure.observe({ registryId, clusterIds, spec }, never), randomUUID());
  }

  /** As somebody would with the Azure CLI. */
  closePublicAccess(registry: Name | Id): void {
    const { core } = this.emulator;
    const answer = core.send('PATCH', idOf(registry), '2025-11-01', {
      properties: { publicNetworkAccess: 'Disabled' },
    });
    assert.ok(answer.status < 300);
    core.operations.settle();
  }

  /** Applies with every hazard acknowledged. Whatever is applied can be exported, too. */
  async apply(
    plan: AnyPlan,
    listener: (event: OperationEvent) => void = () => undefined,
    ports: Partial<ApplyPorts> = {},
  ): Promise<Outcome> {
    assert.deepEqual(await exportProblems(plan), []);
    const acknowledged = plan.hazards.map(({ id }) => id);
    return run(plan, { ...this.ports, ...ports }, never, listener, acknowledged);
  }

  /** Applies to its end what nothing stands in the way of. */
  async applied(plan: AnyPlan): Promise<void> {
    assert.deepEqual(plan.blockers, []);
    const outcome = await this.apply(plan);
    assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
  }

  get ports() {
    return { writer: this.azure, reader: this.azure, journal: this.journal, clock: systemClock };
  }

  /** The journal of an operation that was applied here. */
  async journalOf(operationId: string): Promise<Journal> {
    const read = await readJournal(this.journal, operationId);
    assert.ok(read?.ok, 'there is a journal');
    return read.journal;
  }

  async planRollBack(operationId: string): Promise<RollBackPlan> {
    const journal = await this.journalOf(operationId);
    return planRollBack(journal, await observeRollBack(journal, this, never), randomUUID());
  }

  /** With every hazard acknowledged. */
  async rollBack(plan: RollBackPlan): Promise<Outcome> {
    assert.deepEqual(await exportProblems(plan), []);
    const acknowledged = plan.hazards.map(({ id }) => id);
    return run(plan, this.ports, never, () => undefined, acknowledged);
  }

  observeUnlink(registry: Name, cluster: Name): Promise<UnlinkObserved> {
    return this.observeUnlinkOf({ registryId: contoso(registry), clusterId: contoso(cluster) });
  }

  observeUnlinkOf(pair: {
    readonly registryId: string;
    readonly clusterId: string;
  }): Promise<UnlinkObserved> {
    return observeUnlink(pair, this.azure, this.journal, never);
  }

  /** Unlinks what the predicate ticks; by default what the user is offered as ticked. */
  async planUnlink(
    registry: Name,
    cluster: Name,
    isTicked: (part: Part) => boolean = tickedByDefault,
  ): Promise<UnlinkPlan> {
    const observed = await this.observeUnlink(registry, cluster);
    const ticked = unlinkParts(observed)
      .filter(isTicked)
      .map(({ resourceId }) => resourceId);
    const pair = { registryId: contoso(registry), clusterId: contoso(cluster) };
    return planUnlink({ ...pair, ticked }, observed, randomUUID());
  }

  /** As somebody else would, past the extension; throws if Azure refuses. */
  send(method: string, path: string, apiVersion: string, body?: unknown): void {
    const answer = this.emulator.core.send(method, path, apiVersion, body);
    assert.ok(answer.status < 300, JSON.stringify(answer.body));
    this.emulator.core.operations.settle();
  }

  state(): ReadonlyMap<string, string> {
    this.emulator.core.operations.settle();
    return stateOf(this.emulator.estate);
  }

  /** What the nodes of a cluster (of the spec's first one, if none is named) would get, by the emulator's oracle. */
  pull({ registryId, links }: LinkSpec, clusterId = links[0]!.clusterId): ReturnType<typeof pullVerdict> {
    this.emulator.core.operations.settle();
    const { loginServer } = this.emulator.estate.get(registryId)!.properties;
    assert.ok(typeof loginServer === 'string');
    return pullVerdict(this.emulator.estate, { clusterId, image: `${loginServer}/shop/web:1.0` });
  }

  /** By which way every node of a cluster pulls. */
  way(spec: LinkSpec, clusterId?: string): 'private' | 'public' | 'none' {
    const { verdict, pools } = this.pull(spec, clusterId);
    if (verdict === 'Failed') return 'none';
    const routes = pools.flatMap(({ hops }) => hops.filter(({ hop }) => hop === 'route'));
    return routes.some(({ detail }) => detail.includes('by the internet')) ? 'public' : 'private';
  }

  /** Everything but reads and Resource Graph queries, in order, since the log was last cleared. */
  writes(): LoggedWrite[] {
    const lines = this.emulator.log.text().trim().split('\n');
    return lines
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as Exchange).request)
      .filter(({ method, url }) => method !== 'GET' && !/ResourceGraph/i.test(url))
      .map(({ method, url, body }) => ({ method, path: new URL(url).pathname, body }));
  }
}

/** `create network`, … of everything that the plan writes. */
export function written(plan: Pick<LinkPlan, 'steps'>): string[] {
  return plan.steps.filter(({ action }) => action !== 'reuse').map(({ action, id }) => `${action} ${id}`);
}

/** The plan as if it had forgotten a step; what depended on it is tried all the same. */
export function without(plan: LinkPlan, dropped: string): LinkPlan {
  const steps = plan.steps
    .filter(({ id }) => id !== dropped)
    .map((step) => ({ ...step, dependsOn: step.dependsOn.filter((id) => id !== dropped) }));
  return { ...plan, steps };
}

/** What a plan will send, in the form in which the log tells it. */
export function requestsOf({ steps }: LinkPlan): LoggedWrite[] {
  return steps.flatMap(({ resourceId, request }) =>
    request === undefined ? [] : [{ method: request.method, path: resourceId, body: request.body }],
  );
}

export function sorted<T extends { path: string }>(requests: readonly T[]): T[] {
  return requests.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
