import { t } from '@vscode/l10n';
import { workspaceEdit } from '../language/ranges';
import type { ManifestScanner } from '../language/manifestScanner';
import type { PullSecretField } from '../manifests/scanned';
import { applyTo, failure, fieldsAt, manifestTarget, nameOf } from './manifestTarget';
import { offerKubectl } from './offerKubectl';
import { pickOne } from './pick';
import { textOf } from './target';

const title = t('Remove ImagePullSecret');

/**
 * Takes one entry out of an imagePullSecrets list, and the list when it becomes empty. The argument may say which:
 * `uri`, `offset`, `name` of the secret.
 */
export async function removePullSecret(argument: unknown, scanner: ManifestScanner): Promise<void> {
  const target = await manifestTarget(argument, scanner);
  const { version } = target.document;
  const wanted = textOf(argument, 'name');
  const fields = fieldsAt(target.scan.pullSecrets, argument).filter(
    ({ name }) => wanted === undefined || name === wanted,
  );
  const [first] = fields;
  if (first === undefined) {
    throw failure(
      'noPullSecret',
      t`${nameOf(target.document)} has no imagePullSecrets${target.scan.templateLines.length > 0 ? t(' outside of Helm templates') : ''}.`,
      t('No action is needed.'),
    );
  }
  const chosen = fields.length === 1 ? first : await pick(fields);
  if (chosen === undefined) return;
  const { removal, obstacle = '' } = chosen;
  if (removal === undefined) {
    throw failure('pullSecretKept', t`“${chosen.name}” wasn’t changed. ${obstacle}`, t('Edit it manually.'));
  }
  await applyTo(target, version, workspaceEdit(target.document, [{ ...removal, newText: '' }]));
  void offerKubectl(
    target.document,
    t`Removed the imagePullSecret “${chosen.name}” from ${chosen.workload}.`,
    { isApplied: !target.scan.isChartValues },
  );
}

function pick(fields: readonly PullSecretField[]): Promise<PullSecretField | undefined> {
  const items = fields.map((field) => ({
    label: field.name,
    description: field.workload,
    ...(field.obstacle !== undefined && { detail: field.obstacle }),
    value: field,
  }));
  return pickOne(title, t('Choose the entry to remove'), items);
}
