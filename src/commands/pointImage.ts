import * as vscode from 'vscode';
import type { ManifestScanner } from '../language/manifestScanner';
import { workspaceEdit } from '../language/ranges';
import { loginServerProblem } from '../manifests/image';
import { nothingToPoint, pointImage, templatesLeftAlone, uniqueEdits } from '../manifests/pointImage';
import { shownText } from '../manifests/shown';
import type { ImageField } from '../manifests/scanned';
import type { EstateStore } from '../platform/estateStore';
import { readManifestSettings } from '../platform/manifestSettings';
import { applyTo, failure, fieldsAt, manifestTarget, nameOf } from './manifestTarget';
import { offerKubectl } from './offerKubectl';
import { askRepositories } from './pointRepositories';
import { pickImages, pickLoginServer } from './pointPick';
import { pairOf, textOf } from './target';
import { loginServerOf } from './registryOf';

/**
 * Point Image at Registry…: changes where the containers of a manifest pull from, and nothing else of the file. The
 * argument may answer what would be asked: `uri`, `offset` of one image, `images: 'all'`, `registryId`, and
 * `dockerHub` (`short` or `library`) for names such as `nginx`.
 */
export async function pointImageAtRegistry(
  argument: unknown,
  store: EstateStore,
  scanner: ManifestScanner,
): Promise<void> {
  const target = await manifestTarget(argument, scanner);
  const { document, scan } = target;
  const { version } = document;
  const candidates = fieldsAt(scan.images, argument);
  if (candidates.length === 0) {
    throw failure('noImage', nothingToPoint(scan), 'Open a manifest with a container, and try again.');
  }
  const all = candidates.length === 1 || textOf(argument, 'images') === 'all';
  const images = all ? candidates : await pickImages(candidates);
  if (images === undefined || images.length === 0) return;
  const loginServer = await chooseLoginServer(argument, store, document.uri);
  if (loginServer === undefined) return;
  const repositories = await askRepositories(images, loginServer, textOf(argument, 'dockerHub'));
  if (repositories === undefined) return;
  const text = document.getText();
  const pointed = images.map((field) => ({
    field,
    result: pointImage(text, field, { loginServer, repository: repositories.get(field.image) }),
  }));
  const edits = uniqueEdits(pointed.flatMap(({ result }) => (result.kind === 'edit' ? [result.edit] : [])));
  const leftAlone = pointed.flatMap(({ field, result }) =>
    result.kind === 'leftAlone' ? [`${titleOf(field)} was left alone. ${result.reason}`] : [],
  );
  const rest = [...leftAlone, templatesLeftAlone(scan)].filter((each) => each !== '').join(' ');
  if (edits.length === 0) {
    if (leftAlone.length > 0) throw failure('imageKept', rest, 'Edit it by hand.');
    void vscode.window.showInformationMessage(
      shownText(`${nameOf(document)} pulls from ${loginServer} already. ${rest}`),
    );
    return;
  }
  await applyTo(target, version, workspaceEdit(document, edits));
  const count = edits.length === 1 ? '1 image' : `${edits.length} images`;
  void offerKubectl(document, `Pointed ${count} at ${loginServer}. ${rest}`.trimEnd());
}

async function chooseLoginServer(
  argument: unknown,
  store: EstateStore,
  file: vscode.Uri,
): Promise<string | undefined> {
  const { registryId } = pairOf(argument);
  const loginServer =
    registryId === undefined
      ? await pickLoginServer(store, readManifestSettings(file).clusterId)
      : await loginServerOf(registryId, store);
  const problem = loginServer === undefined ? undefined : loginServerProblem(loginServer);
  if (problem !== undefined) throw failure('loginServer', problem, 'Choose another registry.');
  return loginServer;
}

function titleOf({ image, container }: ImageField): string {
  return `The image “${image.slice(0, 100)}” of ${container}`;
}
