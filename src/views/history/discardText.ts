import { t } from '@vscode/l10n';
import type { KnownOperation } from '../../platform/operations';
import { canBeUndone } from '../../provisioning';
import { finalWords } from './allowed';

/** What discarding an operation means, for the question before it; undefined stands for one whose journal isn't used. */
export function discardText(operation: Pick<KnownOperation, 'kind'> | undefined): string {
  if (operation === undefined) {
    return t(
      'Its journal isn’t used. It’s moved to a folder for copies, whose path is shown. Resources that the operation created in Azure are kept.',
    );
  }
  const kept = canBeUndone(operation.kind)
    ? t('its journal is kept, so you can still roll it back.')
    : t`its journal is kept for reference. ${finalWords(operation.kind)}`;
  return t`Nothing changes in Azure. Resources already created are kept. You can no longer resume the operation, but ${kept}`;
}
