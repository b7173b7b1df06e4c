/** Where the keyboard goes and what a screen reader says when a view takes the place of another. */
import { t } from '@vscode/l10n';
import type { PageView } from '../protocol';
import type { FieldView } from '../protocol/fields';
import { stateWordsOf } from './stepWords';
import type { AnyChoosing, FormWords } from './formUi';

type AnyPage = PageView | AnyChoosing;

/** Selectors of what takes the focus, the first that is there; none when the user's place must not be left. */
export function focusTargets(
  before: AnyPage | undefined,
  after: AnyPage,
  choosing: readonly string[],
): readonly string[] {
  if (before?.phase === after.phase) {
    const failed =
      'problem' in after &&
      after.problem !== undefined &&
      !('problem' in before && before.problem !== undefined);
    // The notice of a check takes the place of the one that it was going on.
    const checked =
      before.phase === 'done' &&
      after.phase === 'done' &&
      before.verification.state !== after.verification.state;
    return failed ? ['#problem-title'] : checked ? ['#done-title'] : [];
  }
  switch (after.phase) {
    case 'choosing':
      return ['#problem-title', ...choosing];
    case 'observing':
      return ['#problem-title'];
    case 'editing':
      // Coming from a plan, the user is in the middle of typing.
      if (before?.phase === 'plan') return [];
      return ['#problem-title', '#form-title'];
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
export function announcement(old: AnyPage | undefined, current: AnyPage, words: FormWords): string {
  if (current.phase === 'editing') return newErrors(old, current);
  if (current.phase === 'observing') return `${words.reading}.`;
  if (current.phase === 'previewing') return t('Reading Azure and creating the plan.');
  if (current.phase === 'applying' && old?.phase === 'applying') {
    if (current.cancelling !== old.cancelling) return t('Canceling. No new steps are started.');
    return current.plan.steps
      .filter((step) => current.progress.steps[step.id]?.state !== old.progress.steps[step.id]?.state)
      .map(
        (step) =>
          `${step.title}: ${stateWordsOf(step, current.progress.steps[step.id]?.state ?? 'waiting')}.`,
      )
      .join(' ');
  }
  if (
    current.phase === 'done' &&
    old?.phase === 'done' &&
    current.verification.state !== old.verification.state
  ) {
    return current.verification.state === 'verified'
      ? t`${words.done}. Verified against Azure.`
      : current.verification.state === 'pending'
        ? t('All steps are done. Waiting for the registry’s owner to approve the connection.')
        : t('The check is finished.');
  }
  return '';
}

function newErrors(
  before: AnyPage | undefined,
  after: Extract<PageView, { phase: 'editing' | 'previewing' }>,
): string {
  const fields = before !== undefined && 'form' in before ? fieldsOf(before) : [];
  const known = new Map(fields.map((field) => [field.key, field]));
  return fieldsOf(after)
    .flatMap(({ key, label, error, note }) => {
      const old = known.get(key);
      if (old?.error !== error && (error !== undefined || old !== undefined)) {
        return [`${label}: ${error ?? t('corrected.')}`];
      }
      const said = note === undefined || note.state === 'asking' || note.text === old?.note?.text;
      return said || error !== undefined ? [] : [`${label}: ${note.text}`];
    })
    .join(' ');
}

function fieldsOf(page: Extract<PageView, { form: unknown }>): readonly FieldView[] {
  return page.form.sections.flatMap((section) => section.fields);
}

function unreachable(value: never): never {
  throw new Error(`Unknown phase ${JSON.stringify(value)}`);
}
