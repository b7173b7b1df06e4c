import { t } from '@vscode/l10n';
import type { EstateStore } from '../platform/estateStore';
import { Picker } from '../platform/picker';
import type { Settings } from '../platform/parseSettings';
import { saveSubscriptions } from '../platform/settings';
import { requireAzure } from './signIn';

/** Lets the user choose which subscriptions are shown; all of them means also those that come later. */
export async function selectSubscriptions(store: EstateStore, settings: Settings): Promise<void> {
  // The filter is a setting, in which subscriptions of the sample have no place.
  if (settings.sampleToken !== undefined) requireAzure(settings);
  const chosen = new Set(settings.subscriptions);
  const picker = new Picker<{ id: string; label: string; description: string; picked: boolean }>({
    title: t('Select Subscriptions'),
    placeholder: t('Loading…'),
    several: true,
  });
  picker.busy = true;
  const ids = await picker.ask<readonly string[]>({
    accepted: (selected) => {
      if (selected.length === picker.items.length) return [];
      if (selected.length > 0) return selected.map(({ id }) => id);
      picker.placeholder = t('Choose at least one subscription');
      return undefined;
    },
    opened: async () => {
      const visible = await store.listSubscriptions();
      const subscriptions = visible.filter(({ disabled }) => disabled !== true);
      picker.items = subscriptions
        .toSorted((a, b) => a.name.localeCompare(b.name))
        .map(({ id, name }) => ({
          id,
          label: name,
          description: id,
          picked: chosen.size === 0 || chosen.has(id.toLowerCase()),
        }));
      picker.placeholder =
        subscriptions.length > 0
          ? t('Choose the subscriptions to show')
          : visible.length > 0
            ? t(
                'All subscriptions of this account are disabled. Reactivate one, or sign in to another directory.',
              )
            : t(
                'No subscriptions found for this account. Sign in to another directory, or ask for a role on a subscription.',
              );
      picker.busy = false;
    },
  });
  // The tree follows the setting by itself.
  if (ids !== undefined) await saveSubscriptions(ids);
}
