/** What makes a form the page of an operation that is decided on before: what of it is done can still be ticked. */
import { t } from '@vscode/l10n';
import { nameOf, parentId, sameId } from '../../model/armId';
import {
  type AnyPlan,
  type Choice,
  hasRunningNodes,
  knownValues,
  type OperationKind as KindOfOperation,
  operations,
  type PlanOf,
  prepare,
  type SeenOf,
  type SpecOf,
  type Step,
  titleOf,
} from '../../provisioning';
import { drawingOf, type ClusterNetwork } from '../link/drawingView';
import type { DrawingView } from '../link/protocol/drawing';
import type { FormDeps } from '../planForm/formDeps';
import type { Edit, FormKind, FormTypes, OwnPlanView, Reading } from '../planForm/formKind';
import { isTaken, shownField } from '../planForm/offered';
import type { SavedDraft } from '../planForm/protocol';
import type { SectionView } from '../planForm/protocol/fields';
import { type Filled, sectionsOf } from './choiceSections';
import { madeAgain } from './madeAgain';
import type { Header } from './protocol';
import type { Subject, Wanted } from './wanted';

export interface OperationTypes extends FormTypes {
  readonly filled: Filled;
  readonly plan: AnyPlan;
  readonly drawing: DrawingView;
  readonly subject: Subject;
  readonly header: Header;
  readonly choosing: never;
  readonly message: never;
}

export class OperationKind implements FormKind<OperationTypes> {
  readonly resumes: string | undefined;
  readonly title: string;
  /** Names of clusters that had no running nodes when they were last read. */
  #idle: readonly string[] = [];

  constructor(
    private readonly deps: Pick<FormDeps, 'azure' | 'journal'>,
    readonly subject: Subject,
  ) {
    const title = wantedTitle(subject.wanted);
    this.resumes = subject.resumes;
    this.title = subject.resumes === undefined ? title : t`Resume: ${title}`;
  }

  get header(): Header {
    const { wanted, resumes } = this.subject;
    return { kind: wanted.kind, resumes: resumes !== undefined, about: aboutOf(wanted), idle: this.#idle };
  }

  async fill(signal: AbortSignal): Promise<Filled> {
    return proposed(await this.#choices(signal));
  }

  again(filled: Filled): Reading<Filled> | undefined {
    if (!hasChoices(this.subject.wanted.kind)) return undefined;
    return {
      about: 'choices',
      section: this.sections(filled)[0]?.id ?? '',
      words: t('Reading Azure again…'),
      read: async (signal) => {
        const choices = await this.#choices(signal);
        return (latest) => this.#renewed(latest, choices);
      },
    };
  }

  /** What is there now as it is proposed now, but for what the user has changed. */
  #renewed(filled: Filled, choices: readonly Choice[]): Filled {
    return this.restore(proposed(choices), this.kept(filled, 'changes'));
  }

  sections(filled: Filled): readonly SectionView[] {
    return sectionsOf(this.subject.wanted.kind, filled);
  }

  edit(filled: Filled, edit: Edit): Filled | undefined {
    const shown = shownField(this.sections(filled), edit);
    if (shown === undefined || !isTaken(shown, edit.value)) return undefined;
    const others = [...filled.ticked].filter((id) => id !== shown.scope);
    return { ...filled, ticked: new Set(edit.value === 'true' ? [...others, shown.scope] : others) };
  }

  kept({ choices, ticked }: Filled, which: 'changes' | 'all'): SavedDraft {
    const kept = choices.filter(
      ({ id, keep, ticked: proposed }) =>
        keep === undefined && (which === 'all' || ticked.has(id) !== proposed),
    );
    return Object.fromEntries(kept.map(({ id }) => [id, { ticked: String(ticked.has(id)) }]));
  }

  restore(filled: Filled, kept: SavedDraft): Filled {
    return Object.entries(kept).reduce((restored, [scope, { ticked: value = '' }]) => {
      return this.edit(restored, { scope, field: 'ticked', value }) ?? restored;
    }, filled);
  }

  isDecided({ choices, ticked }: Filled): boolean {
    return choices.every(({ id, keep }) => keep !== undefined || ticked.has(id));
  }

  /** Whose something is may have changed since the fields were shown: then it isn't deleted without being told to. */
  async plan(
    filled: Filled,
    operationId: string,
    signal: AbortSignal,
  ): Promise<{ filled: Filled; plan: AnyPlan }> {
    const { wanted } = this.subject;
    const asked = chosen(wanted, filled);
    const { plan, choices } = await this.#prepared(asked, operationId, signal);
    const now = this.#renewed(filled, choices);
    const askedNow = chosen(wanted, now);
    if (JSON.stringify(askedNow) === JSON.stringify(asked)) return { filled: now, plan };
    return { filled: now, plan: (await this.#prepared(askedNow, operationId, signal)).plan };
  }

  /** That what was deleted is gone isn't in the way; and what was agreed to as the price of it isn't left to do. */
  async planLeft(plan: AnyPlan, signal: AbortSignal): Promise<AnyPlan> {
    const { plan: left } = await this.#prepared(againOf(plan), plan.operationId, signal);
    if (plan.purpose.kind === 'link') return left;
    const steps = [...left.steps, ...(await madeAgain(plan, await this.deps.azure(), signal))];
    const blockers = left.blockers.filter(({ code }) => code !== 'notAPart');
    return { ...left, steps, hazards: [], blockers };
  }

  isOwn(plan: AnyPlan): plan is AnyPlan {
    const { wanted } = this.subject;
    return (
      plan.operationId === this.resumes ||
      (plan.purpose.kind === wanted.kind && titleOf(plan) === wantedTitle(wanted))
    );
  }

  /** Its own are about the same. */
  concerns(): boolean {
    return true;
  }

  /** A link that is gone on with is drawn like any link. */
  show({ purpose, ...plan }: AnyPlan): OwnPlanView<DrawingView> {
    if (purpose.kind !== 'link' || purpose.spec.links.every(({ access }) => access.mode === 'public'))
      return {};
    return { drawing: drawingOf({ ...plan, purpose }, (clusterId) => networkIn(plan.steps, clusterId)) };
  }

  /** The plan, and what can be chosen by the same reading. */
  async #prepared<Kind extends KindOfOperation>(
    { kind, spec }: Asked<Kind>,
    operationId: string,
    signal: AbortSignal,
  ): Promise<{ readonly plan: AnyPlan; readonly choices: readonly Choice[] }> {
    const world = { azure: await this.deps.azure(), journal: this.deps.journal };
    const { plan, seen } = await prepare({ kind, spec, operationId }, world, signal);
    this.#idle = idleIn(seen);
    // A plan of some kind is one of any.
    return { plan: plan as AnyPlan, choices: operations[kind].choosing?.choices(spec, seen) ?? [] };
  }

  /** Reads Azure only where there is something to choose. */
  async #choices(signal: AbortSignal): Promise<readonly Choice[]> {
    const { wanted } = this.subject;
    if (!hasChoices(wanted.kind)) return [];
    return (await this.#prepared(wanted, crypto.randomUUID(), signal)).choices;
  }
}

/** The network of a cluster, by the plan's peerings. */
function networkIn(steps: readonly Step[], clusterId: string): ClusterNetwork | undefined {
  const own = steps.find(
    ({ id, clusterIds }) =>
      id.startsWith('peering.clusterToRegistry') && clusterIds.some((one) => sameId(one, clusterId)),
  );
  return own && { id: parentId(own.resourceId), ranges: [] };
}

/** As it is proposed. */
function proposed(choices: readonly Choice[]): Filled {
  return { choices, ticked: new Set(choices.flatMap(({ id, ticked }) => (ticked ? [id] : []))) };
}

interface Asked<Kind extends KindOfOperation> {
  readonly kind: Kind;
  readonly spec: SpecOf<Kind>;
}

function chosen<Kind extends KindOfOperation>(
  { kind, spec }: Asked<Kind>,
  { choices, ticked }: Filled,
): Asked<Kind> {
  const open = choices.filter(({ keep }) => keep === undefined).map(({ id }) => id);
  const [on, off] = [open.filter((id) => ticked.has(id)), open.filter((id) => !ticked.has(id))];
  return { kind, spec: operations[kind].choosing?.chosen(spec, on, off) ?? spec };
}

function hasChoices(kind: KindOfOperation): boolean {
  return operations[kind].choosing !== undefined;
}

function idleIn(seen: SeenOf<KindOfOperation>): readonly string[] {
  return 'clusters' in seen
    ? knownValues(seen.clusters).flatMap((cluster) => (hasRunningNodes(cluster) ? [] : [cluster.name]))
    : [];
}

/** All of it once more, as what was there when the plan was made. */
function againOf<Kind extends KindOfOperation>(plan: PlanOf<Kind>): Asked<Kind> {
  const { kind, spec } = plan.purpose;
  return { kind, spec: operations[kind].left?.(spec, plan, () => false) ?? spec };
}

function wantedTitle<Kind extends KindOfOperation>({ kind, spec }: Asked<Kind>): string {
  return operations[kind].title(spec);
}

/** Ids of the clusters that an operation is about. */
export function clustersOf(wanted: Wanted): readonly string[] {
  switch (wanted.kind) {
    case 'unlink':
    case 'detach':
      return [wanted.spec.clusterId];
    case 'link':
      return wanted.spec.links.map(({ clusterId }) => clusterId);
    default:
      return [];
  }
}

/** Id of the registry that an operation is about; undefined where only its journal tells. */
export function registryOf<Kind extends KindOfOperation>({ kind, spec }: Asked<Kind>): string | undefined {
  return operations[kind].registryId(spec);
}

function aboutOf(wanted: Wanted): Header['about'] {
  const registryId = registryOf(wanted);
  return [
    ...(registryId === undefined
      ? []
      : [{ kind: t('Container registry'), name: nameOf(registryId), id: registryId }]),
    ...clustersOf(wanted).map((id) => ({ kind: t('AKS cluster'), name: nameOf(id), id })),
    ...(wanted.kind === 'grantPush'
      ? [{ kind: t('Who'), name: wanted.spec.principalName, id: wanted.spec.principalId }]
      : []),
    ...(wanted.kind === 'approval'
      ? [{ kind: t('Private endpoint'), name: nameOf(wanted.spec.endpointId), id: wanted.spec.endpointId }]
      : []),
    ...(wanted.kind === 'rollBack' ? [{ kind: t('Operation'), name: wanted.spec.title, id: undefined }] : []),
  ];
}
