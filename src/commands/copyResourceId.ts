import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { EstateStore } from '../platform/estateStore';
import { pickResource } from './pickInEstate';
import { resourceIdOf } from './target';

export async function copyResourceId(argument: unknown, store: EstateStore): Promise<void> {
  const id = resourceIdOf(argument) ?? (await pickResource(store, t('Copy Resource ID')));
  if (id !== undefined) await vscode.env.clipboard.writeText(id);
}
