/** Words for what happens to a step. */
import { t } from '@vscode/l10n';
import type { StepActionView, StepState, StepView } from '../protocol/plan';

export const actionWords: Readonly<Record<StepActionView, string>> = {
  create: t('Create'),
  update: t('Change'),
  reuse: t('Keep'),
  delete: t('Delete'),
};

export const stateWords: Readonly<Record<StepState, string>> = {
  waiting: t('Waiting'),
  running: t('Running'),
  done: t('Done'),
  failed: t('Failed'),
  notStarted: t('Not started'),
  missing: t('Missing'),
  notInEffect: t('Not in effect'),
};

const doneWords: Readonly<Record<StepActionView, string>> = {
  create: t('Created'),
  update: t('Changed'),
  reuse: t('Done'),
  delete: t('Deleted'),
};

/** Of a single step: once it is done, what was done. */
export function stateWordsOf({ action }: Pick<StepView, 'action'>, state: StepState): string {
  return state === 'done' ? doneWords[action] : stateWords[state];
}
