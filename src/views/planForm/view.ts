/** What the browser side gets to see of a form, and what is kept of it over a reload. */
import { t } from '@vscode/l10n';
import { canBeUndone } from '../../provisioning';
import type { FormKind, FormTypes } from './formKind';
import type { ShownPlan } from './formState';
import { errorsOf } from './fields';
import type { PlanForm } from './planForm';
import { planView } from './planView';
import { problemOf } from './problems';
import { foundAfter, type Progress, progressView } from './progress';
import type { PageView, PlanFormView, ProblemView, SavedProgress } from './protocol';
import type { FormView } from './protocol/fields';
import type { PlanView } from './protocol/plan';

type Page<T extends FormTypes> = PageView<T['drawing']> | T['choosing'];

export type ViewOf<T extends FormTypes> = PlanFormView<T['drawing'], T['choosing']> & T['header'];

type Snapshot<T extends FormTypes> = PlanForm<T>['snapshot'];

/** `now` in milliseconds since the epoch, on the host's clock. */
export function viewOf<T extends FormTypes>(
  { kind, snapshot }: PlanForm<T>,
  now: number,
  emulatorName: string | undefined,
): ViewOf<T> {
  return { ...kind.header, emulatorName, title: kind.title, page: pageOf(kind, snapshot, now) };
}

export function savedOf<T extends FormTypes>({ kind, snapshot }: PlanForm<T>): T['subject'] & SavedProgress {
  const { state, draft, operationId } = snapshot;
  return {
    ...kind.subject,
    operationId,
    phase: state.phase,
    ...(draft === undefined ? {} : { draft }),
  };
}

function pageOf<T extends FormTypes>(kind: FormKind<T>, snapshot: Snapshot<T>, now: number): Page<T> {
  const { state } = snapshot;
  const planOf = ({ plan, revision, resumes }: ShownPlan, progress?: Progress): PlanView<T['drawing']> => {
    const own = kind.isOwn(plan) ? kind.show(plan, snapshot.filled) : undefined;
    return planView(plan, { revision, resumes, acknowledged: snapshot.acknowledged, progress, own });
  };
  switch (state.phase) {
    case 'choosing':
      // A form without a choosing page is there only until it begins.
      return kind.choosing?.view(state.failure) ?? { phase: 'observing', problem: undefined };
    case 'observing':
      return { phase: 'observing', problem: state.failure && problemOf(state.failure, t('Try again')) };
    case 'editing':
      return {
        phase: 'editing',
        form: formOf(snapshot, state.reading),
        notice: state.notice ?? snapshot.open,
        problem: state.failure && problemOf(state.failure, undefined),
      };
    case 'previewing':
      return { phase: 'previewing', form: formOf(snapshot), notice: undefined, problem: undefined };
    case 'plan': {
      const { shown, changed, checking } = state;
      return { phase: 'plan', form: formOf(snapshot), plan: planOf(shown), changed, checking };
    }
    case 'applying':
      return {
        phase: 'applying',
        plan: planOf(state.shown, state.progress),
        progress: progressView(state.progress, now),
        cancelling: state.cancelling,
      };
    case 'done': {
      const { shown, progress, verification, then, lookedAt, later } = state;
      const plan = planOf(shown, progress);
      // Where nothing can be planned any more, nobody knows what is still there.
      const isUnknown = verification.state === 'remaining' && then?.length === 0;
      return {
        phase: 'done',
        plan: isUnknown ? { ...plan, drawing: undefined } : plan,
        progress: progressView(foundAfter(progress, shown.plan, then), now),
        verification,
        lookedAt,
        later: later === true,
        canBeUndone: canBeUndone(shown.plan.purpose.kind),
      };
    }
    case 'failed': {
      const [first, ...others] = state.failures;
      return {
        phase: 'failed',
        cancelled: first.kind === 'cancelled',
        plan: planOf(state.shown, state.progress),
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
  message: t(
    'VS Code was closed or reloaded while the operation was running. No new steps were started. Azure finished what it had started.',
  ),
  nextAction: t('Resume to continue from there, or refresh to see the remaining steps.'),
  resource: undefined,
  azure: undefined,
  signIn: undefined,
  retryLabel: undefined,
};

function formOf(
  { sections, edit }: Pick<Snapshot<FormTypes>, 'sections' | 'edit'>,
  reading?: FormView['reading'],
): FormView {
  return { sections, edit, reading, errors: errorsOf(sections) };
}
