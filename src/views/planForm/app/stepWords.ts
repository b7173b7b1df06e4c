/** Words for what happens to a step. */
import { t } from '@vscode/l10n';
import type { StepActionView, StepState } from '../protocol/plan';

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
};
