import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { parseId } from '../model/armId';
import { portalUrl } from '../model/clouds';
import { FailureError } from '../model/failure';
import type { EstateStore } from '../platform/estateStore';
import type { Settings } from '../platform/parseSettings';
import { pickResource } from './pickInEstate';
import { resourceIdOf } from './target';

/** Opens the resource in the portal of the cloud that the settings name. */
export async function openInPortal(argument: unknown, store: EstateStore, settings: Settings): Promise<void> {
  if (settings.emulatorEndpoint !== undefined) {
    throw new FailureError({
      code: 'portal.emulator',
      kind: 'user',
      message: t('Emulator resources don’t exist in the Azure portal.'),
      nextAction: t('To see the whole resource, use View Properties.'),
    });
  }
  const id = resourceIdOf(argument) ?? (await pickResource(store, t('Open in Portal')));
  if (id === undefined || parseId(id) === undefined) return;
  const url = portalUrl(settings.cloud, id);
  if (url === undefined) {
    throw new FailureError({
      code: 'portal.unknown',
      kind: 'user',
      message: t('The custom cloud of the settings has no address of a portal.'),
      nextAction: t(
        'Set portal in acrPrivateLink.customCloud in your user settings, or use View Properties.',
      ),
    });
  }
  await vscode.env.openExternal(vscode.Uri.parse(url, true));
}
