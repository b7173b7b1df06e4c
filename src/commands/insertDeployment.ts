import * as vscode from 'vscode';
import { deploymentPieces, type DeploymentOptions } from '../manifests/deployment';
import { portOf } from '../manifests/publicSource';
import type { EstateStore } from '../platform/estateStore';
import type { RegistryImages } from '../provisioning/ports';
import { insertPieces } from './insertPieces';
import { offerKubectl } from './offerKubectl';
import { pickOne, pickRegistry } from './pick';
import { pickRepository, pickTag, typeRepository, typeTag } from './pickImage';
import { registryOf } from './registryOf';
import { imageOf, pairOf, textOf } from './target';

const title = 'Insert deployment.yaml';

/**
 * Asks what the manifest is of, and inserts it into the open YAML file or a new one. What the argument says already
 * isn't asked for: `registryId` (or a node of the tree), `repository`, `tag`, `kind` (`deployment` or `withService`);
 * `port` is that of the image, if it is known.
 * Repositories and tags come from the registry; without `images` they are typed, and the registry isn't asked.
 */
export async function insertDeployment(
  argument: unknown,
  store: EstateStore,
  images: RegistryImages | undefined,
): Promise<void> {
  // Taken before the first question: inputs may change which editor is active.
  const editor = vscode.window.activeTextEditor;
  const options = await gather(argument, store, images);
  if (options === undefined) return;
  const document = await insertPieces(deploymentPieces(options), editor);
  const image = `${options.loginServer}/${options.repository}:${options.tag}`;
  void offerKubectl(document, `Inserted a Deployment of ${image}.`);
}

async function gather(
  argument: unknown,
  store: EstateStore,
  images: RegistryImages | undefined,
): Promise<DeploymentOptions | undefined> {
  const registryId = pairOf(argument).registryId ?? (await pickRegistry(store, title));
  if (registryId === undefined) return undefined;
  const { loginServer, roleAssignmentMode } = await registryOf(registryId, store);
  const registry = { loginServer, roleAssignmentMode };
  const known = imageOf(argument);
  const repository =
    known.repository ??
    (images === undefined
      ? await typeRepository(title, loginServer, 'app')
      : await pickRepository(title, registry, images));
  if (repository === undefined) return undefined;
  const tag =
    known.tag ??
    (images === undefined
      ? await typeTag(title, `${loginServer}/${repository}`)
      : await pickTag(title, registry, repository, images));
  if (tag === undefined) return undefined;
  const kind = textOf(argument, 'kind') ?? (await askKind());
  if (kind === undefined) return undefined;
  const port = textOf(argument, 'port') ?? portOf(repository) ?? '';
  const options = { loginServer, repository, tag, service: kind === 'withService' };
  return /^[1-9]\d{0,4}$/.test(port) ? { ...options, port } : options;
}

function askKind(): Promise<string | undefined> {
  const kinds = [
    { label: 'Deployment', detail: 'One pod that pulls the image from the registry', value: 'deployment' },
    {
      label: 'Deployment and Service',
      detail: 'In addition a name and a port in the cluster',
      value: 'withService',
    },
  ];
  return pickOne(title, 'Choose what to insert', kinds);
}
