import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { nameOf } from '../model/armId';
import type { EstateStore } from '../platform/estateStore';
import { pickLoaded, placeIn } from './pick';

/** Lets the user choose a private endpoint that is shown; its id. */
export function pickEndpoint(store: EstateStore, title: string): Promise<string | undefined> {
  const load = async () => {
    const estate = await store.get();
    const placeOf = placeIn(estate);
    return estate.inventory.endpoints
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map(({ id, name, targetId }) => ({
        label: name,
        description: placeOf(id),
        detail: t`Leads to ${nameOf(targetId)}`,
        iconPath: new vscode.ThemeIcon('plug'),
        value: id,
      }));
  };
  return pickLoaded(
    title,
    t('Choose a private endpoint'),
    load,
    t('No private endpoints of registries in the chosen subscriptions.'),
  );
}
