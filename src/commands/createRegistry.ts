import { t } from '@vscode/l10n';
import { parseId } from '../model/armId';
import type { EstateStore } from '../platform/estateStore';
import { pickSubscription } from './pickInEstate';
import { textOf } from './target';

/** The form that creates a private registry, as the command that opens it needs it. */
export interface CreateRegistryForm {
  open(subscriptionId: string): void;
}

/** Create Private Registry…: opens the form for a subscription, which is picked unless the tree says it. */
export async function createRegistry(
  argument: unknown,
  form: CreateRegistryForm,
  store: EstateStore,
): Promise<void> {
  const given = textOf(argument, 'resourceId');
  const subscriptionId =
    (given === undefined ? undefined : parseId(given)?.subscriptionId) ??
    (await pickSubscription(store, t('Create Private Registry')));
  if (subscriptionId !== undefined) form.open(subscriptionId);
}
