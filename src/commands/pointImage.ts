import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { commandIds } from '../contributions';
import type { ManifestScanner } from '../language/manifestScanner';
import { workspaceEdit } from '../language/ranges';
import { loginServerProblem } from '../manifests/image';
import { editsOf, nothingToPoint, othersLeftAlone, pointImage, uniqueEdits } from '../manifests/pointImage';
import type { ImageField } from '../manifests/scanned';
import { notify, whileWorking } from '../platform/ask';
import { stepDone } from '../platform/walkthrough';
import type { EstateStore } from '../platform/estateStore';
import { readManifestSettings } from '../platform/manifestSettings';
import type { RegistryAddress, RegistryImages } from '../provisioning';
import { applyTo, failure, fieldsAt, manifestTarget, nameOf } from './manifestTarget';
import { compareKeptDigests, keptImage } from './keptDigests';
import { missingImages, pointedImage, type PointedImage } from './missingImages';
import { offerKubectl } from './offerKubectl';
import { pickOne } from './pick';
import { askImage, askRepositories } from './pointRepositories';
import { pickImages, pickSource } from './pointPick';
import { pairOf, textOf } from './target';
import { registryOf } from './registryOf';

/**
 * Point Image at Registry…: changes where the containers of a manifest pull from, and nothing else of the file. The
 * argument may answer what would be asked: `uri`, `offset` of one image, `images: 'all'`, `registryId`, and
 * `dockerHub` (`short` or `library`) for names such as `nginx`.
 */
export async function pointImageAtRegistry(
  argument: unknown,
  store: EstateStore,
  scanner: ManifestScanner,
  registryImages: RegistryImages,
): Promise<void> {
  const manifest = await manifestTarget(argument, scanner);
  const { document, scan } = manifest;
  const { version } = document;
  const candidates = fieldsAt(scan.images, argument);
  if (candidates.length === 0) {
    throw failure('noImage', nothingToPoint(scan), t('Open a manifest with a container, then try again.'));
  }
  const all = candidates.length === 1 || textOf(argument, 'images') === 'all';
  const images = all ? candidates : await pickImages(candidates);
  if (images === undefined || images.length === 0) return;
  const registry = await chooseRegistry(argument, store, document.uri);
  if (registry === undefined) return;
  const { loginServer } = registry;
  const target = await chooseTarget(argument, images, registry, registryImages);
  if (target === undefined) return;
  const text = document.getText();
  const pointed = images.map((field) => ({
    field,
    result: pointImage(text, field, { loginServer, ...target(field.image) }),
  }));
  const edits = uniqueEdits(pointed.flatMap(({ result }) => editsOf(result)));
  const leftAlone = pointed.flatMap(({ field, result }) =>
    result.kind === 'leftAlone' ? [t`${titleOf(field)} wasn’t changed. ${result.reason}`] : [],
  );
  const rest = [...leftAlone, othersLeftAlone(scan)].filter((each) => each !== '').join(' ');
  if (edits.length === 0) {
    if (leftAlone.length > 0) throw failure('imageKept', rest, t('Edit it manually.'));
    void notify('info', t`${nameOf(document)} already pulls from ${loginServer}. ${rest}`);
    return;
  }
  await applyTo(manifest, version, workspaceEdit(document, edits));
  const kept = pointed.flatMap(({ field, result }) => {
    const { repository, tag } = target(field.image);
    return result.kind === 'edit' && tag === undefined ? (keptImage(field.image, repository) ?? []) : [];
  });
  const digests = await compareKeptDigests(kept, registry, registryImages);
  const byTag = pointed.flatMap(({ field, result }) => {
    const chosen = target(field.image);
    // Without a tag here it is that of other files, such as a chart's version.
    const isTagElsewhere = field.parts?.end === '' && chosen.tag === undefined;
    return result.kind === 'leftAlone' || isTagElsewhere ? [] : (pointedImage(field.image, chosen) ?? []);
  });
  const missing = await whileWorking(t`Looking for the images in ${loginServer}`, () =>
    missingImages(byTag, registry, registryImages),
  );
  // An image can have several places, and several images one.
  const count = uniqueEdits(
    pointed.flatMap(({ result }) => (result.kind === 'edit' ? [result.edit] : [])),
  ).length;
  const done =
    count === 1 ? t`Pointed 1 image at ${loginServer}.` : t`Pointed ${count} images at ${loginServer}.`;
  const words = [done, missing.words, digests.words, rest];
  const isDoubtful = missing.images.length > 0 || digests.isDoubtful;
  stepDone('deployed');
  void offerKubectl(document, words.filter((each) => each !== '').join(' '), {
    tone: isDoubtful ? 'warning' : 'info',
    isApplied: !scan.isChartValues,
    ...(missing.images.length > 0 && {
      more: { title: t('Import…'), run: () => importMissing(missing.images, registry.id) },
    }),
  });
}

/** Goes on to the import of one of the images that the registry hasn't. */
async function importMissing(images: readonly PointedImage[], registryId: string): Promise<void> {
  const items = images.map((value) => ({
    label: `${value.repository}:${value.tag}`,
    description: value.source,
    value,
  }));
  const [only] = images;
  const image =
    images.length === 1 ? only : await pickOne(t('Import an image'), t('Choose the image to import'), items);
  if (image === undefined) return;
  const { source, repository, tag } = image;
  const target = `${repository}:${tag}`;
  await vscode.commands.executeCommand(commandIds.importTestImage, { registryId, source, target });
}

async function chooseRegistry(
  argument: unknown,
  store: EstateStore,
  file: vscode.Uri,
): Promise<(RegistryAddress & { readonly id: string }) | undefined> {
  const id = pairOf(argument).registryId ?? (await pickSource(store, readManifestSettings(file).clusterId));
  if (id === undefined) return undefined;
  const { loginServer, roleAssignmentMode } = await registryOf(id, store);
  const problem = loginServerProblem(loginServer);
  if (problem !== undefined) throw failure('loginServer', problem, t('Choose another registry.'));
  return { id, loginServer, roleAssignmentMode };
}

/**
 * By image, what it is called in the registry, where that isn't its name of now. A single image may become another one of
 * the registry, unless the argument says the registry: then nothing more is asked than has to be.
 */
async function chooseTarget(
  argument: unknown,
  fields: readonly ImageField[],
  registry: RegistryAddress,
  images: RegistryImages,
): Promise<((image: string) => { repository?: string | undefined; tag?: string | undefined }) | undefined> {
  const [single, ...others] = fields;
  if (single !== undefined && others.length === 0 && pairOf(argument).registryId === undefined) {
    const chosen = await askImage(single, registry, images);
    if (chosen === undefined) return undefined;
    if (chosen !== 'keep') return () => chosen;
  }
  const repositories = await askRepositories(fields, registry, images, textOf(argument, 'dockerHub'));
  return repositories && ((image) => ({ repository: repositories.get(image) }));
}

function titleOf({ image, container }: ImageField): string {
  return t`The image “${image.slice(0, 100)}” of ${container}`;
}
