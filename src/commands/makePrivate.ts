import { t } from '@vscode/l10n';
import type { EstateStore } from '../platform/estateStore';
import { pickRegistry } from './pickInEstate';
import { pairOf } from './target';

/** The form that makes a registry private, as the command that opens it needs it. */
export interface MakePrivateForm {
  open(registryId: string): unknown;
}

/** Make Private…: opens the form for a registry, which is chosen first when the command comes from the palette. */
export async function makePrivate(
  argument: unknown,
  form: MakePrivateForm,
  store: EstateStore,
): Promise<void> {
  const registryId = pairOf(argument).registryId ?? (await pickRegistry(store, t('Make Private')));
  if (registryId !== undefined) await form.open(registryId);
}
