/** Composition root: constructs, connects and registers. The SDK stays on disk until something asks for Azure. */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import * as vscode from 'vscode';
import { chooseImage } from './commands/chooseImage';
import { insertDeployment } from './commands/insertDeployment';
import { makeGuide } from './commands/pushGuide';
import { registerCommands } from './commands/register';
import { commandIds } from './contributions';
import { registerLanguageFeatures } from './language/languageFeatures';
import { createRegistryCatalog } from './language/registryCatalog';
import { createManifestScanner, type ManifestsModule } from './language/manifestScanner';
import { createAzureSession, type LazyModules } from './platform/azureSession';
import { systemClock } from './platform/clock';
import { ConnectionWatch } from './platform/connection';
import { createCommandTerminal } from './platform/commandTerminal';
import { createDocuments } from './platform/documents';
import { createEstateStore } from './platform/estateStore';
import { keepTidy } from './platform/housekeeping';
import { offerInterrupted } from './platform/interrupted';
import { createJournals } from './platform/journals';
import { createLog } from './platform/log';
import { journalledOperations } from './platform/operations';
import { watchOperations } from './platform/operationsWatch';
import { createPresenter } from './platform/present';
import { showRunning } from './platform/runningStatus';
import { emulatorInUse, onSettingsChanged, readProposals, readSettings } from './platform/settings';
import { onAccountsChanged } from './platform/signIn';
import { type JournalStorage, releaseLeases, type RollBackSpec } from './provisioning';
import { DiagnosePanels, toldBy } from './views/diagnose/diagnosePanels';
import { createExplorer, type Explorer } from './views/explorer/explorer';
import { createGuideDocuments } from './views/pushGuide/guideDocuments';
import { CreateRegistryPanels } from './views/createRegistry/createPanels';
import { LinkPanels } from './views/link/linkPanels';
import { HistoryPanels } from './views/history/historyPanels';
import { OperationPanels } from './views/operations/operationPanels';
import { VerifyPanels } from './views/verify/verifyPanels';
import { MakePrivatePanels } from './views/makePrivate/makePrivatePanels';

/** Loads files that are built beside this one; the bundler must not follow. */
const requireBuilt = createRequire(__filename);
const lazyModules: LazyModules = {
  azure: () => requireBuilt('./azure.js') as ReturnType<LazyModules['azure']>,
  identity: () => requireBuilt('./identity.js') as ReturnType<LazyModules['identity']>,
};

const loadManifests = () => requireBuilt('./manifests.js') as ManifestsModule;

/** What `activate` returns to the tests inside of VS Code, which can't look into a tree or a storage from outside. */
export interface TestApi {
  readonly explorer: Explorer;
  readonly journal: JournalStorage;
  /** Where VS Code writes the extension's output channel. */
  readonly logFolder: string;
  /** Where the journals' files are. */
  readonly journalFolder: string;
}

let releaseOperations: (() => Promise<void>) | undefined;

export function activate(context: vscode.ExtensionContext): TestApi | undefined {
  const log = createLog();
  const presenter = createPresenter(log);
  const connection = new ConnectionWatch(readSettings);
  const session = createAzureSession(readSettings, lazyModules, (account) => {
    connection.signedInAs(account);
  });
  const estate = createEstateStore(session.azure, readSettings);
  const journals = createJournals(context.globalStorageUri.fsPath, context.secrets, systemClock);
  const { journal } = journals;
  // Not VS Code's session: windows may share that.
  const owner = randomUUID();
  releaseOperations = () => releaseLeases(journal, systemClock, owner);
  const origin = () => connection.current.origin;
  const documents = createDocuments(session.azure, journal, log);
  const guides = createGuideDocuments((subject) => makeGuide(subject, estate), log);
  const terminal = createCommandTerminal('Push Guide', {
    createTerminal: vscode.window.createTerminal,
    onDidChangeTerminalShellIntegration: vscode.window.onDidChangeTerminalShellIntegration,
    onDidStartTerminalShellExecution: vscode.window.onDidStartTerminalShellExecution,
    onDidEndTerminalShellExecution: vscode.window.onDidEndTerminalShellExecution,
  });
  const scanner = createManifestScanner(loadManifests);
  const catalog = createRegistryCatalog(session.azure.images);
  const signInAgain = () => {
    session.reset();
    catalog.clear();
  };
  const operations = watchOperations(
    journalledOperations(journal, systemClock, owner, origin),
    journals.folder,
    systemClock,
  );
  const explorer = createExplorer({
    estate,
    operations,
    images: session.azure.images,
    emulatorEndpoint: emulatorInUse,
    log,
  });
  const refresh = () => {
    estate.refresh();
  };
  const panels = {
    connection,
    extensionUri: context.extensionUri,
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
    onWritten: refresh,
    showInTree: async (registryId: string, [clusterId]: readonly string[] = []) => {
      await explorer.reveal(registryId, clusterId);
    },
    rollBack: (spec: RollBackSpec) => {
      page.open({ kind: 'rollBack', spec });
    },
    preferred: readProposals,
  };
  const importInto = async (registryId: string) => {
    await vscode.commands.executeCommand(commandIds.importTestImage, { registryId });
  };
  const insertManifest = (registryId: string) =>
    insertDeployment({ registryId }, estate, session.azure.images);
  const verifyFromInside = async (registryId: string, [clusterId, ...others]: readonly string[]) => {
    const only = others.length === 0 ? { clusterId } : {};
    await vscode.commands.executeCommand(commandIds.verifyFromInside, { registryId, ...only });
  };
  const form = new LinkPanels({
    ...forms,
    insertManifest,
    importTestImage: importInto,
    verifyFromInside,
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
    chooseImage: (registryId) => chooseImage(registryId, estate, session.azure.images),
    insertManifest: (image) => insertDeployment(image, estate, session.azure.images),
    link: (pair) => {
      form.open(pair);
    },
    diagnose: (pair, failure) => {
      diagnosing.open({ ...pair, ...(failure && { told: toldBy(failure) }) });
    },
  });
  context.subscriptions.push(
    log,
    connection,
    estate,
    documents,
    guides,
    explorer,
    form,
    createRegistryForm,
    makePrivateForm,
    page,
    history,
    terminal,
    verifying,
    diagnosing,
    ...registerLanguageFeatures({ estate, scanner, log, catalog }),
    ...registerCommands({
      estate,
      explorer,
      images: session.azure.images,
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
      resetSession: () => {
        session.reset();
      },
      operations,
      pages,
      page,
      history,
      running: {
        azure: panels.azure,
        journal,
        clock: systemClock,
        owner,
        origin,
        log,
        changed: refresh,
      },
    }),
    operations,
    offerInterrupted(operations),
    showRunning(operations),
    keepTidy(journals, systemClock, log),
    onSettingsChanged((changed) => {
      if (!changed.connection) {
        estate.refresh();
        return;
      }
      signInAgain();
      connection.settingsChanged();
      estate.startOver();
    }),
    onAccountsChanged(() => {
      signInAgain();
      void connection.accountsChanged().then((isOther) => {
        if (isOther) estate.startOver();
        else estate.refresh();
      });
    }),
  );
  const isTest = context.extensionMode === vscode.ExtensionMode.Test;
  return isTest
    ? { explorer, journal, journalFolder: journals.folder, logFolder: context.logUri.fsPath }
    : undefined;
}

/** The window ends: Azure goes on with what was begun, and the next window can resume the rest at once. */
export async function deactivate(): Promise<void> {
  await releaseOperations?.();
}
