import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { commandIds } from '../contributions';
import { importTarget, publicSource } from '../manifests/publicSource';
import { idKey, nameOf } from '../model/armId';
import { FailureError, isFailureError } from '../model/failure';
import { confirm, notify, whileCancellable, whileWorking } from '../platform/ask';
import type { EstateStore } from '../platform/estateStore';
import { type Azure, checkImport, type ImageImport, observeImport } from '../provisioning';
import { askTarget, chooseImage, chosenPublic, type ChosenImage } from './importSource';
import { registrySuffixesInUse } from '../platform/settings';
import { pickRegistry } from './pickInEstate';
import { loginServerOf } from './registryOf';
import type { OperationPorts } from './operationPage';
import { pairOf, textOf } from './target';

interface Asked {
  readonly request: ImageImport;
  /** Whole references, for reading. */
  readonly from: string;
  readonly to: string;
  readonly port: string | undefined;
}

/** By the key of the registry: the reference of the image that was imported into it last, in this window. */
export type RecentImages = Map<string, string>;

/**
 * Import Test Image…: Azure copies an image into a registry by itself, whatever the way from here to there. Asked for,
 * checked and confirmed. What the argument says isn't asked: `registryId` (or a node), `source` (a public image's name),
 * `target` (`repository:tag`). Rejects with FailureError.
 */
export async function importTestImage(
  argument: unknown,
  store: EstateStore,
  ports: OperationPorts,
  imported: RecentImages,
): Promise<void> {
  const registryId = pairOf(argument).registryId ?? (await pickRegistry(store, t('Import Test Image')));
  if (registryId === undefined) return;
  const title = t`Import an image into ${nameOf(registryId)}`;
  const chosen = givenImage(argument) ?? (await chooseImage(title, registryId, store));
  if (chosen === undefined) return;
  const loginServer = await loginServerOf(registryId, store);
  const target = givenTarget(argument, loginServer) ?? (await askTarget(title, loginServer, chosen.proposed));
  if (target === undefined) return;
  const to = `${loginServer}/${target.repository}:${target.tag}`;
  const asked = {
    request: { registryId, source: chosen.source, target, overwrite: false },
    from: chosen.reference,
    to,
    port: chosen.port,
  };
  const azure = await ports.azure();
  const unsure = await checked(asked.request, azure);
  if (!(await confirmedByUser(asked, unsure))) return;
  if (!(await run(title, asked, azure, ports))) return;
  imported.set(idKey(registryId), to);
  await offerNext(asked);
}

function givenImage(argument: unknown): ChosenImage | undefined {
  const source = publicSource(textOf(argument, 'source') ?? '', registrySuffixesInUse());
  return 'problem' in source ? undefined : chosenPublic(source);
}

function givenTarget(argument: unknown, loginServer: string): ImageImport['target'] | undefined {
  const target = importTarget(textOf(argument, 'target') ?? '', loginServer);
  return 'problem' in target ? undefined : target;
}

/** What couldn't be told; throws FailureError for what stands in the way. */
async function checked(request: ImageImport, azure: Azure): Promise<readonly string[]> {
  const observed = await whileWorking(t`Checking whether ${nameOf(request.registryId)} can import`, () =>
    observeImport(request, azure, new AbortController().signal),
  );
  const { blockers, unsure } = checkImport(request, observed);
  const [first] = blockers;
  if (first === undefined) return unsure;
  throw new FailureError({
    code: `import.${first.code}`,
    kind: 'user',
    message: blockers.map(({ message }) => message).join(' '),
    nextAction: `${first.wayOut}${first.command === undefined ? '' : t` With the Azure CLI: ${first.command}`}`,
    resourceId: request.registryId,
  });
}

async function confirmedByUser({ request, from, to }: Asked, unsure: readonly string[]): Promise<boolean> {
  const verb = request.overwrite ? t('Overwrite') : t('Import');
  const tag = request.overwrite
    ? t(
        'The tag then points to this image. New pulls of the tag get the new image. The old image stays available by its digest.',
      )
    : t('If the tag already exists, the import fails and nothing changes.');
  const detail = [
    t`From: ${from}`,
    t`To: ${to}`,
    '',
    t`Azure copies the image directly. ${tag} The image counts toward the registry’s storage, which is charged beyond what the SKU includes.`,
    ...unsure.flatMap((text) => ['', `! ${text}`]),
  ];
  const question = `${verb} ${request.target.repository}:${request.target.tag}?`;
  return confirm({ tone: request.overwrite ? 'warning' : 'info', question, detail, verb });
}

/** True when the image is there. A tag that exists is overwritten only after one more question. */
async function run(title: string, asked: Asked, azure: Azure, ports: OperationPorts): Promise<boolean> {
  try {
    return await copy(title, asked, azure, ports);
  } catch (error) {
    if (!isFailureError(error)) throw error;
    const { code, message, nextAction } = error.failure;
    if (code !== 'import.tagExists' && code !== 'import.tagUncertain') throw error;
    const overwrite = t('Overwrite…');
    const words = code === 'import.tagExists' ? message : `${message} ${nextAction}`;
    const answer = await notify('warning', words, overwrite);
    const again = { ...asked, request: { ...asked.request, overwrite: true } };
    if (answer !== overwrite || !(await confirmedByUser(again, []))) return false;
    return copy(title, again, azure, ports);
  }
}

async function copy(
  title: string,
  { request, from, to }: Asked,
  azure: Azure,
  { log, changed }: OperationPorts,
): Promise<boolean> {
  const state = { accepted: false };
  const abort = new AbortController();
  try {
    await whileCancellable(title, async (report, token) => {
      token.onCancellationRequested(() => {
        abort.abort();
      });
      report(from);
      await azure.importImage(
        request,
        {
          accepted() {
            state.accepted = true;
            report(t`Importing ${from}`);
          },
        },
        abort.signal,
      );
    });
  } catch (error) {
    if (!isFailureError(error) || error.failure.kind !== 'cancelled') throw error;
    const end = state.accepted
      ? t`Stopped waiting. Azure continues the import, which can’t be stopped. ${to} may be available later.`
      : t('The import was canceled before Azure confirmed it. It may have started anyway.');
    void notify('warning', end);
    return false;
  } finally {
    changed();
  }
  log.info(`${title}: imported ${from} as ${to}`);
  return true;
}

/** What one does with an image that is there. */
async function offerNext({ request: { registryId, target }, to, port }: Asked): Promise<void> {
  // Short, so that a notification shows all three in full.
  const verify = t('Verify…');
  const insert = t('Insert deployment.yaml…');
  const copyIt = t('Copy Reference');
  const answer = await notify('info', t`Imported ${to}.`, verify, insert, copyIt);
  if (answer === verify) {
    await vscode.commands.executeCommand(commandIds.verifyFromInside, { registryId, image: to });
  } else if (answer === insert) {
    await vscode.commands.executeCommand(commandIds.insertDeployment, { registryId, ...target, port });
  } else if (answer === copyIt) {
    await vscode.env.clipboard.writeText(to);
  }
}
