import { t } from '@vscode/l10n';
import type { Failure } from '../../model/failure';

/** Why a journal can't be gone on with. */
export function unusable(message = t('This computer has no journal of this operation.')): Failure {
  return {
    code: 'journal.unusable',
    kind: 'user',
    message,
    nextAction: t('Check the resources in the portal, then discard the operation.'),
  };
}
