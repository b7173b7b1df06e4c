import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { commandIds } from '../../contributions';
import { FailureError } from '../../model/failure';
import { textOrFailure } from '../../platform/failures';
import type { Log } from '../../platform/log';
import { noGuide, type Guide, type GuideCommand } from './guide';

export const guideScheme = 'acr-private-link-guide';

/** What a guide is about; it stands in the document's address, so that VS Code can open it again after a reload. */
export interface GuideSubject {
  readonly registryId: string;
  /** `repository:tag`. */
  readonly image: string;
}

/** Guides as read-only documents, with lenses that copy a command or send it to the terminal. */
export interface GuideDocuments {
  /** Rejects with FailureError. */
  show(subject: GuideSubject): Promise<void>;
  /** The guide of the active editor; undefined if it shows none. */
  active(): { readonly uri: vscode.Uri; readonly guide: Guide; readonly line: number } | undefined;
  /** A command of a guide that is open; undefined for what is in none. */
  commandAt(uri: string, line: number): GuideCommand | undefined;
  dispose(): void;
}

/** `make` rejects with FailureError for a registry that isn't visible. */
export function createGuideDocuments(
  make: (subject: GuideSubject) => Promise<Guide>,
  log: Pick<Log, 'error'>,
): GuideDocuments {
  const guides = new Map<string, Guide>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const lensesChanged = new vscode.EventEmitter<void>();
  const load = async (uri: vscode.Uri): Promise<string> => {
    const guide = await make(subjectOf(uri));
    guides.set(uri.toString(), guide);
    lensesChanged.fire();
    return guide.text;
  };
  const registrations = [
    vscode.workspace.registerTextDocumentContentProvider(guideScheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) =>
        guides.get(uri.toString())?.text ?? textOrFailure(load(uri), noGuide, log),
    }),
    vscode.languages.registerCodeLensProvider(
      { scheme: guideScheme },
      {
        onDidChangeCodeLenses: lensesChanged.event,
        provideCodeLenses: ({ uri }) => lensesOf(uri, guides.get(uri.toString())),
      },
    ),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => guides.delete(uri.toString())),
  ];
  return {
    async show(subject) {
      const uri = uriOf(subject);
      // Made before it is opened: a failure is the command's to show, and no document is opened for it.
      await load(uri);
      changed.fire(uri);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document, { preview: true });
    },
    active() {
      const editor = vscode.window.activeTextEditor;
      const guide = editor === undefined ? undefined : guides.get(editor.document.uri.toString());
      if (editor === undefined || guide === undefined) return undefined;
      return { uri: editor.document.uri, guide, line: editor.selection.active.line };
    },
    commandAt: (uri, line) => guides.get(uri)?.commands.find((command) => command.line === line),
    dispose() {
      for (const registration of registrations) registration.dispose();
      changed.dispose();
      lensesChanged.dispose();
    },
  };
}

function lensesOf(uri: vscode.Uri, guide: Guide | undefined): vscode.CodeLens[] {
  if (guide === undefined) return [];
  const at = (line: number) => new vscode.Range(line, 0, line, 0);
  // Only where the command stands is passed on: what runs is looked up in the guide.
  const commands = guide.commands.flatMap(({ line }) => {
    const target = [{ guide: uri.toString(), line }];
    return [
      new vscode.CodeLens(at(line), {
        title: `$(copy) ${t('Copy')}`,
        command: commandIds.copyGuideCommand,
        arguments: target,
      }),
      new vscode.CodeLens(at(line), {
        title: `$(terminal) ${t('Run in Terminal…')}`,
        command: commandIds.runGuideCommand,
        arguments: target,
      }),
    ];
  });
  const { registryId } = subjectOf(uri);
  const links = guide.links.map(
    ({ line, title, command }) =>
      new vscode.CodeLens(at(line), { title, command, arguments: [{ registryId }] }),
  );
  return [...links, ...commands];
}

function uriOf({ registryId, image }: GuideSubject): vscode.Uri {
  const registry = (registryId.split('/').at(-1) ?? '').replace(/[^\w.-]/g, '');
  const query = new URLSearchParams({ registryId, image }).toString();
  return vscode.Uri.from({ scheme: guideScheme, path: `/${t`Push to ${registry}`}.md`, query });
}

function subjectOf({ query }: vscode.Uri): GuideSubject {
  const parameters = new URLSearchParams(query);
  const [registryId, image] = [parameters.get('registryId'), parameters.get('image')];
  if (registryId !== null && image !== null) return { registryId, image };
  throw new FailureError({
    code: 'pushGuide.unknown',
    kind: 'user',
    message: t('This isn’t a push guide.'),
    nextAction: t('Open the guide from the registry in the tree.'),
  });
}
