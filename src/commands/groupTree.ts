import { t } from '@vscode/l10n';
import type { Grouping } from '../views/explorer/groupings';
import { readGrouping, saveGrouping } from '../views/explorer/groupingSetting';
import { pickOne } from './pick';

const labels: Readonly<Record<Grouping, string>> = {
  subscription: t('Subscription'),
  resourceGroup: t('Resource group'),
  location: t('Region'),
  type: t('Resource type'),
};

/** Group By…: arranges the tree by what the user picks. */
export async function groupTree(): Promise<void> {
  const now = readGrouping();
  const items = Object.entries(labels).map(([grouping, label]) => ({
    label,
    ...(grouping === now && { description: 'now' }),
    value: grouping as Grouping,
  }));
  const chosen = await pickOne(t('Group By'), t('Choose how to group the tree'), items);
  if (chosen !== undefined) await saveGrouping(chosen);
}
