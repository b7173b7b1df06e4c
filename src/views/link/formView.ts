/** What the browser side gets to see of a form, and what is kept of it over a reload. */
import { networkFacts } from './draft';
import type { LinkForm } from './form';
import { partiesOf, partyOf } from './parties';
import { planView } from './planView';
import { problemOf } from './problems';
import { progressView } from './progress';
import type { FormView, LinkView, PageView, PlanView, ProblemView, SavedForm } from './protocol';
import { errorsOf } from './sections';
import type { ShownPlan } from './formState';

type Snapshot = LinkForm['snapshot'];

/** `now` in milliseconds since the epoch, on the host's clock. */
export function viewOf(form: LinkForm, now: number, emulatorName: string | undefined): LinkView {
  const { snapshot } = form;
  const { pair, world } = snapshot;
  return {
    emulatorName,
    registry: partyOf('registry', pair.registryId, world),
    cluster: partyOf('cluster', pair.clusterId, world),
    page: pageOf(snapshot, now),
  };
}

export function savedOf(form: LinkForm): SavedForm {
  const { state, pair, draft, operationId } = form.snapshot;
  return {
    schemaVersion: 1,
    ...pair,
    operationId,
    phase: state.phase,
    ...(draft === undefined ? {} : { draft }),
  };
}

function pageOf(snapshot: Snapshot, now: number): PageView {
  const { state, world, pair } = snapshot;
  switch (state.phase) {
    case 'choosing':
      return {
        phase: 'choosing',
        registries: world && partiesOf('registry', world, pair),
        clusters: world && partiesOf('cluster', world, pair),
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
      const { changed, checking } = state;
      return {
        phase: 'plan',
        form: formOf(snapshot),
        plan: planOf(snapshot, state.shown),
        changed,
        checking,
      };
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
    case 'failed':
      return {
        phase: 'failed',
        plan: planOf(snapshot, state.shown),
        progress: progressView(state.progress, now),
        problem: problemOf(state.failure, undefined),
      };
    case 'interrupted':
      return { phase: 'interrupted', problem: interrupted };
  }
}

const interrupted: ProblemView = {
  message:
    'VS Code was closed or reloaded while Azure was at work. Nothing new was started since; what Azure had begun it finished or gave up by itself.',
  nextAction: 'Look at what is there now: the plan shows what is left to do.',
  azure: undefined,
  retryLabel: 'Look again',
};

function formOf({ sections, edit, reading }: Snapshot): FormView {
  return { sections, edit, reading, errors: errorsOf(sections) };
}

function planOf({ acknowledged, context }: Snapshot, { plan, revision }: ShownPlan): PlanView {
  const id = context?.cluster.networkId;
  const clusterNetwork =
    context && id !== undefined
      ? { id, ranges: networkFacts(context.observed, id)?.addressPrefixes ?? [] }
      : undefined;
  return planView(plan, revision, acknowledged, clusterNetwork);
}
