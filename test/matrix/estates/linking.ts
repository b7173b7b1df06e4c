/** The way from an estate to a link, and back. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { systemClock } from '../../../src/platform/clock';
import { run } from '../../../src/provisioning/operations/run';
import type { Outcome } from '../../../src/provisioning/applying/outcome';
import { readJournal } from '../../../src/provisioning/journal/journal';
import type { LinkPlan, LinkSpec } from '../../../src/provisioning/plan/spec';
import { planLink } from '../../../src/provisioning/planning/planLink';
import type { Azure, AzureWriter } from '../../../src/provisioning/ports';
import { withRights } from '../../../src/provisioning/preflight/preflight';
import { proposeSpec } from '../../../src/provisioning/proposing/propose';
import { observeRollBack } from '../../../src/provisioning/teardown/rollback/observeRollBack';
import { planRollBack } from '../../../src/provisioning/teardown/rollback/planRollBack';
import type { AnyPlan } from '../../../src/provisioning/operations/table';
import type { RollBackPlan } from '../../../src/provisioning/plan/rollBackSpec';
import type { UnlinkPlan } from '../../../src/provisioning/plan/unlinkSpec';
import { observeUnlink } from '../../../src/provisioning/teardown/unlink/observeUnlink';
import type { Part } from '../../../src/provisioning/teardown/unlink/part';
import { planUnlink, unlinkParts } from '../../../src/provisioning/teardown/unlink/planUnlink';
import { stateOf } from '../../support/estateState';
import { exportProblems } from '../../support/exportProblems';
import { MemoryStorage } from '../../support/fakeWriter';
import type { MadeEstate } from './build';

export class EstateLinking {
  readonly journal = new MemoryStorage();

  constructor(
    readonly estate: MadeEstate,
    readonly azure: Azure,
  ) {}

  async propose(): Promise<{ spec: LinkSpec; plan: LinkPlan }> {
    const { registryId, targets, model } = this.estate;
    const asked = { registryId, clusterIds: targets.map(({ id }) => id) };
    const observed = await this.azure.observe(asked, signal());
    const spec = proposeSpec(observed, { mode: model.spoiler === 'publicClosed' ? 'public' : 'private' });
    return { spec, plan: await this.plan(spec) };
  }

  async plan(spec: LinkSpec): Promise<LinkPlan> {
    const { registryId, links } = spec;
    const clusterIds = links.map(({ clusterId }) => clusterId);
    const observed = await this.azure.observe({ registryId, clusterIds, spec }, signal());
    return withRights(planLink(spec, observed, randomUUID()), this.azure, signal());
  }

  /** Agrees to every hazard; gives the number of steps written. */
  async apply(plan: LinkPlan): Promise<number> {
    const outcome = await this.tryToApply(plan);
    const failures = outcome.kind === 'failed' ? outcome.failures.map(({ message }) => message) : [];
    assert.equal(outcome.kind, 'done', failures.join('\n'));
    return plan.steps.filter(({ action }) => action !== 'reuse').length;
  }

  async tryToApply(plan: AnyPlan, writer: AzureWriter = this.azure): Promise<Outcome> {
    assert.deepEqual(await exportProblems(plan), []);
    const ports = { ...this.#ports, writer };
    const outcome = await run(plan, ports, signal(), () => undefined, hazardsOf(plan));
    this.estate.world.core.operations.settleAll();
    return outcome;
  }

  /** Unlinks a cluster from the registry, of its parts those that `isTicked`. */
  async planUnlink(clusterId: string, isTicked: (part: Part) => boolean): Promise<UnlinkPlan> {
    const pair = { registryId: this.estate.registryId, clusterId };
    const observed = await observeUnlink(pair, this.azure, this.journal, signal());
    const ticked = unlinkParts(observed)
      .filter(isTicked)
      .map(({ resourceId }) => resourceId);
    return planUnlink({ ...pair, ticked }, observed, randomUUID());
  }

  async planRollBack(operationId: string): Promise<RollBackPlan> {
    const read = await readJournal(this.journal, operationId);
    assert.ok(read?.ok, 'There is no journal.');
    return planRollBack(read.journal, await observeRollBack(read.journal, this, signal()), randomUUID());
  }

  async rollBack(plan: RollBackPlan): Promise<Outcome> {
    assert.deepEqual(await exportProblems(plan), []);
    const outcome = await run(plan, this.#ports, signal(), () => undefined, hazardsOf(plan));
    this.estate.world.core.operations.settleAll();
    return outcome;
  }

  /** As somebody would with the Azure CLI. */
  setPublicAccess(publicNetworkAccess: 'Enabled' | 'Disabled'): void {
    const { core } = this.estate.world;
    const answer = core.send('PATCH', this.estate.registryId, '2025-11-01', {
      properties: { publicNetworkAccess },
    });
    assert.ok(answer.status < 300, JSON.stringify(answer.body));
    core.operations.settleAll();
  }

  /** Everything that there is, as text by id. */
  state(): ReadonlyMap<string, string> {
    return stateOf(this.estate.world.core.estate);
  }

  get #ports() {
    return { writer: this.azure, reader: this.azure, journal: this.journal, clock: systemClock };
  }
}

function hazardsOf({ hazards }: Pick<LinkPlan, 'hazards'>): string[] {
  return hazards.map(({ id }) => id);
}

function signal(): AbortSignal {
  return new AbortController().signal;
}
