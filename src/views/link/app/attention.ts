/** Where the keyboard goes and what a screen reader says when a view takes the place of another. */
import type { FieldView, LinkView, PageView } from '../protocol';
import { stateWords } from './words';

/** Selectors of what takes the focus, the first that is there; none when the user's place must not be left. */
export function focusTargets(before: PageView | undefined, after: PageView): readonly string[] {
  if (before?.phase === after.phase) {
    const failed =
      'problem' in after &&
      after.problem !== undefined &&
      !('problem' in before && before.problem !== undefined);
    return failed ? ['#problem-title'] : [];
  }
  switch (after.phase) {
    case 'choosing':
      return ['#filter-registry', '#filter-cluster'];
    case 'observing':
      return ['#problem-title'];
    case 'editing':
      // Coming from a plan, the user is in the middle of typing.
      if (before?.phase === 'plan') return [];
      return ['#problem-title', '#section-access', '#form-title'];
    case 'previewing':
      return ['#busy'];
    case 'plan':
      return ['#changed-title', '#plan-title'];
    case 'applying':
      return ['#plan-title'];
    case 'done':
      return ['#done-title'];
    case 'failed':
    case 'interrupted':
      return ['#problem-title'];
    default:
      return unreachable(after);
  }
}

/** What is said aloud; the rest of the change the focus tells. Empty: nothing. */
export function announcement(before: LinkView | undefined, after: LinkView): string {
  const [old, current] = [before?.page, after.page];
  if (current.phase === 'editing') return newErrors(old, current);
  if (current.phase === 'observing') return 'Reading the registry, the cluster and their networks.';
  if (current.phase === 'previewing') return 'Reading Azure and making the plan.';
  if (current.phase === 'applying' && old?.phase === 'applying') {
    return current.plan.steps
      .filter((step) => current.progress.steps[step.id]?.state !== old.progress.steps[step.id]?.state)
      .map((step) => `${step.title}: ${stateWords[current.progress.steps[step.id]?.state ?? 'waiting']}.`)
      .join(' ');
  }
  if (
    current.phase === 'done' &&
    old?.phase === 'done' &&
    current.verification.state !== old.verification.state
  ) {
    return current.verification.state === 'verified'
      ? 'Linked. Nothing is left to do.'
      : 'The check is finished.';
  }
  return '';
}

function newErrors(
  before: PageView | undefined,
  after: Extract<PageView, { phase: 'editing' | 'previewing' }>,
): string {
  const known = new Map(
    before !== undefined && 'form' in before ? fieldsOf(before).map((field) => [field.id, field.error]) : [],
  );
  return fieldsOf(after)
    .filter((field) => field.error !== undefined && known.get(field.id) !== field.error)
    .map((field) => `${field.label}: ${field.error ?? ''}`)
    .join(' ');
}

function fieldsOf(page: Extract<PageView, { form: unknown }>): readonly FieldView[] {
  return page.form.sections.flatMap((section) => section.fields);
}

function unreachable(value: never): never {
  throw new Error(`Unknown phase ${JSON.stringify(value)}`);
}
