import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { nameOf, parseId } from '../model/armId';
import { FailureError, type Failure } from '../model/failure';
import { withoutSecretsIn } from '../model/secrets';
import type { Azure, JournalStorage } from '../provisioning';
import { textOrFailure } from './failures';
import { json } from './json';
import type { Log } from './log';

const scheme = 'acr-private-link';

/** Documents that are only there to be read: VS Code offers no way to change what a content provider gives. */
export interface Documents {
  /** Reads the resource anew and shows it. Rejects with FailureError. */
  showResource(resourceId: string): Promise<void>;
  showJournal(operationId: string): Promise<void>;
  dispose(): void;
}

export function createDocuments(
  azure: Pick<Azure, 'readResource'>,
  journal: Pick<JournalStorage, 'read'>,
  log: Pick<Log, 'error'>,
): Documents {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const texts = new Map<string, string>();
  const read = async (uri: vscode.Uri): Promise<string> => {
    const subject = decodeURIComponent(uri.query);
    if (uri.path.startsWith('/journal/')) {
      const { journalText } = await import('./journalText');
      return journalText(journal, subject);
    }
    const resource = await azure.readResource(requireId(subject), new AbortController().signal);
    return json(withoutSecretsIn(resource));
  };
  // A document that VS Code opens by itself, after a reload, has to be read then.
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) =>
      texts.get(uri.toString()) ?? textOrFailure(read(uri), failureText, log),
  };
  const registration = vscode.workspace.registerTextDocumentContentProvider(scheme, provider);
  const closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString()));
  const show = async (uri: vscode.Uri): Promise<void> => {
    // Read before it is opened: a failure is the command's to show, and no document is opened for it.
    texts.set(uri.toString(), await read(uri));
    changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
  };
  return {
    showResource: (id) => show(uriOf('properties', nameOf(id), id)),
    showJournal: (id) => show(uriOf('journal', id, id)),
    dispose() {
      registration.dispose();
      closing.dispose();
      changed.dispose();
    },
  };
}

function uriOf(kind: string, name: string, subject: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${kind}/${name}.json`, query: encodeURIComponent(subject) });
}

function requireId(id: string): string {
  if (parseId(id) !== undefined) return id;
  throw new FailureError({
    code: 'documents.notAnId',
    kind: 'user',
    message: t`${id} isn’t an Azure resource ID.`,
    nextAction: t('Open the properties from the tree.'),
  });
}

/** JSON as the documents are, so that the editor finds no mistakes in it. */
function failureText({ message, nextAction, code }: Failure): string {
  return json({ error: message, nextAction, code });
}
