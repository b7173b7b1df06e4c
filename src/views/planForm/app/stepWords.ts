/** Words for what happens to a step. */
import type { StepActionView, StepState } from '../protocol/plan';

export const actionWords: Readonly<Record<StepActionView, string>> = {
  create: 'Create',
  update: 'Change',
  reuse: 'Keep',
  delete: 'Delete',
};

export const stateWords: Readonly<Record<StepState, string>> = {
  waiting: 'Waiting',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  notStarted: 'Not started',
};
