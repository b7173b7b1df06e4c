/**
 * The pages, commands and tools, put together. This and what it needs is loaded when a command is used for the first time, or a
 * page comes back after a reload: most windows never need it.
 */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { chooseImage } from './commands/chooseImage';
import { commandHandlers, type CommandHandlers } from './commands/handlers';
import { exportPlan } from './commands/exportPlan';
import { insertDeployment } from './commands/insertDeployment';
import { makeGuide } from './commands/pushGuide';
import { registryOf } from './commands/registryOf';
import { commandIds } from './contributions';
import type { ManifestScanner } from './language/manifestScanner';
import type { AzureSession } from './platform/azureSession';
import { systemClock } from './platform/clock';
import { createCommandTerminal } from './platform/commandTerminal';
import type { ConnectionWatch } from './platform/connection';
import type { Documents } from './platform/documents';
import type { EstateStore } from './platform/estateStore';
import type { LogChannel } from './platform/log';
import type { OperationsWatch } from './platform/operationsWatch';
import type { Settings } from './platform/parseSettings';
import type { Presenter } from './platform/present';
import type { SampleEstate } from './platform/sampleEstate';
import { readProposals } from './platform/settings';
import { type AnyPlan, type JournalStorage, releaseLeases, type RollBackSpec } from './provisioning';
import { createToolSet, type ToolSet } from './tools/toolSet';
import { CreateRegistryPanels } from './views/createRegistry/createPanels';
import { DiagnosePanels, toldBy } from './views/diagnose/diagnosePanels';
import type { Explorer } from './views/explorer/explorer';
import { HistoryPanels } from './views/history/historyPanels';
import { LinkPanels } from './views/link/linkPanels';
import { MakePrivatePanels } from './views/makePrivate/makePrivatePanels';
import { OperationPanels } from './views/operations/operationPanels';
import type { Guide } from './views/pushGuide/guide';
import type { GuideDocuments, GuideSubject } from './views/pushGuide/guideDocuments';
import { VerifyPanels } from './views/verify/verifyPanels';
import type { PageRestorer } from './views/webview/restoring';

/** What every window has, and pages and commands stand on. */
export interface Core {
  readonly extensionUri: vscode.Uri;
  readonly log: LogChannel;
  readonly presenter: Presenter;
  readonly connection: ConnectionWatch;
  readonly session: AzureSession;
  readonly sample: SampleEstate;
  /** Those of the sample estate while it is there. Throws a FailureError for a setting that can't be used. */
  readonly readSettings: () => Settings;
  readonly estate: EstateStore;
  readonly journal: JournalStorage;
  /** Names this window in leases. */
  readonly owner: string;
  readonly operations: OperationsWatch;
  readonly explorer: Explorer;
  readonly documents: Documents;
  readonly guides: GuideDocuments;
  readonly scanner: ManifestScanner;
  readonly restorer: PageRestorer;
}

export interface Features {
  readonly handlers: CommandHandlers;
  readonly tools: ToolSet;
  /** The guide of a registry and an image. Rejects with FailureError for a registry that isn't visible. */
  makeGuide(subject: GuideSubject): Promise<Guide>;
  /** Lets other windows go on at once with what this one works on. */
  releaseOperations(): Promise<void>;
  dispose(): void;
}

export function createFeatures(core: Core): Features {
  const { connection, documents, estate, explorer, guides, journal, log, operations, owner } = core;
  const { presenter, readSettings, sample, scanner, session } = core;
  const { images } = session.azure;
  const origin = () => connection.current.origin;
  const terminal = createCommandTerminal(t('Push Guide'), {
    createTerminal: vscode.window.createTerminal,
    onDidChangeTerminalShellIntegration: vscode.window.onDidChangeTerminalShellIntegration,
    onDidStartTerminalShellExecution: vscode.window.onDidStartTerminalShellExecution,
    onDidEndTerminalShellExecution: vscode.window.onDidEndTerminalShellExecution,
  });
  const refresh = () => {
    estate.refresh();
  };
  const panels = {
    connection,
    extensionUri: core.extensionUri,
    restorer: core.restorer,
    azure: () => session.current(),
    inventory: async () => (await estate.get()).inventory,
    present: (error: unknown) => {
      presenter.show(error);
    },
    log,
  };
  const forms = {
    ...panels,
    applyPorts: { journal, clock: systemClock, owner, origin },
    operations,
    onWritten: refresh,
    showInTree: async (registryId: string, [clusterId]: readonly string[] = []) => {
      await explorer.reveal(registryId, clusterId);
    },
    exportPlan: (plan: AnyPlan) => exportPlan(plan, readSettings(), () => session.current()),
    rollBack: (spec: RollBackSpec) => {
      page.open({ kind: 'rollBack', spec });
    },
    preferred: readProposals,
  };
  const importInto = async (registryId: string) => {
    await vscode.commands.executeCommand(commandIds.importTestImage, { registryId });
  };
  const insertManifest = (registryId: string) => insertDeployment({ registryId }, estate, images);
  const verifyFromInside = async (registryId: string, [clusterId, ...others]: readonly string[]) => {
    const only = others.length === 0 ? { clusterId } : {};
    await vscode.commands.executeCommand(commandIds.verifyFromInside, { registryId, ...only });
  };
  const form = new LinkPanels({
    ...forms,
    insertManifest,
    importTestImage: importInto,
    verifyFromInside,
    diagnose: async (registryId, [clusterId, ...others]) => {
      const only = others.length === 0 && clusterId !== undefined ? { clusterId } : {};
      await vscode.commands.executeCommand(commandIds.diagnose, { registryId, ...only });
    },
  });
  const createRegistryForm = new CreateRegistryPanels({
    ...forms,
    hostSuffix: () => readSettings().cloud.registrySuffix,
    linkToCluster: (registryId) => {
      form.open({ registryId });
      return Promise.resolve();
    },
    importTestImage: importInto,
    insertManifest,
  });
  const makePrivateForm = new MakePrivatePanels({
    ...forms,
    hostSuffix: () => readSettings().cloud.registrySuffix,
    linkClusters: (registryId, clusterIds) => {
      form.open({ registryId, clusterIds });
    },
    askRegistry: async (registryId) =>
      images.repositories(await registryOf(registryId, estate), undefined, new AbortController().signal),
  });
  const page: OperationPanels = new OperationPanels({
    ...forms,
    link: (registryId, clusterIds) => {
      form.open({ registryId, clusterIds });
      return Promise.resolve();
    },
    verify: verifyFromInside,
    insertManifest,
  });
  const pages = [form, createRegistryForm, makePrivateForm, page];
  const history = new HistoryPanels({ ...panels, operations });
  const diagnosing = new DiagnosePanels({
    ...panels,
    outdated: refresh,
    link: (of) => {
      form.open(of);
    },
    attach: async (pair) => {
      await vscode.commands.executeCommand(commandIds.attach, pair);
    },
    approve: async (connection) => {
      await vscode.commands.executeCommand(commandIds.approve, connection);
    },
    showInTree: (resourceId) => explorer.reveal(resourceId),
    viewProperties: async (resourceId) => {
      await vscode.commands.executeCommand(commandIds.viewProperties, { resourceId });
    },
    openInPortal: async (resourceId) => {
      await vscode.commands.executeCommand(commandIds.openInPortal, { resourceId });
    },
  });
  const verifying = new VerifyPanels({
    ...panels,
    refresh,
    clock: systemClock,
    journal,
    chooseImage: (registryId) => chooseImage(registryId, estate, images),
    insertManifest: (image) => insertDeployment(image, estate, images),
    link: (pair) => {
      form.open(pair);
    },
    diagnose: (pair, failure, repository) => {
      diagnosing.open({ ...pair, ...(failure && { told: toldBy(failure, repository) }) });
    },
  });
  const handlers = commandHandlers({
    estate,
    explorer,
    images,
    documents,
    form,
    createRegistryForm,
    makePrivateForm,
    guides,
    log,
    presenter,
    scanner,
    terminal,
    verifying,
    diagnosing,
    readSettings,
    sample,
    resetSession: () => {
      session.reset();
    },
    operations,
    pages,
    page,
    history,
    running: { ...forms.applyPorts, azure: panels.azure, log, changed: refresh },
  });
  const tools = createToolSet({
    estate,
    images,
    azure: panels.azure,
    cloud: () => readSettings().cloud,
    forms: {
      link: (parties) => form.plan(parties),
      privateRegistry: ({ subscriptionId, ...given }) => createRegistryForm.plan(subscriptionId, given),
    },
    verify: (start, signal) => verifying.run(start, signal),
  });
  const own = [terminal, form, createRegistryForm, makePrivateForm, page, history, diagnosing, verifying];
  return {
    handlers,
    tools,
    makeGuide: (subject) => makeGuide(subject, estate, readSettings()),
    releaseOperations: () => releaseLeases(journal, systemClock, owner),
    dispose() {
      for (const each of own) each.dispose();
    },
  };
}
