import * as vscode from 'vscode';
import { repositoryProblem } from '../manifests/image';
import { parseReference, repositoriesElsewhere } from '../manifests/reference';
import type { ImageField } from '../manifests/scanned';
import { pickLoaded } from './pick';
import { pointTitle } from './pointPick';

/**
 * By image, the repository in the new registry where that is a question: Docker Hub's short names. Each name is asked
 * for once; undefined when the user turns away.
 */
export async function askRepositories(
  images: readonly ImageField[],
  loginServer: string,
  answer: string | undefined,
): Promise<ReadonlyMap<string, string> | undefined> {
  const repositories = new Map<string, string>();
  const answers = new Map<string, string>();
  for (const { image } of images) {
    const reference = parseReference(image);
    if ('problem' in reference) continue;
    const [asWritten, inLibrary] = repositoriesElsewhere(reference);
    if (asWritten === undefined || inLibrary === undefined) continue;
    const given = { short: asWritten, library: inLibrary }[answer ?? ''];
    const chosen = given ?? answers.get(asWritten) ?? (await ask(asWritten, inLibrary, loginServer));
    if (chosen === undefined) return undefined;
    answers.set(asWritten, chosen);
    repositories.set(image, chosen);
  }
  return repositories;
}

async function ask(short: string, inLibrary: string, loginServer: string): Promise<string | undefined> {
  const items = [
    { label: short, detail: `${loginServer}/${short}, as “az acr import” copies it by custom`, value: short },
    { label: inLibrary, detail: `${loginServer}/${inLibrary}, as Docker Hub names it`, value: inLibrary },
    { label: 'Another repository…', detail: 'Enter its name', value: '' },
  ];
  const placeholder = `Where is ${short} of Docker Hub in ${loginServer}?`;
  const chosen = await pickLoaded(pointTitle, placeholder, () => Promise.resolve(items), '');
  if (chosen !== '') return chosen;
  return vscode.window.showInputBox({
    title: pointTitle,
    prompt: `Repository in ${loginServer}`,
    value: short,
    validateInput: repositoryProblem,
    ignoreFocusOut: true,
  });
}
