/** The panels that verify; one a pair of registry and cluster. A run goes on when its panel is closed. */
import * as vscode from 'vscode';
import { webviewTypes } from '../../contributions';
import { nameOf, sameId } from '../../model/armId';
import type { Log } from '../../platform/log';
import { verdictOf } from '../../verifying/verification';
import { reportOf, verdictWords } from '../../verifying/wording';
import { dressWebview } from '../webview/dress';
import { parseMessage, parseSaved } from './messages';
import type { EndAction, ToHost } from './protocol';
import { VerifyForm, type VerifyDeps, type VerifyStart } from './verifyForm';
import { titleOf, viewOf } from './verifyView';

export interface VerifyPanelDeps extends Omit<VerifyDeps, 'changed'> {
  readonly extensionUri: vscode.Uri;
  readonly emulatorName: () => string | undefined;
  /** `image` is what was verified, as `repository`, and its tag where it has one. */
  readonly insertManifest: (image: {
    readonly registryId: string;
    readonly repository: string;
    readonly tag?: string;
  }) => Promise<void>;
  readonly link: (pair: { readonly registryId: string; readonly clusterId: string }) => void;
  readonly present: (error: unknown) => void;
  readonly log: Log;
}

interface Session {
  readonly form: VerifyForm;
  panel: vscode.WebviewPanel | undefined;
  /** A view is on its way: more changes until then go with it. */
  posting: boolean;
}

export class VerifyPanels implements vscode.Disposable {
  readonly #sessions = new Set<Session>();
  readonly #serializer: vscode.Disposable;

  constructor(private readonly deps: VerifyPanelDeps) {
    this.#serializer = vscode.window.registerWebviewPanelSerializer(webviewTypes.verify, {
      deserializeWebviewPanel: (panel, state) => {
        const saved = parseSaved(state);
        if (saved.ok) this.#start(saved.value, panel);
        else {
          deps.log.warn(`The state of a verification can't be used: ${saved.why}`);
          panel.dispose();
        }
        return Promise.resolve();
      },
    });
  }

  /** Shows the panel of a pair; an image is taken over unless a run is on. */
  open(start: VerifyStart): void {
    const session = [...this.#sessions].find(
      ({ form }) =>
        sameId(form.start.registryId, start.registryId) && sameId(form.start.clusterId, start.clusterId),
    );
    if (session === undefined) {
      this.#start(start, this.#createPanel());
      return;
    }
    if (start.image !== undefined && session.form.state.phase === 'ready') {
      session.form.take('image', '', start.image, 0);
    }
    if (session.panel === undefined) this.#show(session, this.#createPanel());
    else {
      session.panel.reveal();
      void session.panel.webview.postMessage({ type: 'focus' });
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
    return vscode.window.createWebviewPanel(webviewTypes.verify, 'Verify', vscode.ViewColumn.Active);
  }

  #start(start: VerifyStart, panel: vscode.WebviewPanel): void {
    // The form reports changes from its first moment on, before the session is there.
    const current: { session?: Session } = {};
    const changed = () => {
      if (current.session !== undefined) this.#changed(current.session);
    };
    const session: Session = {
      form: new VerifyForm({ ...this.deps, changed }, start),
      panel: undefined,
      posting: false,
    };
    current.session = session;
    this.#sessions.add(session);
    this.#show(session, panel);
  }

  #show(session: Session, panel: vscode.WebviewPanel): void {
    const { extensionUri, log } = this.deps;
    session.panel = panel;
    panel.onDidDispose(() => {
      this.#closed(session);
    });
    panel.webview.onDidReceiveMessage((raw: unknown) => {
      const message = parseMessage(raw);
      if (message.ok) this.#handle(session, message.value).catch(this.deps.present);
      else log.warn(`A message of a verification was refused: ${message.why}`);
    });
    panel.title = titleOf(session.form);
    const icon = (theme: string) => vscode.Uri.joinPath(extensionUri, 'media', `link-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    dressWebview(panel.webview, extensionUri, {
      title: 'Verify from inside the cluster',
      script: 'verify',
      styles: ['webview', 'planForm', 'link', 'verify'],
    });
  }

  async #handle(session: Session, message: ToHost): Promise<void> {
    const { form } = session;
    switch (message.type) {
      case 'ready':
        this.#changed(session);
        return;
      case 'edit':
        form.take(message.field, message.scope, message.value, message.edit);
        return;
      case 'copy':
        await vscode.env.clipboard.writeText(message.text);
        return;
      case 'retry':
        return form.read();
      case 'chooseImage':
        return form.chooseImage();
      case 'look':
        return form.look();
      case 'run':
        return form.run();
      case 'cancel':
        form.cancel();
        return;
      case 'again':
        form.again();
        return;
      case 'cleanLeftover':
        return form.clean(message.runId);
      default:
        return this.#end(form, message.type);
    }
  }

  async #end({ start: { registryId, clusterId }, state }: VerifyForm, action: EndAction): Promise<void> {
    if (state.phase !== 'done') return;
    const { verification, subject } = state;
    switch (action) {
      case 'link':
        this.deps.link({ registryId, clusterId });
        return;
      case 'insertManifest': {
        const { repository, tag } = verification.request.image;
        await this.deps.insertManifest({ registryId, repository, ...(tag === undefined ? {} : { tag }) });
        return;
      }
      case 'copyReport': {
        const verdict = verdictOf(verification);
        if (verdict === undefined) return;
        await vscode.env.clipboard.writeText(reportOf(verification, subject.registry, verdict));
        return;
      }
    }
  }

  /** Events come in bursts: one view for all that happened in a turn. */
  #changed(session: Session): void {
    if (session.posting) return;
    session.posting = true;
    setTimeout(() => {
      session.posting = false;
      const { form, panel } = session;
      if (panel === undefined) {
        if (this.#sessions.has(session)) this.#tellEnd(session);
        return;
      }
      const view = viewOf(form, this.deps.clock.now(), this.deps.emulatorName());
      void panel.webview.postMessage({ type: 'view', view, saved: form.saved });
    }, 0);
  }

  /** A run that ended without its panel says so where the user is. */
  #tellEnd({ form }: Session): void {
    const { state } = form;
    const verdict = state.phase === 'done' ? verdictOf(state.verification) : undefined;
    if (verdict === undefined) return;
    const { registryId, clusterId } = form.start;
    const words = `Verify ${nameOf(registryId)} from ${nameOf(clusterId)}: ${verdictWords[verdict]}.`;
    const told =
      verdict === 'pulled'
        ? vscode.window.showInformationMessage(words, 'Show')
        : vscode.window.showWarningMessage(words, 'Show');
    void told.then((answer) => {
      if (answer === 'Show') this.open(form.start);
    });
  }

  #closed(session: Session): void {
    session.panel = undefined;
    if (session.form.state.phase === 'running') return;
    session.form.dispose();
    this.#sessions.delete(session);
  }
}
