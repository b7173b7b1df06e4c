import * as vscode from 'vscode';
import type { EstateStore } from '../platform/estateStore';
import type { Settings } from '../platform/parseSettings';
import { saveSubscriptions } from '../platform/settings';

/** Lets the user choose which subscriptions are shown; all of them means also those that come later. */
export async function selectSubscriptions(store: EstateStore, settings: Settings): Promise<void> {
  const chosen = new Set(settings.subscriptions);
  const picker = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly id: string }>();
  picker.title = 'Select Subscriptions';
  picker.placeholder = 'Loading…';
  picker.canSelectMany = true;
  picker.busy = true;
  picker.matchOnDescription = true;
  try {
    const ids = await new Promise<readonly string[] | undefined>((resolve, reject) => {
      picker.onDidHide(() => {
        resolve(undefined);
      });
      picker.onDidAccept(() => {
        const picked = picker.selectedItems.map(({ id }) => id);
        if (picked.length === picker.items.length) resolve([]);
        else if (picked.length > 0) resolve(picked);
        else picker.placeholder = 'Choose at least one subscription';
      });
      picker.show();
      store.listSubscriptions().then((subscriptions) => {
        picker.items = subscriptions
          .toSorted((a, b) => a.name.localeCompare(b.name))
          .map(({ id, name }) => ({ id, label: name, description: id }));
        picker.selectedItems = picker.items.filter(
          ({ id }) => chosen.size === 0 || chosen.has(id.toLowerCase()),
        );
        picker.placeholder =
          subscriptions.length === 0
            ? 'This account sees no subscriptions. Sign in with another one, or get a role on one.'
            : 'Choose what to show';
        picker.busy = false;
      }, reject);
    });
    // The tree follows the setting by itself.
    if (ids !== undefined) await saveSubscriptions(ids);
  } finally {
    picker.dispose();
  }
}
