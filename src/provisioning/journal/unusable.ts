import type { Failure } from '../../model/failure';

/** Why a journal can't be gone on with. */
export function unusable(message = 'This computer has no journal of this operation.'): Failure {
  return {
    code: 'journal.unusable',
    kind: 'user',
    message,
    nextAction: 'Check the resources in the portal, then discard the operation.',
  };
}
