/**
 * What VS Code waits for: registers what the extension has to offer. Nearly all stays on disk until something of it is used
 * (window.ts).
 */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { registerCommands } from './commands/register';
import { webviewTypes } from './contributions';
import { isManifestOpen, whenManifestOpens } from './language/manifestLanguages';
import { journalFolderIn, whenJournals } from './platform/journalFolder';
import { later } from './platform/later';
import { createLog } from './platform/log';
import type { JournalStorage } from './provisioning';
import { registerTools } from './tools/register';
import { createExplorer, type Explorer } from './views/explorer/explorer';
import { PageRestorer } from './views/webview/restoring';
import type { OpenWindow } from './window';

/** What `activate` returns to the tests inside of VS Code, which can't look into a tree or a storage from outside. */
export interface TestApi {
  readonly explorer: Explorer;
  journal(): Promise<JournalStorage>;
  /** Where VS Code writes the extension's output channel. */
  readonly logFolder: string;
  /** Where the journals' files are. */
  readonly journalFolder: string;
}

let opening: Promise<OpenWindow> | undefined;

export function activate(context: vscode.ExtensionContext): TestApi | undefined {
  const { subscriptions } = context;
  const log = createLog();
  const open = async () => {
    const { speakShownLanguage } = await import('./platform/shownLanguage');
    speakShownLanguage(join(context.extensionPath, 'dist'));
    const { openWindow } = await import('./window');
    const opened = openWindow(context, { log, explorer, restorer });
    subscriptions.push(opened);
    return opened;
  };
  const window = () => (opening ??= open());
  const explorer = createExplorer(async (...given) => (await window()).loadTree(...given));
  const restorer = new PageRestorer(Object.values(webviewTypes), async () => (await window()).features());
  /** The window shows what runs, and offers what was interrupted. */
  const lookAtJournals = async () => {
    await window();
    return [];
  };
  const journalFolder = journalFolderIn(context.globalStorageUri.fsPath);
  subscriptions.push(
    log,
    explorer,
    restorer,
    ...registerCommands(window),
    ...registerTools(async () => (await (await window()).features()).tools),
    later(whenManifestOpens, async () => (await window()).showInManifests(), log),
    later((begin) => whenJournals(journalFolder, begin), lookAtJournals, log),
  );
  // Else it was the view, a page or a command that woke the extension: VS Code takes a moment to ask for what is in it.
  const preparing = setImmediate(() => {
    if (!isManifestOpen()) explorer.prepare();
  });
  subscriptions.push({
    dispose: () => {
      clearImmediate(preparing);
    },
  });
  const isTest = context.extensionMode === vscode.ExtensionMode.Test;
  return isTest
    ? {
        explorer,
        journal: async () => (await window()).journal,
        journalFolder,
        logFolder: context.logUri.fsPath,
      }
    : undefined;
}

/** The window ends: Azure goes on with what was begun, and the next window can resume the rest at once. */
export async function deactivate(): Promise<void> {
  await (await opening)?.releaseOperations();
}
