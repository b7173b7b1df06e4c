import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import { Picker } from '../platform/picker';

export interface PickedItem<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** Separators and notes have no value, and can't be chosen. */
export type Items<T> = readonly (PickedItem<T> | vscode.QuickPickItem)[];

/**
 * A quick pick that is there at once and fills when its items come. Answers undefined when the user turns away;
 * rejects with what the loading rejected with, so that the failure is shown like any other. `none` stands where
 * there is nothing to choose.
 */
export async function pickLoaded<T>(
  title: string,
  placeholder: string,
  load: () => Promise<Items<T>>,
  none: string,
): Promise<T | undefined> {
  return (await pickSome(title, placeholder, load, none, false))?.[0];
}

/** A quick pick among choices that are known already. */
export function pickOne<T>(
  title: string,
  placeholder: string,
  items: readonly PickedItem<T>[],
): Promise<T | undefined> {
  return pickLoaded(title, placeholder, () => Promise.resolve(items), placeholder);
}

/** The same as `pickLoaded` for one or several; never answers an empty list. */
export async function pickSome<T>(
  title: string,
  placeholder: string,
  load: () => Promise<Items<T>>,
  none: string,
  several: boolean,
): Promise<readonly T[] | undefined> {
  const picker = new Picker<PickedItem<T> | vscode.QuickPickItem>({
    title,
    placeholder: t('Loading…'),
    several,
  });
  picker.busy = true;
  return picker.ask({
    accepted: (selected) => {
      const chosen = selected.flatMap((item) => ('value' in item ? [item.value] : []));
      return chosen.length > 0 ? chosen : undefined;
    },
    opened: async () => {
      const items = await load();
      picker.items = items;
      picker.busy = false;
      picker.placeholder = items.length === 0 ? none : placeholder;
    },
  });
}
