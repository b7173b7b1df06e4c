import * as vscode from 'vscode';
import { nameOf, parseId } from '../model/armId';
import { FailureError, type Failure } from '../model/failure';
import type { Azure, JournalStorage } from '../provisioning/ports';
import { failureOf, readJournal } from '../provisioning/journal/reading';
import { withoutTokens } from '../provisioning/journal/tokenGuard';
import { textOrFailure } from './failures';
import type { Log } from './log';

const scheme = 'acr-private-link';

/** Documents that are only there to be read: VS Code offers no way to change what a content provider gives. */
export interface Documents {
  /** Reads the resource anew and shows it. Rejects with FailureError. */
  showResource(resourceId: string): Promise<void>;
  showJournal(operationId: string): Promise<void>;
  /** Shows a text of our own, in Markdown. */
  showText(title: string, text: string): Promise<void>;
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
    if (uri.path.startsWith('/journal/')) return journalText(journal, subject);
    // Texts of our own are of the moment: after a reload there is nothing to read them from.
    if (uri.path.startsWith('/plan/'))
      return 'This plan was shown before VS Code was reloaded. Make it anew.\n';
    return json(await azure.readResource(requireId(subject), new AbortController().signal));
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
    async showText(title, text) {
      const name = title.replace(/[^\p{L}\p{N} .-]+/gu, '').trim();
      const uri = vscode.Uri.from({ scheme, path: `/plan/${name}.md` });
      texts.set(uri.toString(), text);
      changed.fire(uri);
      // A question follows: the page must not take the keyboard from it, as the command for previews does, which moreover
      // resolves before the page is there.
      await vscode.commands.executeCommand('vscode.openWith', uri, 'vscode.markdown.preview.editor', {
        preview: true,
        preserveFocus: true,
      });
    },
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
    message: `${id} is not the ID of an Azure resource.`,
    nextAction: 'Open the properties from the tree.',
  });
}

/** The journal as it was written; one that isn't used as it is stored, with the reason. */
async function journalText(journal: Pick<JournalStorage, 'read'>, operationId: string): Promise<string> {
  const read = await readJournal(journal, operationId);
  if (read === undefined) {
    throw new FailureError({
      code: 'documents.noJournal',
      kind: 'user',
      message: `There is no journal of the operation ${operationId} on this computer.`,
      nextAction: 'Refresh the view: the operation may have ended.',
    });
  }
  if (read.ok) return withoutTokens(json(JSON.parse(read.text)));
  const { message, nextAction, stored } = read;
  if (stored === undefined) throw new FailureError(failureOf(read));
  const shown = (content: unknown) => withoutTokens(json({ notUsed: message, nextAction, stored: content }));
  try {
    return shown(JSON.parse(stored.text));
  } catch {
    // No JSON, or nested so deeply that it can't be written again.
    return shown(stored.text);
  }
}

/** JSON as the documents are, so that the editor finds no mistakes in it. */
function failureText({ message, nextAction, code }: Failure): string {
  return json({ error: message, nextAction, code });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
