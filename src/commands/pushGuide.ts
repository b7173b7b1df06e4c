import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { userShell } from '../manifests/kubectl';
import { importTarget } from '../manifests/publicSource';
import { sameId, subscriptionOf } from '../model/armId';
import { FailureError } from '../model/failure';
import { inputBox } from '../platform/ask';
import type { EstateStore } from '../platform/estateStore';
import type { Settings } from '../platform/parseSettings';
import { pushGuide, type Guide } from '../views/pushGuide/guide';
import type { GuideDocuments, GuideSubject } from '../views/pushGuide/guideDocuments';
import { privateNetworks } from '../views/pushGuide/privateNetworks';
import { pickRegistry } from './pickInEstate';
import { loginServerOf, registryOf } from './registryOf';
import { pairOf, textOf } from './target';

/** Push Guide: a page with the exact commands for one registry. The argument may name `registryId` and `image`. */
export async function showPushGuide(
  argument: unknown,
  store: EstateStore,
  guides: GuideDocuments,
): Promise<void> {
  const registryId = pairOf(argument).registryId ?? (await pickRegistry(store, t('Push Guide')));
  if (registryId === undefined) return;
  const image = textOf(argument, 'image') ?? (await askImage(await loginServerOf(registryId, store)));
  if (image !== undefined) await guides.show({ registryId, image: image.trim() });
}

async function askImage(loginServer: string): Promise<string | undefined> {
  const typed = await inputBox({
    title: t('Push Guide (image)'),
    prompt: t('Repository and tag of the image to push, for example shop/web:v1'),
    value: 'app:v1',
    problemOf: (text) => {
      const parsed = importTarget(text, loginServer);
      return 'problem' in parsed ? parsed.problem : undefined;
    },
  });
  const image = importTarget(typed ?? '', loginServer);
  return 'problem' in image ? undefined : `${image.repository}:${image.tag}`;
}

/** Rejects with FailureError for a registry that isn't visible, or a name that may not reach a terminal. */
export async function makeGuide(
  { registryId, image }: GuideSubject,
  store: EstateStore,
  { cloud }: Pick<Settings, 'cloud'>,
): Promise<Guide> {
  const parsed = importTarget(image);
  if ('problem' in parsed) {
    throw new FailureError({
      code: 'pushGuide.invalidImage',
      kind: 'user',
      message: t`This isn’t a valid image name. ${parsed.problem}`,
      nextAction: t('Open the guide again with another name.'),
    });
  }
  const registry = await registryOf(registryId, store);
  const { inventory, subscriptions } = await store.get();
  return pushGuide({
    registry,
    cloud,
    subscription: subscriptions.find(({ id }) => sameId(id, subscriptionOf(registryId))),
    networks: privateNetworks(registry, inventory),
    image: parsed,
    folder: await folderWithDockerfile(),
    shell: userShell(vscode.env),
  });
}

/** Of the open folders the first with a Dockerfile; on this computer only, because the terminal has to find it. */
async function folderWithDockerfile(): Promise<string | undefined> {
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    if (uri.scheme !== 'file') continue;
    try {
      await vscode.workspace.fs.stat(vscode.Uri.joinPath(uri, 'Dockerfile'));
      return uri.fsPath;
    } catch {
      // Not there, which is what was to be found out.
    }
  }
  return undefined;
}
