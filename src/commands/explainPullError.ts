import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { commandIds } from '../contributions';
import { explainPulls, type ExplainedPull } from '../diagnosis/explain';
import { wholeRepository } from '../manifests/reference';
import { samePair } from '../model/armId';
import { inputBox, notify } from '../platform/ask';
import type { Estate, EstateStore } from '../platform/estateStore';
import { toldBy } from '../views/diagnose/diagnosePanels';
import type { DiagnoseOpener } from './diagnose';
import { pickOne } from './pick';
import { pickClusterOf } from './pickInEstate';
import { pairOf, textOf } from './target';

const title = t('Explain Pull Error');
const noPull = t(
  'This text doesn’t describe a failed pull. Copy the pod’s events (kubectl describe pod), or the log line that names the image.',
);

/**
 * Explains what a text says of a failed pull, and opens the diagnosis of the pair where it ended. The text is the argument's
 * `text`, what is selected in the editor, what was copied, or else what the user types.
 */
export async function explainPullError(
  argument: unknown,
  panels: DiagnoseOpener,
  store: EstateStore,
): Promise<void> {
  const text = textOf(argument, 'text') ?? (await pullText());
  if (text === undefined) return;
  const all = explainPulls(text);
  const pull = all.length > 1 ? await pickPull(all) : all[0];
  if (pull === undefined) {
    if (all.length === 0) await notify('warning', noPull);
    return;
  }
  const estate = await store.get();
  const given = pairOf(argument);
  const registryId = given.registryId ?? registryOf(estate, pull);
  if (registryId === undefined) {
    await explainAlone(pull);
    return;
  }
  const clusterId =
    given.clusterId ?? clusterOf(estate, registryId, pull) ?? (await pickClusterOf(store, title, registryId));
  if (clusterId === undefined) return;
  panels.open({ registryId, clusterId, told: toldBy(pull.failure, wholeRepository(pull.image)) });
}

/** Selected, else copied, where that is about a pull; else typed. */
async function pullText(): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor?.document.getText(editor.selection) ?? '';
  if (selected.trim() !== '') return selected;
  const copied = await vscode.env.clipboard.readText();
  if (explainPulls(copied).length > 0) return copied;
  return inputBox({
    title,
    prompt: t('Pod event or log line that says why a pull failed'),
    problemOf: (typed) => (explainPulls(typed).length === 0 ? noPull : undefined),
  });
}

function pickPull(all: readonly ExplainedPull[]): Promise<ExplainedPull | undefined> {
  const items = all.map((pull) => ({
    label: pull.image ?? pull.host ?? t('An image'),
    description: pull.failure.message,
    value: pull,
  }));
  return pickOne(title, t('Choose the image'), items);
}

function registryOf({ inventory }: Estate, { host }: ExplainedPull): string | undefined {
  return inventory.registries.find(({ loginServer }) => loginServer.toLowerCase() === host)?.id;
}

/** The only one linked with the registry that has a pool of that name, where the text names one. */
function clusterOf(
  { inventory, links }: Estate,
  registryId: string,
  { pool }: ExplainedPull,
): string | undefined {
  const linked = inventory.clusters.filter(({ id }) =>
    links.some((link) => samePair(link, { registryId, clusterId: id })),
  );
  const fitting = linked.filter(
    ({ pools }) => pool === undefined || pools.some(({ name }) => name.toLowerCase() === pool.toLowerCase()),
  );
  return fitting.length === 1 ? fitting[0]?.id : undefined;
}

/** Of a registry that isn't in the tree only the text can be told. */
async function explainAlone({ host, failure }: ExplainedPull): Promise<void> {
  const where =
    host === undefined
      ? t('The text doesn’t name a registry')
      : t`${host} isn’t among the registries that could be read in the selected subscriptions`;
  const select = t('Select Subscriptions…');
  const answer = await notify('warning', `${failure.message} ${failure.nextAction} (${where}.)`, select);
  if (answer === select) await vscode.commands.executeCommand(commandIds.selectSubscriptions);
}
