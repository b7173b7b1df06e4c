/** A run for somebody who isn't the page: shown there all the same, and ended by its Cancel or by the signal. */
import { t } from '@vscode/l10n';
import { FailureError } from '../../model/failure';
import { verdictOf } from '../../verifying/verification';
import { reportOf, verdictWords } from '../../verifying/wording';
import { imageOf } from './choices';
import type { VerifyForm } from './verifyForm';

export interface Verified {
  readonly verdict: string;
  /** As Copy Report has it. */
  readonly report: string;
}

/**
 * Runs the form for an image, with everything else as it stands there. Rejects with FailureError where it can't be run, and
 * with the signal's reason once that is aborted; what was created is deleted all the same.
 */
export async function runIn(form: VerifyForm, image: string, signal: AbortSignal): Promise<Verified> {
  await form.opened;
  signal.throwIfAborted();
  if (form.state.phase === 'refused') throw new FailureError(form.state.failure);
  if (form.state.phase === 'running') throw cantRun(t('A verification of this pair is running already.'));
  form.offer(image);
  if (!form.startable) throw cantRun(whyNot(form));
  const cancel = () => {
    form.cancel();
  };
  signal.addEventListener('abort', cancel);
  try {
    await form.run();
  } finally {
    signal.removeEventListener('abort', cancel);
  }
  signal.throwIfAborted();
  return verified(form);
}

function verified({ state }: VerifyForm): Verified {
  if ('failure' in state && state.failure !== undefined) throw new FailureError(state.failure);
  const verdict = state.phase === 'done' ? verdictOf(state.verification) : undefined;
  if (state.phase !== 'done' || verdict === undefined) throw cantRun(t('The run was ended before it began.'));
  const report = reportOf(state.verification, state.subject.registry, verdict);
  return { verdict: verdictWords[verdict], report };
}

function whyNot({ state, choices }: VerifyForm): string {
  const image = state.phase === 'ready' ? imageOf(choices, state.subject) : undefined;
  return image !== undefined && 'problem' in image
    ? image.problem
    : t('The form needs a node pool and a namespace that can be used.');
}

function cantRun(message: string): FailureError {
  const nextAction = t('Select it on the open page.');
  return new FailureError({ code: 'verify.notRun', kind: 'user', message, nextAction });
}
