import type { Failure } from '../../model/failure';

/** Why a journal can't be gone on with. */
export function unusable(message = 'There is no journal of this operation on this computer.'): Failure {
  return {
    code: 'journal.unusable',
    kind: 'user',
    message,
    nextAction: 'Look at the resources in the portal; discard the operation when you have dealt with it.',
  };
}
