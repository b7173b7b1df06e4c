/**
 * Composition root: constructs, connects and registers what every window has. The SDK stays on disk until something asks for
 * Azure, the tree until it is shown, what the editor shows until a manifest is open, and pages and commands (features.ts)
 * until one is used.
 */
// First: what other files say is in the language that is read here.
import './platform/shownLanguage';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { registerCommands } from './commands/register';
import { webviewTypes } from './contributions';
import type { Features } from './features';
import { whenManifestOpens } from './language/manifestLanguages';
import { createRegistryCatalog } from './language/registryCatalog';
import type { ManifestScanner, ManifestsModule } from './language/manifestScanner';
import { onAccountsChanged } from './platform/accountsWatch';
import { createAzureSession, type LazyModules } from './platform/azureSession';
import { systemClock } from './platform/clock';
import { ConnectionWatch } from './platform/connection';
import { createDocuments } from './platform/documents';
import { createEstateStore, type EstateStore } from './platform/estateStore';
import { failureFrom } from './platform/failures';
import { keepTidy } from './platform/housekeeping';
import { createJournals } from './platform/journals';
import { later } from './platform/later';
import type { KeptEstates } from './platform/keptEstates';
import { createLog } from './platform/log';
import { journalledOperations } from './platform/operations';
import { watchOperations, whenUnfinished } from './platform/operationsWatch';
import { createPresenter } from './platform/present';
import { SampleEstate } from './platform/sampleEstate';
import type * as SettingsModule from './platform/settings';
import { onSettingsChanged } from './platform/settingsWatch';
import type { JournalStorage } from './provisioning';
import { registerTools } from './tools/register';
import { createExplorer, type Explorer } from './views/explorer/explorer';
import { createGuideDocuments } from './views/pushGuide/guideDocuments';
import { PageRestorer } from './views/webview/restoring';

/** Loads files that are built beside this one; the bundler must not follow. */
const requireBuilt = createRequire(__filename);
const lazyModules: LazyModules = {
  azure: () => requireBuilt('./azure.js') as ReturnType<LazyModules['azure']>,
  identity: () => requireBuilt('./identity.js') as ReturnType<LazyModules['identity']>,
  signIn: () => requireBuilt('./signIn.js') as ReturnType<LazyModules['signIn']>,
};

const loadManifests = () => requireBuilt('./manifests.js') as ManifestsModule;
const loadSettings = () => requireBuilt('./settings.js') as typeof SettingsModule;

/** What `activate` returns to the tests inside of VS Code, which can't look into a tree or a storage from outside. */
export interface TestApi {
  readonly explorer: Explorer;
  readonly journal: JournalStorage;
  /** Where VS Code writes the extension's output channel. */
  readonly logFolder: string;
  /** Where the journals' files are. */
  readonly journalFolder: string;
}

/** A window that has loaded no feature has begun no operation. */
let releaseOperations: (() => Promise<void>) | undefined;

export function activate(context: vscode.ExtensionContext): TestApi | undefined {
  const log = createLog();
  const presenter = createPresenter(log);
  const sample = new SampleEstate(join(context.extensionPath, 'dist', 'sample', 'emulator.js'));
  const readSettings = () => sample.settings ?? loadSettings().readSettings();
  const connection = new ConnectionWatch(readSettings);
  const session = createAzureSession(readSettings, lazyModules, {
    signedInAs: (account) => {
      connection.signedInAs(account);
    },
    usedBy: (account) => {
      estate.signedInAs(account);
    },
  });
  const { version } = context.extension.packageJSON as { readonly version: string };
  const keptEstates = async () => {
    const { keptEstatesIn } = await import('./platform/keptEstates');
    return keptEstatesIn(join(context.globalStorageUri.fsPath, 'estates'), version);
  };
  const kept: KeptEstates = {
    read: async (...given) => (await keptEstates()).read(...given),
    keep: async (...given) => (await keptEstates()).keep(...given),
    forget: async (...given) => (await keptEstates()).forget(...given),
  };
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
  let scanning: Promise<ManifestScanner> | undefined;
  const scanner = () =>
    (scanning ??= import('./language/manifestScanner').then(({ createManifestScanner }) =>
      createManifestScanner(loadManifests),
    ));
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
  const explorer = createExplorer({
    estate,
    operations,
    images: session.azure.images,
    connection: () => connection.current,
    log,
  });
  let loading: Promise<Features> | undefined;
  const load = async () => {
    const { createFeatures } = await import('./features');
    const { extensionUri, subscriptions } = context;
    const core = { extensionUri, log, presenter, connection, session, readSettings, estate, journal };
    const shown = { operations, explorer, documents, guides, scanner: await scanner(), restorer };
    const made = createFeatures({ ...core, ...shown, owner, sample });
    subscriptions.push(made);
    releaseOperations = () => made.releaseOperations();
    return made;
  };
  const features = () => (loading ??= load());
  const showInManifests = async () => {
    const { registerLanguageFeatures } = await import('./language/languageFeatures');
    return registerLanguageFeatures({ estate, scanner: await scanner(), log, catalog });
  };
  const showOperations = async () => {
    const { offerInterrupted } = await import('./platform/interrupted');
    const { showRunning } = await import('./platform/runningStatus');
    return [offerInterrupted(operations), showRunning(operations)];
  };
  const showSample = async () => {
    const { sampleShown } = await import('./platform/sampleShown');
    return [sampleShown(sample, journal)];
  };
  const restorer = new PageRestorer(Object.values(webviewTypes), features);
  context.subscriptions.push(
    log,
    sample,
    connection,
    estate,
    documents,
    guides,
    explorer,
    restorer,
    later(whenManifestOpens, showInManifests, log),
    ...registerCommands(async () => (await features()).handlers, presenter),
    ...registerTools(async () => (await features()).tools),
    operations,
    later((begin) => whenUnfinished(operations, begin), showOperations, log),
    later(sample.onDidChange, showSample, log),
    keepTidy(journals, systemClock, log),
    onSettingsChanged((changed) => {
      if (changed.connection) startOver();
      else {
        if (changed.directories) signInAgain();
        estate.refresh();
      }
    }),
    sample.onDidChange(startOver),
    onAccountsChanged(() => {
      signInAgain();
      void connection.accountsChanged().then((isOther) => {
        if (isOther) estate.startOver({ hasSignedOut: true });
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
