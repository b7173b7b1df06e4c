/** What is told of a form that came to an end while nobody was looking at it. */
import { t } from '@vscode/l10n';
import { titleOf } from '../../provisioning';
import type { UnseenEnd } from '../webview/panels';
import type { FormState } from './formState';
import type { VerificationView } from './protocol/plan';

/** Undefined before the end, which is there when everything has been read again. */
export function endOf(state: FormState): UnseenEnd | undefined {
  if (state.phase !== 'done' && state.phase !== 'failed') return undefined;
  const title = titleOf(state.shown.plan);
  if (state.phase === 'failed') return { words: `${title}: ${state.failures[0].message}`, is: 'bad' };
  const end = ends[state.verification.state];
  return end && { words: `${title}: ${end.words}`, is: end.is };
}

const ends: Readonly<Record<VerificationView['state'], UnseenEnd | undefined>> = {
  checking: undefined,
  verified: { words: t('done.'), is: 'good' },
  pending: {
    words: t('all steps are done, and the registry’s owner has to approve the connection.'),
    is: 'good',
  },
  remaining: { words: t('all steps are done, but some changes aren’t in effect yet.'), is: 'doubtful' },
  unknown: { words: t('all steps are done, but they couldn’t be verified.'), is: 'doubtful' },
};
