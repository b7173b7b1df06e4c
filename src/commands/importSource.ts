/** Which image is imported, and under what name: asked one after the other. */
import { t } from '@vscode/l10n';
import {
  importTarget,
  proposedTarget,
  publicSource,
  sampleImage,
  type PublicSource,
} from '../manifests/publicSource';
import { sameId } from '../model/armId';
import { inputBox } from '../platform/ask';
import type { EstateStore } from '../platform/estateStore';
import type { ImageImport, ImportSource } from '../provisioning';
import { registrySuffixesInUse } from '../platform/settings';
import { pickOne } from './pick';
import { pickRegistry } from './pickInEstate';
import { loginServerOf } from './registryOf';

export interface ChosenImage {
  readonly source: ImportSource;
  /** The whole reference, for reading. */
  readonly reference: string;
  readonly proposed: string;
  /** That the image listens on, where that is known. */
  readonly port?: string;
}

/** Undefined if the user turned away. */
export async function chooseImage(
  title: string,
  registryId: string,
  store: EstateStore,
): Promise<ChosenImage | undefined> {
  const choices = [
    {
      label: t('Sample image'),
      description: `${sampleImage.registry}/${sampleImage.image}`,
      detail: t('A 68-MB web server from Microsoft’s tutorials that needs no configuration'),
      value: 'sample' as const,
    },
    {
      label: t('Another public image…'),
      detail: t('From a public registry (enter its name)'),
      value: 'public' as const,
    },
    {
      label: t('From another Azure container registry…'),
      detail: t('A registry that this account can pull from'),
      value: 'registry' as const,
    },
  ];
  const kind = await pickOne(title, t('Choose the image to import'), choices);
  if (kind === 'sample') return chosenPublic(sampleImage);
  if (kind === 'registry') return fromRegistry(title, registryId, store);
  return kind === 'public' ? fromPublic(title) : undefined;
}

export function chosenPublic(source: PublicSource): ChosenImage {
  const { registry, image } = source;
  return {
    source: { kind: 'public', registry, image },
    reference: `${registry}/${image}`,
    proposed: proposedTarget(source),
    ...(source.image === sampleImage.image ? { port: sampleImage.port } : {}),
  };
}

async function fromPublic(title: string): Promise<ChosenImage | undefined> {
  const entered = await inputBox({
    title: t`${title} (image)`,
    prompt: t(
      'Public image, for example mcr.microsoft.com/dotnet/samples:aspnetapp. Without a registry, Docker Hub is used.',
    ),
    problemOf: (text) => problemOf(publicSource(text, registrySuffixesInUse())),
  });
  const source = entered === undefined ? undefined : publicSource(entered, registrySuffixesInUse());
  return source === undefined || 'problem' in source ? undefined : chosenPublic(source);
}

async function fromRegistry(
  title: string,
  registryId: string,
  store: EstateStore,
): Promise<ChosenImage | undefined> {
  const sourceId = await pickRegistry(store, t`${title} from another registry`);
  if (sourceId === undefined) return undefined;
  const loginServer = await loginServerOf(sourceId, store);
  const entered = await inputBox({
    title: t`${title} (image)`,
    prompt: t`Repository and tag in ${loginServer}, for example shop/web:v1`,
    problemOf: (text) => problemOf(importTarget(text, loginServer)),
  });
  const wanted = entered === undefined ? undefined : importTarget(entered, loginServer);
  if (wanted === undefined || 'problem' in wanted) return undefined;
  const image = `${wanted.repository}:${wanted.tag}`;
  return {
    source: { kind: 'registry', registryId: sourceId, image },
    reference: `${loginServer}/${image}`,
    // In the same registry the copy needs another name.
    proposed: sameId(sourceId, registryId) ? `${wanted.repository}:${wanted.tag}-copy` : image,
  };
}

/** Under what name the image comes to the registry; undefined if the user turned away. */
export async function askTarget(
  title: string,
  loginServer: string,
  proposed: string,
): Promise<ImageImport['target'] | undefined> {
  const entered = await inputBox({
    title: t`${title} (target)`,
    prompt: t`Repository and tag in ${loginServer}`,
    value: proposed,
    problemOf: (text) => problemOf(importTarget(text, loginServer)),
  });
  const target = entered === undefined ? undefined : importTarget(entered, loginServer);
  return target === undefined || 'problem' in target ? undefined : target;
}

function problemOf(parsed: object): string | undefined {
  return 'problem' in parsed && typeof parsed.problem === 'string' ? parsed.problem : undefined;
}
