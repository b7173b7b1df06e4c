import * as vscode from 'vscode';
import { parseId } from '../model/armId';
import { portalUrl } from '../model/clouds';
import { FailureError } from '../model/failure';
import type { EstateStore } from '../platform/estateStore';
import type { Settings } from '../platform/parseSettings';
import { pickResource } from './pick';
import { resourceIdOf } from './target';

/** Opens the resource in the portal of the cloud that the settings name. */
export async function openInPortal(argument: unknown, store: EstateStore, settings: Settings): Promise<void> {
  if (settings.emulatorEndpoint !== undefined) {
    throw new FailureError({
      code: 'portal.emulator',
      kind: 'user',
      message: 'The Azure portal doesn’t know what the emulator holds.',
      nextAction: 'Use View Properties to see all of the resource.',
    });
  }
  const id = resourceIdOf(argument) ?? (await pickResource(store, 'Open in Portal'));
  if (id === undefined || parseId(id) === undefined) return;
  await vscode.env.openExternal(vscode.Uri.parse(portalUrl(settings.cloud, id), true));
}
