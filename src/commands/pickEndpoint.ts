import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { nameOf } from '../model/armId';
import type { Estate, EstateStore } from '../platform/estateStore';
import { pickInEstate, placeIn } from './pickInEstate';

/** Lets the user choose a private endpoint that is shown; its id. */
export function pickEndpoint(store: EstateStore, title: string): Promise<string | undefined> {
  const items = (estate: Estate) => {
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
  return pickInEstate(store, {
    title,
    placeholder: t('Choose a private endpoint'),
    items,
    none: t('No private endpoints of registries in the selected subscriptions.'),
  });
}
