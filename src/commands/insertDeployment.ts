import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { deploymentPieces, type DeploymentOptions } from '../manifests/deployment';
import { portOf } from '../manifests/publicSource';
import type { EstateStore } from '../platform/estateStore';
import { stepDone } from '../platform/walkthrough';
import type { RegistryImages } from '../provisioning';
import { insertPieces } from './insertPieces';
import { offerKubectl } from './offerKubectl';
import { pickOne } from './pick';
import { pickRegistry } from './pickInEstate';
import { pickImage } from './pickImage';
import { registryOf } from './registryOf';
import { imageOf, pairOf, textOf } from './target';

const title = t('Insert deployment.yaml');

const kinds = [
  {
    label: 'Deployment',
    detail: t('One pod that pulls the image from the registry'),
    value: 'deployment',
    holds: { service: false },
  },
  {
    label: t('Deployment and Service'),
    detail: t('Adds a name and port in the cluster'),
    value: 'withService',
    holds: { service: true },
  },
  {
    label: t('Deployment with safeguards'),
    detail: t('Two pods with limits, probes, and minimal privileges, as AKS Deployment Safeguards require'),
    value: 'safeguards',
    holds: { service: false, safeguards: true },
  },
  {
    label: t('Deployment with safeguards, and Service'),
    detail: t('Adds a name and port in the cluster'),
    value: 'safeguardsWithService',
    holds: { service: true, safeguards: true },
  },
] as const;

/**
 * Asks what the manifest is of, and inserts it into the open YAML file or a new one. What the argument says already
 * isn't asked for: `registryId` (or a node of the tree), `repository`, `tag`, `kind` (one of `kinds`), `place` (`cursor` or `newFile`); `port` is that of the image, if it is known.
 * Repositories and tags come from the registry; without `images` they are typed, and the registry isn't asked.
 */
export async function insertDeployment(
  argument: unknown,
  store: EstateStore,
  images: RegistryImages | undefined,
): Promise<void> {
  // Taken before the first question: inputs may change which editor is active.
  const active = vscode.window.activeTextEditor;
  const editor = active?.document.languageId === 'yaml' ? active : undefined;
  const options = await gather(argument, store, images);
  if (options === undefined) return;
  const place = editor === undefined ? 'newFile' : await placeOf(argument, editor.document);
  if (place === undefined) return;
  const document = await insertPieces(deploymentPieces(options), place === 'newFile' ? undefined : editor);
  stepDone('deployed');
  const image = `${options.loginServer}/${options.repository}:${options.tag}`;
  void offerKubectl(document, t`Inserted a Deployment of ${image}.`);
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
  const image = await pickImage(title, registry, images, imageOf(argument));
  if (image === undefined) return undefined;
  const said = textOf(argument, 'kind') ?? (await pickOne(title, t('Choose what to insert'), kinds));
  const kind = kinds.find(({ value }) => value === said);
  if (kind === undefined) return undefined;
  const port = textOf(argument, 'port') ?? portOf(image.repository) ?? '';
  const options = { loginServer, ...image, ...kind.holds };
  return /^[1-9]\d{0,4}$/.test(port) ? { ...options, port } : options;
}

async function placeOf(argument: unknown, { uri }: vscode.TextDocument): Promise<string | undefined> {
  // The menu of an editor hands over the address of its file.
  if (argument instanceof vscode.Uri) return 'cursor';
  const said = textOf(argument, 'place');
  if (said !== undefined) return said;
  const name = vscode.workspace.asRelativePath(uri, false);
  const places = [
    { label: t`In ${name}`, detail: t('As a separate document at the cursor'), value: 'cursor' },
    { label: t('In a new file'), detail: t('The open file isn’t changed'), value: 'newFile' },
  ];
  return pickOne(title, t('Choose where to insert the manifest'), places);
}
