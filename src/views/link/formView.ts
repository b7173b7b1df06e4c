/** What the browser side gets to see of a form, and what is kept of it over a reload. */
import { idKey, sameId } from '../../model/armId';
import { networkFacts } from './draft';
import type { LinkForm } from './form';
import type { ShownPlan } from './formState';
import { chosenClusters, clustersOf, registriesOf, registryOf, titleOf } from './parties';
import { planView } from './planView';
import { problemOf } from './problems';
import { progressView } from './progress';
import type { LinkView, PageView, ProblemView, SavedForm } from './protocol';
import type { FormView } from './protocol/fields';
import type { PlanView } from './protocol/plan';
import { errorsOf } from './sections';

type Snapshot = LinkForm['snapshot'];

/** `now` in milliseconds since the epoch, on the host's clock. */
export function viewOf(form: LinkForm, now: number, emulatorName: string | undefined): LinkView {
  const { snapshot } = form;
  const { parties, world } = snapshot;
  return {
    emulatorName,
    title: titleOf(parties),
    registry: registryOf(parties, world),
    clusters: chosenClusters(parties, world),
    page: pageOf(snapshot, now),
  };
}

export function savedOf(form: LinkForm): SavedForm {
  const { state, parties, draft, operationId } = form.snapshot;
  return {
    schemaVersion: 2,
    ...parties,
    operationId,
    phase: state.phase,
    ...(draft === undefined ? {} : { draft }),
  };
}

function pageOf(snapshot: Snapshot, now: number): PageView {
  const { state, world, parties, ticking } = snapshot;
  switch (state.phase) {
    case 'choosing':
      return {
        phase: 'choosing',
        sides: [
          ...(parties.registryId === undefined ? ['registry' as const] : []),
          ...(ticking ? ['cluster' as const] : []),
        ],
        registries: world && registriesOf(world, parties),
        clusters: world && clustersOf(world, parties),
        problem: state.failure && problemOf(state.failure, 'Try again'),
      };
    case 'observing':
      return { phase: 'observing', problem: state.failure && problemOf(state.failure, 'Try again') };
    case 'editing':
      return {
        phase: 'editing',
        form: formOf(snapshot),
        notice: state.notice,
        problem: state.failure && problemOf(state.failure, undefined),
      };
    case 'previewing':
      return { phase: 'previewing', form: formOf(snapshot), notice: undefined, problem: undefined };
    case 'plan': {
      const { shown, changed, checking } = state;
      return { phase: 'plan', form: formOf(snapshot), plan: planOf(snapshot, shown), changed, checking };
    }
    case 'applying':
      return {
        phase: 'applying',
        plan: planOf(snapshot, state.shown),
        progress: progressView(state.progress, now),
        cancelling: state.cancelling,
      };
    case 'done':
      return {
        phase: 'done',
        plan: planOf(snapshot, state.shown),
        progress: progressView(state.progress, now),
        verification: state.verification,
      };
    case 'failed': {
      const [first, ...others] = state.failures;
      return {
        phase: 'failed',
        plan: planOf(snapshot, state.shown),
        progress: progressView(state.progress, now),
        problem: problemOf(first, undefined),
        others: others.map((failure) => problemOf(failure, undefined)),
        offers: state.offers,
      };
    }
    case 'interrupted': {
      const problem = state.failure === undefined ? interrupted : problemOf(state.failure, undefined);
      return { phase: 'interrupted', problem, offers: state.offers };
    }
  }
}

const interrupted: ProblemView = {
  message:
    'VS Code was closed or reloaded while Azure was at work. Nothing new was started since; what Azure had begun it finished or gave up by itself.',
  nextAction: 'Resume to go on from there, or look again: the plan shows what is left to do.',
  resource: undefined,
  azure: undefined,
  retryLabel: undefined,
};

function formOf({ sections, edit, reading }: Snapshot): FormView {
  return { sections, edit, reading, errors: errorsOf(sections) };
}

function planOf({ acknowledged, context, draft }: Snapshot, { plan, revision }: ShownPlan): PlanView {
  const networkOf = (clusterId: string) => {
    const id = context?.clusters.find((cluster) => sameId(cluster.id, clusterId))?.networkId;
    if (context === undefined || id === undefined) return undefined;
    return { id, ranges: networkFacts(context.observed, id)?.addressPrefixes ?? [] };
  };
  const canMoveIn = Object.entries(context?.placements ?? {}).flatMap(([key, { own }]) => {
    const cluster = context?.clusters.find(({ id }) => idKey(id) === key);
    const placed = cluster && draft?.[cluster.id]?.placement;
    return own && cluster !== undefined && placed !== 'own' ? [cluster.id] : [];
  });
  return planView(plan, { revision, acknowledged, networkOf, canMoveIn });
}
