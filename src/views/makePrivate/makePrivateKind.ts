/** What makes a form the one that makes a registry private: a private path for everybody who pulls, then public access. */
import { t } from '@vscode/l10n';
import { nameOf, sameId } from '../../model/armId';
import { type AnyPlan, prepare } from '../../provisioning';
import { planShown } from '../link/planShown';
import { specOf } from '../link/specOf';
import type { Edit, FormKind, OwnPlanView, Reading } from '../planForm/formKind';
import type { SavedDraft } from '../planForm/protocol';
import { sharedScope, type SectionView } from '../planForm/protocol/fields';
import { accessSections, accessSpec, editAccess, fillAccess, observeAccess } from './accessStage';
import type { Filled } from './filled';
import type { MakePrivateDeps } from './makePrivateDeps';
import type { MakePrivateTypes } from './makePrivateTypes';
import { Overview } from './overview';
import type { Header, Subject } from './protocol';
import { fieldIds } from './protocol/fields';
import type { PullersView } from './protocol/pullers';
import {
  aloneSpec,
  editPaths,
  fillPaths,
  keptPaths,
  observedAgain,
  pathsSections,
  unreadPaths,
} from './pathsStage';
import { pullersView } from './pullersView';
import { registryWords, stagesOf } from './stages';

export class MakePrivateKind implements FormKind<MakePrivateTypes> {
  readonly choosing: Overview;
  readonly registryId: string;

  constructor(
    private readonly deps: MakePrivateDeps,
    { registryId, stage }: Subject,
  ) {
    this.registryId = registryId;
    this.choosing = new Overview(
      registryId,
      (signal) => observeAccess(deps, registryId, signal),
      () => deps.clock.now(),
      stage,
    );
  }

  get title(): string {
    return t`Make ${nameOf(this.registryId)} private`;
  }

  get subject(): MakePrivateTypes['subject'] {
    const { stage } = this.choosing;
    return { schemaVersion: 1, registryId: this.registryId, ...(stage === undefined ? {} : { stage }) };
  }

  get header(): Header {
    const { stage, observed, readAt } = this.choosing;
    return { registry: registryWords(this.registryId, observed), stage, stages: stagesOf(observed), readAt };
  }

  async fill(signal: AbortSignal): Promise<Filled> {
    const { stage = 'together' } = this.choosing;
    if (stage === 'access') {
      const filled = await fillAccess(this.deps, this.registryId, signal);
      this.choosing.observed = filled.observed;
      return filled;
    }
    const filled = await fillPaths(this.deps, this.registryId, stage, signal);
    this.choosing.observed = filled.observed;
    return filled;
  }

  /** Where the registry stands, and who pulls. */
  async renew(signal: AbortSignal, after: 'writing' | 'return'): Promise<void> {
    if (after === 'writing' || this.choosing.isOld) await this.choosing.list(signal);
  }

  sections(filled: Filled): readonly SectionView[] {
    return filled.stage === 'access' ? accessSections(filled) : pathsSections(filled);
  }

  edit(filled: Filled, edit: Edit): Filled | undefined {
    return filled.stage === 'access' ? editAccess(filled, edit) : editPaths(filled, edit);
  }

  kept(filled: Filled, which: 'changes' | 'all'): SavedDraft {
    return filled.stage === 'access' ? { [sharedScope]: { ...filled.fields } } : keptPaths(filled, which);
  }

  /** Choices first, because what is shown besides follows from them. */
  restore(filled: Filled, kept: SavedDraft): Filled {
    return fieldIds.reduce<Filled>(
      (restored, field) =>
        Object.entries(kept).reduce((sofar, [scope, fields]) => {
          const value = fields[field];
          return value === undefined ? sofar : (this.edit(sofar, { scope, field, value }) ?? sofar);
        }, restored),
      filled,
    );
  }

  unread(filled: Filled): Reading<Filled> | undefined {
    return filled.stage === 'access' ? undefined : unreadPaths(this.deps, this.registryId, filled);
  }

  async plan(
    filled: Filled,
    operationId: string,
    signal: AbortSignal,
  ): Promise<{ filled: Filled; plan: MakePrivateTypes['plan'] }> {
    const world = { azure: await this.deps.azure(), journal: this.deps.journal };
    if (filled.stage !== 'access') {
      const { plan, seen } = await (filled.linked.length === 0
        ? prepare({ kind: 'registry', spec: aloneSpec(filled), operationId }, world, signal)
        : prepare({ kind: 'link', spec: specOf(filled.link), operationId }, world, signal));
      return { filled: observedAgain(filled, seen), plan };
    }
    const wish = { kind: 'publicAccess', spec: accessSpec(this.registryId, filled), operationId } as const;
    const { plan, seen } = await prepare(wish, world, signal);
    this.choosing.observed = seen;
    return { filled: { ...filled, observed: seen }, plan };
  }

  isOwn(plan: AnyPlan): plan is MakePrivateTypes['plan'] {
    const { purpose } = plan;
    if (purpose.kind === 'publicAccess' || purpose.kind === 'link')
      return sameId(purpose.spec.registryId, this.registryId);
    return (
      purpose.kind === 'registry' &&
      purpose.spec.registry.kind === 'existing' &&
      sameId(purpose.spec.registry.id, this.registryId)
    );
  }

  /** All of its own are about its registry. */
  concerns(): boolean {
    return true;
  }

  /** A plan of links is shown by cluster; beside one that takes access away stands who has it. */
  show(plan: MakePrivateTypes['plan'], filled: Filled | undefined): OwnPlanView<PullersView> {
    if (plan.purpose.kind === 'link' && filled?.stage !== 'access') {
      const { groups, switches } = planShown({ ...plan, purpose: plan.purpose }, filled?.link);
      return { ...(groups && { groups }), ...(switches && { switches }) };
    }
    if (plan.purpose.kind !== 'publicAccess' || filled?.stage !== 'access') return {};
    return { drawing: pullersView(this.registryId, filled.observed) };
  }
}
