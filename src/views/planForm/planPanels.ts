/** The panels that show forms of one kind. A form outlives its panel while it writes. */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { commandIds } from '../../contributions';
import { detailsOf, failureFrom } from '../../platform/failures';
import type { Log } from '../../platform/log';
import type { ApplyPorts } from '../../provisioning/applying/apply';
import type { WebviewFiles } from '../webview/dress';
import type { Parsed } from '../webview/messages';
import type { FormDeps } from './formDeps';
import type { FormTypes } from './formKind';
import type { Restored } from './formState';
import { dress, post, show, tellEnd, type PanelSession } from './panelSession';
import type { FormMessage, PlanForm } from './planForm';
import type { CommonToHost } from './protocol';
import { savedOf } from './view';

/** What the panels of all forms need of VS Code's side. */
export interface PanelDeps {
  readonly extensionUri: vscode.Uri;
  readonly applyPorts: Pick<ApplyPorts, 'journal' | 'clock' | 'owner'>;
  /** Something was written, or has to be read anew: the inventory is out of date. */
  readonly onWritten: () => void;
  /** What to call the emulator that stands in for Azure; undefined for Azure. */
  readonly emulatorName?: () => string | undefined;
  /** Shows a failure that belongs to no form. */
  readonly present: (error: unknown) => void;
  readonly log: Log;
}

/** What a form starts with: what it is about, and what VS Code kept of it. */
export type StartOf<T extends FormTypes> = T['subject'] & Restored;

/** What tells one kind of panels from another. `Action` are the messages that the end of the form offers. */
export interface PanelKind<
  T extends FormTypes,
  F extends PlanForm<T>,
  Action extends { readonly type: string },
> {
  /** One of `webviewTypes`. */
  readonly type: string;
  /** In the log: "link form". */
  readonly name: string;
  /** The form's own style sheets come after those of all forms. */
  readonly files: WebviewFiles;
  parseMessage(raw: unknown): Parsed<CommonToHost | T['message'] | Action>;
  parseSaved(raw: unknown): Parsed<StartOf<T>>;
  /** What a panel is about whose saved state can't be used; undefined closes it. */
  readonly fallback: T['subject'] | undefined;
  create(deps: Omit<FormDeps, 'azure'>, start: StartOf<T>): F;
  /** What is kept of a closed form is for this subject. */
  isSame(a: T['subject'], b: T['subject']): boolean;
  /** The form is the one for this subject, e.g. because it is writing to a part of it. */
  isAbout(form: F, subject: T['subject']): boolean;
  /** Whether the choosing page asks, or the end of the form. */
  isChoice(message: T['message'] | Action): message is T['message'];
  /** What the end of the form offers. */
  act(action: Action, form: F): Promise<void>;
}

export class PlanPanels<T extends FormTypes, F extends PlanForm<T>, Action extends { readonly type: string }>
  implements vscode.Disposable
{
  readonly #sessions = new Set<PanelSession<F>>();
  /** What was typed into forms whose panels are closed. */
  readonly #closed: StartOf<T>[] = [];
  readonly #serializer: vscode.Disposable;

  constructor(
    private readonly deps: PanelDeps,
    private readonly kind: PanelKind<T, F, Action>,
  ) {
    this.#serializer = vscode.window.registerWebviewPanelSerializer(kind.type, {
      deserializeWebviewPanel: (panel, state) => {
        const saved = kind.parseSaved(state);
        if (!saved.ok) deps.log.warn(`The state of a ${kind.name} can't be used: ${saved.why}`);
        const start = saved.ok ? saved.value : kind.fallback;
        if (start === undefined) panel.dispose();
        else this.#start(start, panel);
        return Promise.resolve();
      },
    });
  }

  /** Shows the form for a subject, or a new one. */
  open(subject: T['subject']): void {
    const session = [...this.#sessions].find(({ form }) => this.kind.isAbout(form, subject));
    if (session === undefined) {
      const index = this.#closed.findIndex((start) => this.kind.isSame(start, subject));
      this.#start(this.#closed.splice(index, index < 0 ? 0 : 1)[0] ?? subject, this.#createPanel());
    } else if (session.panel === undefined) {
      this.#show(session, this.#createPanel());
    } else {
      session.panel.reveal();
      void post(session.panel, { type: 'focus' });
    }
  }

  dispose(): void {
    this.#serializer.dispose();
    for (const { form, panel } of this.#sessions) {
      form.dispose();
      panel?.dispose();
    }
    this.#sessions.clear();
  }

  #createPanel(): vscode.WebviewPanel {
    const { type, files } = this.kind;
    return vscode.window.createWebviewPanel(type, files.title, vscode.ViewColumn.Active);
  }

  #start(start: StartOf<T>, panel: vscode.WebviewPanel): void {
    const { deps } = this;
    // The form reports changes from its first moment on, before the session is there.
    const current: { session?: PanelSession<F> } = {};
    const form = this.kind.create(
      {
        ...deps.applyPorts,
        newId: randomUUID,
        changed: () => {
          if (current.session !== undefined) this.#changed(current.session);
        },
        written: deps.onWritten,
        log: (error) => {
          deps.log.error(detailsOf(failureFrom(error)));
        },
      },
      start,
    );
    const session: PanelSession<F> = { form, panel: undefined, posting: false };
    current.session = session;
    this.#sessions.add(session);
    this.#show(session, panel);
  }

  #show(session: PanelSession<F>, panel: vscode.WebviewPanel): void {
    session.panel = panel;
    panel.onDidDispose(() => {
      this.#closedPanel(session);
    });
    panel.webview.onDidReceiveMessage((raw: unknown) => {
      const message = this.kind.parseMessage(raw);
      if (message.ok) this.#handle(session, message.value);
      else this.deps.log.warn(`A message of the ${this.kind.name} was refused: ${message.why}`);
    });
    dress(panel, session.form.kind.title, this.deps.extensionUri, this.kind.files);
  }

  #handle(session: PanelSession<F>, message: CommonToHost | T['message'] | Action): void {
    const { form } = session;
    if (isCommon(message)) this.#handleCommon(session, message);
    else if (this.kind.isChoice(message)) {
      form.choose(message);
      this.#yieldToTwin(session);
    } else this.kind.act(message, form).catch(this.deps.present);
  }

  #handleCommon(session: PanelSession<F>, message: CommonToHost): void {
    const { form } = session;
    switch (message.type) {
      case 'ready':
        this.#changed(session);
        return;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        return;
      case 'showJournal': {
        const { operationId } = form.snapshot;
        void vscode.commands.executeCommand(commandIds.viewJournal, { operationId });
        return;
      }
      case 'retry':
        // The inventory keeps a failure until it is told to read again.
        this.deps.onWritten();
        form.handle(message);
        return;
      default:
        form.handle(message satisfies FormMessage);
    }
  }

  /** What another form is about already is shown there: it may be being written to. */
  #yieldToTwin(session: PanelSession<F>): void {
    const { kind, snapshot } = session.form;
    if (snapshot.state.phase === 'choosing') return;
    const others = [...this.#sessions].filter((other) => other !== session);
    const twin = others.find(({ form }) => this.kind.isAbout(form, kind.subject));
    if (twin === undefined) return;
    const { panel } = session;
    this.#drop(session);
    panel?.dispose();
    this.open(twin.form.kind.subject);
  }

  #drop(session: PanelSession<F>): void {
    session.panel = undefined;
    session.form.dispose();
    this.#sessions.delete(session);
  }

  /** Events come in bursts: one view for all that happened in a turn. */
  #changed(session: PanelSession<F>): void {
    if (session.posting) return;
    session.posting = true;
    setTimeout(() => {
      session.posting = false;
      const { form, panel } = session;
      if (panel !== undefined)
        show(panel, form, this.deps.applyPorts.clock.now(), this.deps.emulatorName?.());
      else if (this.#sessions.has(session)) {
        tellEnd(form, () => {
          this.open(form.kind.subject);
        });
      }
    }, 0);
  }

  /** A closed panel leaves its form while that writes or has a failure to tell; else what was typed is kept. */
  #closedPanel(session: PanelSession<F>): void {
    if (!this.#sessions.has(session)) return;
    session.panel = undefined;
    const { form } = session;
    const { phase } = form.snapshot.state;
    if (phase === 'applying' || phase === 'failed') return;
    this.#drop(session);
    if (phase !== 'done') this.#closed.push(savedOf(form));
    if (this.#closed.length > 50) this.#closed.shift();
  }
}

const commonTypes: Readonly<Record<CommonToHost['type'], true>> = {
  ready: true,
  edit: true,
  preview: true,
  acknowledge: true,
  apply: true,
  cancel: true,
  retry: true,
  resume: true,
  rollBack: true,
  showJournal: true,
  copy: true,
};

function isCommon(message: { readonly type: string }): message is CommonToHost {
  return Object.hasOwn(commonTypes, message.type);
}
