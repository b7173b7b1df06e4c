/** Composition root: constructs, connects and registers. The SDK stays on disk until something asks for Azure. */
import { createRequire } from 'node:module';
import * as vscode from 'vscode';
import { registerCommands } from './commands/register';
import { createAzureSession, type LazyModules } from './platform/azureSession';
import { createDocuments } from './platform/documents';
import { createEstateStore } from './platform/estateStore';
import { fileJournalStorage } from './platform/journalStorage';
import { createLog } from './platform/log';
import { createPresenter } from './platform/present';
import { onSettingsChanged, readSettings } from './platform/settings';
import { onAccountsChanged } from './platform/signIn';
import { createExplorer } from './views/explorer/explorer';

/** Loads files that are built beside this one; the bundler must not follow. */
const requireBuilt = createRequire(__filename);
const lazyModules: LazyModules = {
  azure: () => requireBuilt('./azure.js') as ReturnType<LazyModules['azure']>,
  identity: () => requireBuilt('./identity.js') as ReturnType<LazyModules['identity']>,
};

export function activate(context: vscode.ExtensionContext) {
  const log = createLog();
  const presenter = createPresenter(log);
  const session = createAzureSession(readSettings, lazyModules);
  const estate = createEstateStore(session.azure, readSettings);
  const journal = fileJournalStorage(vscode.Uri.joinPath(context.globalStorageUri, 'operations').fsPath);
  const documents = createDocuments(session.azure, journal);
  const startOver = () => {
    session.reset();
    estate.refresh();
  };
  const listOperations = () => Promise.resolve([]);
  const explorer = createExplorer({
    estate,
    listOperations,
    emulatorEndpoint: () => readSettings().emulatorEndpoint,
    log,
  });
  const form = {
    open: () => {
      throw new Error('not yet');
    },
  };
  context.subscriptions.push(
    log,
    estate,
    documents,
    explorer,
    ...registerCommands({
      estate,
      documents,
      form,
      log,
      presenter,
      readSettings,
      resetSession: () => {
        session.reset();
      },
      listOperations,
    }),
    onSettingsChanged(({ connection }) => {
      if (connection) startOver();
      else estate.refresh();
    }),
    onAccountsChanged(startOver),
  );
  // Tests have no other way to read a tree.
  return context.extensionMode === vscode.ExtensionMode.Test ? { explorer } : undefined;
}
