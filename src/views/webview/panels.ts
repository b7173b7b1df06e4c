/**
 * Panels of one kind, and the forms that they show. A form may outlive its panel, e.g. while it writes: closing the panel
 * stops nothing then, and opening it again shows where things are.
 */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { commandIds } from '../../contributions';
import type { Failure } from '../../model/failure';
import { visibleText } from '../../model/shownText';
import { notify, type Tone } from '../../platform/ask';
import { type Connection, type ConnectionWatch, elsewhereWords } from '../../platform/connection';
import type { Log } from '../../platform/log';
import { dressWebview, type WebviewFiles } from './dress';
import { parseFromPage, type Parsed } from './messages';
import type { Received } from './protocol';
import type { PageRestorer } from './restoring';

export interface PanelsDeps {
  readonly extensionUri: vscode.Uri;
  /** Shows a failure that belongs to no form. */
  readonly present: (error: unknown) => void;
  readonly log: Log;
  readonly connection: Pick<ConnectionWatch, 'current' | 'isOther' | 'onDidChange'>;
  readonly restorer: Pick<PageRestorer, 'add'>;
}

/** Where a panel comes up: with the keyboard, or behind a question that keeps it. */
export type Place = 'front' | 'behind';

/** What any page says; the kind sees to the rest. */
export type PageMessage =
  /** The page is there: it wants to be shown something. */
  | { readonly type: 'ready' }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'signIn'; readonly place: NonNullable<Failure['signIn']> };

/** The end of something that nobody was looking at, in a sentence. */
export interface UnseenEnd {
  readonly words: string;
  readonly is: 'good' | 'doubtful' | 'bad';
}

const tones: Readonly<Record<UnseenEnd['is'], Tone>> = { good: 'info', doubtful: 'warning', bad: 'error' };

export interface PanelsKind<Start, Form, Message> {
  /** One of `webviewTypes`. */
  readonly type: string;
  /** In the log: "link form". */
  readonly name: string;
  readonly files: WebviewFiles;
  parseMessage(raw: unknown): Parsed<PageMessage | Message>;
  /** What VS Code kept over a reload. */
  parseSaved(raw: unknown): Parsed<Start>;
  /** What a panel starts with whose saved state can't be used; undefined closes it. */
  readonly fallback: Start | undefined;
  /** `changed`: the form has to be shown anew. */
  create(start: Start, changed: () => void): Form;
  titleOf(form: Form): string;
  /**
   * What the page shows, and what VS Code keeps for the time after a reload. `emulatorName` is what to call the emulator that
   * stands in for Azure; undefined for Azure.
   */
  show(form: Form, emulatorName: string | undefined): { readonly view: unknown; readonly saved: unknown };
  handle(form: Form, message: Message): void | Promise<void>;
  /** It writes, or has something run: it has to be followed and cancelled whatever becomes of the connection. */
  isBusy(form: Form): boolean;
  /** Its panel was closed. Whether the form goes on without one. */
  closed(form: Form): boolean;
  /** Its panel has come back to the front, or was asked for again. */
  cameToFront?(form: Form): void;
  /** What to tell of a form without a panel after a change; undefined for nothing. */
  endOf(form: Form): UnseenEnd | undefined;
}

interface Session<Form> {
  readonly form: Form;
  /** Over which it reads and writes. */
  readonly connection: Connection;
  panel: vscode.WebviewPanel | undefined;
  /** A view is on its way: more changes until then go with it. */
  posting: boolean;
}

export class Panels<Start, Form extends { dispose(): void }, Message> implements vscode.Disposable {
  readonly #sessions = new Set<Session<Form>>();
  readonly #restoring: vscode.Disposable;
  readonly #connectionChanges: vscode.Disposable;

  constructor(
    private readonly deps: PanelsDeps,
    private readonly kind: PanelsKind<Start, Form, Message>,
  ) {
    this.#connectionChanges = deps.connection.onDidChange(() => {
      for (const session of this.#sessions) this.#changed(session);
    });
    this.#restoring = deps.restorer.add(kind.type, (panel, state) => {
      const saved = kind.parseSaved(state);
      if (!saved.ok) deps.log.warn(`The state of a ${kind.name} can’t be used: ${saved.why}`);
      const start = saved.ok ? saved.value : kind.fallback;
      if (start === undefined) panel.dispose();
      else this.#start(start, panel);
    });
  }

  /** Those of the present connection. */
  get forms(): readonly Form[] {
    return [...this.#sessions].flatMap((session) =>
      this.deps.connection.isOther(session.connection) ? [] : [session.form],
    );
  }

  /** A new form in a new panel. */
  open(start: Start, place: Place = 'front'): void {
    this.#start(start, this.#createPanel(place));
  }

  /** Brings the panel of a form to the front of the editors. */
  reveal(form: Form, place: Place = 'front'): void {
    const session = this.#sessionOf(form);
    if (session === undefined) return;
    const { panel } = session;
    // Else it tells by becoming active.
    if (panel?.active !== false) this.kind.cameToFront?.(form);
    if (panel === undefined) this.#attach(session, this.#createPanel(place));
    else if (place === 'behind') panel.reveal(undefined, true);
    else {
      panel.reveal();
      void panel.webview.postMessage({ type: 'focus' });
    }
  }

  /** Ends a form, and closes its panel. */
  drop(form: Form): void {
    const session = this.#sessionOf(form);
    if (session === undefined) return;
    this.#sessions.delete(session);
    form.dispose();
    session.panel?.dispose();
  }

  dispose(): void {
    this.#restoring.dispose();
    this.#connectionChanges.dispose();
    for (const { form } of [...this.#sessions]) this.drop(form);
  }

  #sessionOf(form: Form): Session<Form> | undefined {
    return [...this.#sessions].find((session) => session.form === form);
  }

  #createPanel(place: Place): vscode.WebviewPanel {
    const { type, files } = this.kind;
    const options = { viewColumn: vscode.ViewColumn.Active, preserveFocus: place === 'behind' };
    return vscode.window.createWebviewPanel(type, files.title, options);
  }

  #start(start: Start, panel: vscode.WebviewPanel): void {
    // The form reports changes from its first moment on, before the session is there.
    const mine: { session?: Session<Form> } = {};
    const form = this.kind.create(start, () => {
      if (mine.session !== undefined) this.#changed(mine.session);
    });
    const { current: connection } = this.deps.connection;
    const session: Session<Form> = { form, connection, panel: undefined, posting: false };
    mine.session = session;
    this.#sessions.add(session);
    this.#attach(session, panel);
  }

  #attach(session: Session<Form>, panel: vscode.WebviewPanel): void {
    const { deps, kind } = this;
    session.panel = panel;
    panel.onDidDispose(() => {
      session.panel = undefined;
      if (this.#sessions.has(session) && !kind.closed(session.form)) this.drop(session.form);
    });
    let wasActive = panel.active;
    panel.onDidChangeViewState(() => {
      if (panel.active && !wasActive) kind.cameToFront?.(session.form);
      wasActive = panel.active;
    });
    panel.webview.onDidReceiveMessage((raw: unknown) => {
      const said = parseFromPage(raw);
      if (!said.ok) {
        deps.log.warn(`A message of the ${kind.name} was refused: ${said.why}`);
        return;
      }
      const { number, message } = said.value;
      // At once, whatever comes of the message: the page waits for this sign of life.
      void panel.webview.postMessage({ type: 'received', number } satisfies Received);
      if (message !== undefined) this.#take(session, message);
    });
    const icon = (theme: string) => vscode.Uri.joinPath(deps.extensionUri, 'media', `link-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    panel.title = visibleText(kind.titleOf(session.form));
    dressWebview(panel.webview, deps.extensionUri, kind.files);
  }

  #take(session: Session<Form>, raw: unknown): void {
    const { deps, kind } = this;
    const message = kind.parseMessage(raw);
    if (message.ok) this.#handle(session, message.value).catch(deps.present);
    else deps.log.warn(`A message of the ${kind.name} was refused: ${message.why}`);
  }

  async #handle(session: Session<Form>, message: PageMessage | Message): Promise<void> {
    if (!isOfAnyPage(message) && this.#elsewhere(session) !== undefined) this.#changed(session);
    else if (!isOfAnyPage(message)) await this.kind.handle(session.form, message);
    else if (message.type === 'copy') await vscode.env.clipboard.writeText(message.text);
    else if (message.type === 'signIn')
      await vscode.commands.executeCommand(commandIds.signIn, { signIn: message.place });
    else this.#changed(session);
  }

  /** What is said on a page with which nothing can be done over the present connection. */
  #elsewhere({ connection: own, form }: Session<Form>): string | undefined {
    const { connection } = this.deps;
    if (!connection.isOther(own) || this.kind.isBusy(form)) return undefined;
    return elsewhereWords(own, connection.current);
  }

  /** Events come in bursts: one view for all that happened in a turn. */
  #changed(session: Session<Form>): void {
    if (session.posting) return;
    session.posting = true;
    setTimeout(() => {
      session.posting = false;
      const { form, panel } = session;
      if (panel !== undefined) {
        panel.title = visibleText(this.kind.titleOf(form));
        const { isEmulator, isSample } = session.connection;
        const emulatorName = isSample ? t('Sample estate') : isEmulator ? t('Emulator') : undefined;
        const elsewhere = this.#elsewhere(session);
        const shown = this.kind.show(form, emulatorName);
        void panel.webview.postMessage({ type: 'view', ...shown, elsewhere });
      } else if (this.#sessions.has(session)) this.#tellEnd(form);
    }, 0);
  }

  /** What ended without a panel says so where the user is. */
  #tellEnd(form: Form): void {
    const end = this.kind.endOf(form);
    if (end === undefined) return;
    const show = t('Show');
    void notify(tones[end.is], end.words, show).then((answer) => {
      if (answer === show) this.reveal(form);
    });
  }
}

function isOfAnyPage(message: unknown): message is PageMessage {
  const { type } = message as { readonly type?: unknown };
  return type === 'ready' || type === 'copy' || type === 'signIn';
}
