/**
 * What a window has once something of the extension is used: constructed and connected here. The SDK stays on disk until
 * something asks for Azure, the tree until it is shown, and pages and commands (features.ts) until one is used.
 */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import type { Features } from './features';
import { createManifestScanner, type ManifestsModule } from './language/manifestScanner';
import { createRegistryCatalog } from './language/registryCatalog';
import { createAzureSession, type LazyModules } from './platform/azureSession';
import { systemClock } from './platform/clock';
import { ConnectionWatch } from './platform/connection';
import { createDocuments } from './platform/documents';
import { createEstateStore, type EstateStore } from './platform/estateStore';
import { failureFrom } from './platform/failures';
import { keepTidy } from './platform/housekeeping';
import { offerInterrupted } from './platform/interrupted';
import { createJournals } from './platform/journals';
import { keptEstatesIn } from './platform/keptEstates';
import type { LogChannel } from './platform/log';
import { journalledOperations } from './platform/operations';
import { watchOperations } from './platform/operationsWatch';
import { createPresenter, type Presenter } from './platform/present';
import { showRunning } from './platform/runningStatus';
import { SampleEstate } from './platform/sampleEstate';
import { showSample } from './platform/sampleShown';
import { onSettingsChanged, readSettings as readOwnSettings } from './platform/settings';
import { onAccountsChanged } from './platform/signIn';
import { showThrottled } from './platform/throttledStatus';
import type { JournalStorage } from './provisioning';
import type { Explorer, LoadTree } from './views/explorer/explorer';
import { createGuideDocuments } from './views/pushGuide/guideDocuments';
import type { PageRestorer } from './views/webview/restoring';

/** What activation has registered already. */
export interface Registered {
  readonly log: LogChannel;
  readonly explorer: Explorer;
  readonly restorer: PageRestorer;
}

export interface OpenWindow {
  readonly presenter: Presenter;
  readonly journal: JournalStorage;
  /** Pages, commands and tools. */
  readonly features: () => Promise<Features>;
  readonly loadTree: LoadTree;
  /** What the editor shows in manifests. */
  showInManifests(): Promise<readonly { dispose(): void }[]>;
  /** Lets other windows go on at once with what this one works on. */
  releaseOperations(): Promise<void>;
  dispose(): void;
}

export function openWindow(
  context: vscode.ExtensionContext,
  { log, explorer, restorer }: Registered,
): OpenWindow {
  /** Loads files that are built by themselves; the bundler must not follow. */
  const requireBuilt = createRequire(join(context.extensionPath, 'dist', 'extension.js'));
  const lazyModules: LazyModules = {
    azure: () => requireBuilt('./azure.js') as ReturnType<LazyModules['azure']>,
    identity: () => requireBuilt('./identity.js') as ReturnType<LazyModules['identity']>,
  };
  const loadManifests = () => requireBuilt('./manifests.js') as ManifestsModule;
  const presenter = createPresenter(log);
  const sample = new SampleEstate(join(context.extensionPath, 'dist', 'sample', 'emulator.js'));
  const readSettings = () => sample.settings ?? readOwnSettings();
  const connection = new ConnectionWatch(readSettings);
  const session = createAzureSession(readSettings, lazyModules, {
    signedInAs: (account) => {
      connection.signedInAs(account);
    },
    usedBy: (account) => {
      estate.signedInAs(account);
    },
    throttled: showThrottled,
  });
  const { version } = context.extension.packageJSON as { readonly version: string };
  const kept = keptEstatesIn(join(context.globalStorageUri.fsPath, 'estates'), version);
  const estate: EstateStore = createEstateStore(session.azure, readSettings, kept, (error) => {
    log.info(`The tree’s content can’t be saved for the next window: ${failureFrom(error).message}`);
  });
  const journals = createJournals(context.globalStorageUri.fsPath, context.secrets, systemClock);
  const { journal } = journals;
  // Not VS Code's session: windows may share that.
  const owner = randomUUID();
  const origin = () => connection.current.origin;
  const documents = createDocuments(session.azure, journal, log);
  const guides = createGuideDocuments(async (subject) => (await features()).makeGuide(subject), log);
  const scanner = createManifestScanner(loadManifests);
  const catalog = createRegistryCatalog(session.azure.images);
  const signInAgain = () => {
    session.reset();
    catalog.clear();
  };
  /** What is read comes from elsewhere now. */
  const startOver = () => {
    signInAgain();
    connection.settingsChanged();
    estate.startOver();
  };
  const operations = watchOperations(
    journalledOperations(journal, systemClock, owner, origin),
    journals.folder,
    systemClock,
  );
  const treeOptions = {
    estate,
    operations,
    images: session.azure.images,
    connection: () => connection.current,
    log,
  };
  let loading: Promise<Features> | undefined;
  /** A window that has loaded no feature has begun no operation. */
  let releaseOperations = () => Promise.resolve();
  const load = async () => {
    const { createFeatures } = await import('./features');
    const { extensionUri } = context;
    const core = { extensionUri, log, presenter, connection, session, readSettings, estate, journal };
    const shown = { operations, explorer, documents, guides, scanner, restorer };
    const made = createFeatures({ ...core, ...shown, owner, sample });
    own.push(made);
    releaseOperations = () => made.releaseOperations();
    return made;
  };
  const features = () => (loading ??= load());
  const showInManifests = async () => {
    const { registerLanguageFeatures } = await import('./language/languageFeatures');
    return registerLanguageFeatures({ estate, scanner, log, catalog });
  };
  const own: { dispose(): void }[] = [
    sample,
    connection,
    estate,
    documents,
    guides,
    operations,
    offerInterrupted(operations),
    showRunning(operations),
    showSample(sample, journal),
    keepTidy(journals, systemClock, log),
    onSettingsChanged((changed) => {
      if (changed.connection) startOver();
      else {
        if (changed.directories) signInAgain();
        estate.refresh();
      }
    }),
    sample.onDidChange(startOver),
    operations.onDidEndElsewhere(() => {
      estate.refresh();
    }),
    onAccountsChanged(() => {
      signInAgain();
      void connection.accountsChanged().then((isOther) => {
        if (isOther) estate.startOver({ hasSignedOut: true });
        else estate.refresh();
      });
    }),
  ];
  return {
    presenter,
    journal,
    features,
    loadTree: async (...given) => {
      const { createTree } = await import('./views/explorer/explorerTree');
      // It is what the tree asks for first; whoever asks is told why it can't be loaded.
      setImmediate(() => {
        void session.current().catch(() => undefined);
      });
      return createTree(treeOptions, ...given);
    },
    showInManifests,
    releaseOperations: () => releaseOperations(),
    dispose() {
      for (const each of own) each.dispose();
    },
  };
}
