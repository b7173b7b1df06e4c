import * as vscode from 'vscode';
import { deploymentPieces, type DeploymentOptions } from '../manifests/deployment';
import { repositoryProblem, tagProblem } from '../manifests/image';
import type { EstateStore } from '../platform/estateStore';
import { insertPieces } from './insertPieces';
import { offerKubectl } from './offerKubectl';
import { pickLoaded, pickRegistry } from './pick';
import { loginServerOf } from './registryOf';
import { pairOf, textOf } from './target';

const title = 'Insert deployment.yaml';

/**
 * Asks what the manifest is of, and inserts it into the open YAML file or a new one. What the argument says already
 * isn't asked for: `registryId` (or a node of the tree), `repository`, `tag`, `kind` (`deployment` or `withService`).
 */
export async function insertDeployment(argument: unknown, store: EstateStore): Promise<void> {
  // Taken before the first question: inputs may change which editor is active.
  const editor = vscode.window.activeTextEditor;
  const options = await gather(argument, store);
  if (options === undefined) return;
  const document = await insertPieces(deploymentPieces(options), editor);
  const image = `${options.loginServer}/${options.repository}:${options.tag}`;
  void offerKubectl(document, `Inserted a Deployment of ${image}.`);
}

async function gather(argument: unknown, store: EstateStore): Promise<DeploymentOptions | undefined> {
  const registryId = pairOf(argument).registryId ?? (await pickRegistry(store, title));
  if (registryId === undefined) return undefined;
  const loginServer = await loginServerOf(registryId, store);
  const repository = textOf(argument, 'repository') ?? (await askRepository(loginServer));
  if (repository === undefined) return undefined;
  const tag = textOf(argument, 'tag') ?? (await askTag(`${loginServer}/${repository}`));
  if (tag === undefined) return undefined;
  const kind = textOf(argument, 'kind') ?? (await askKind());
  return kind === undefined ? undefined : { loginServer, repository, tag, service: kind === 'withService' };
}

function askRepository(loginServer: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: `${title} (repository)`,
    prompt: `Repository in ${loginServer}, e.g. shop/web`,
    value: 'app',
    validateInput: repositoryProblem,
    ignoreFocusOut: true,
  });
}

function askTag(image: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: `${title} (tag)`,
    prompt: `Tag of ${image}`,
    value: 'v1',
    validateInput: tagProblem,
    ignoreFocusOut: true,
  });
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
  return pickLoaded(title, 'Choose what to insert', () => Promise.resolve(kinds), '');
}
