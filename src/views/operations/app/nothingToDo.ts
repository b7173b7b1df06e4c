/** What the page of an operation says of a plan that does nothing. */
import { t } from '@vscode/l10n';
import type { PageView } from '../../planForm/protocol';
import type { ShownKind } from '../protocol';

type Kind = Exclude<ShownKind, 'link'>;

export function nothingToDoIn(kind: Kind, page: PageView): string {
  const isEmpty = page.phase === 'plan' && page.plan.steps.length === 0;
  return (isEmpty ? nothingThere[kind] : undefined) ?? nothingToDo[kind];
}

/** Where the plan has nothing to keep either, and so there is no table. */
const nothingThere: Readonly<Partial<Record<Kind, string>>> = {
  unlink: t('No resource links the cluster to the registry. Nothing to delete.'),
  detach: t('The cluster has no pull role on the registry. Nothing to remove.'),
  rollBack: t('Nothing can be rolled back.'),
};

const nothingChosen = t(
  'No resource that can be deleted is selected. The table shows why each part is kept.',
);
const nothingToDo: Readonly<Record<Kind, string>> = {
  unlink: nothingChosen,
  detach: nothingChosen,
  grantPush: t('The role is already assigned. Nothing to do.'),
  approval: t('The connection already has this state. Nothing to do.'),
  rollBack: t('Nothing can be rolled back. The table shows why.'),
  registry: t('No further action is needed.'),
  publicAccess: t('No further action is needed.'),
};
