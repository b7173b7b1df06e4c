/** The panels that show link forms, one a pair. A form outlives its panel while it writes. */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { webviewTypes } from '../../contributions';
import { nameOf, sameId } from '../../model/armId';
import { detailsOf, failureFrom } from '../../platform/failures';
import type { Log } from '../../platform/log';
import { applyPlan, type ApplyPorts } from '../../provisioning/applying/apply';
import type { Inventory } from '../../provisioning/inventory';
import { planLink } from '../../provisioning/planning/planLink';
import type { Azure } from '../../provisioning/ports';
import { proposeAccess, proposeSpec, type Preferred } from '../../provisioning/proposing/propose';
import { LinkForm } from './form';
import type { Engine } from './formDeps';
import type { Pair, Start } from './formState';
import { savedOf, viewOf } from './formView';
import { parseMessage, parseSaved } from './messages';
import { pageHtml } from './page';
import type { ToApp, ToHost } from './protocol';

export interface LinkPanelDeps {
  readonly extensionUri: vscode.Uri;
  readonly azure: () => Promise<Pick<Azure, 'observe' | 'write' | 'listSubscriptions'>>;
  readonly inventory: () => Promise<Inventory>;
  readonly applyPorts: Pick<ApplyPorts, 'journal' | 'clock' | 'owner'>;
  /** Something was written, or has to be read anew: the inventory is out of date. */
  readonly onLinked: () => void;
  readonly insertManifest: (registryId: string, clusterId: string) => Promise<void>;
  readonly showInTree: (registryId: string, clusterId: string) => Promise<void>;
  /** What to call the emulator that stands in for Azure; undefined for Azure. */
  readonly emulatorName?: () => string | undefined;
  readonly preferred?: () => Preferred;
  /** Shows a failure that belongs to no form. */
  readonly present: (error: unknown) => void;
  readonly log: Log;
}

interface Session {
  readonly form: LinkForm;
  panel: vscode.WebviewPanel | undefined;
  /** A view is on its way: more changes until then go with it. */
  posting: boolean;
}

const engine: Engine = {
  proposeSpec,
  proposePrivate: (observed, preferred) => proposeAccess(observed, 'private', preferred),
  planLink,
  applyPlan,
};

export class LinkPanels implements vscode.Disposable {
  readonly #sessions = new Set<Session>();
  /** What was typed into forms whose panels are closed. */
  readonly #closed: Start[] = [];
  readonly #serializer: vscode.Disposable;

  constructor(private readonly deps: LinkPanelDeps) {
    this.#serializer = vscode.window.registerWebviewPanelSerializer(webviewTypes.link, {
      deserializeWebviewPanel: (panel, state) => {
        const saved = parseSaved(state);
        if (!saved.ok) deps.log.warn(`The state of a link form can't be used: ${saved.why}`);
        this.#start(saved.ok ? saved.value : {}, panel);
        return Promise.resolve();
      },
    });
  }

  /** Shows the form of a pair, or a new one in which what is missing is chosen. */
  open(pair: Pair): void {
    const session = [...this.#sessions].find(({ form }) => samePair(form.pair, pair));
    if (session === undefined) {
      const index = this.#closed.findIndex((start) => samePair(start, pair));
      this.#start(this.#closed.splice(index, index < 0 ? 0 : 1)[0] ?? pair, this.#createPanel());
    } else if (session.panel === undefined) {
      this.#show(session, this.#createPanel());
    } else {
      session.panel.reveal();
      void this.#post(session.panel, { type: 'focus' });
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
    return vscode.window.createWebviewPanel(webviewTypes.link, 'Link', vscode.ViewColumn.Active);
  }

  #start(start: Start, panel: vscode.WebviewPanel): void {
    const { deps } = this;
    // The form reports changes from its first moment on, before the session is there.
    const current: { session?: Session } = {};
    const form = new LinkForm(
      {
        ...deps.applyPorts,
        azure: deps.azure,
        inventory: deps.inventory,
        preferred: deps.preferred ?? (() => ({})),
        newId: randomUUID,
        changed: () => {
          if (current.session !== undefined) this.#changed(current.session);
        },
        linked: deps.onLinked,
        log: (error) => {
          deps.log.error(detailsOf(failureFrom(error)));
        },
      },
      engine,
      start,
    );
    const session: Session = { form, panel: undefined, posting: false };
    current.session = session;
    this.#sessions.add(session);
    this.#show(session, panel);
  }

  #show(session: Session, panel: vscode.WebviewPanel): void {
    const { extensionUri } = this.deps;
    const uri = (...path: string[]) => vscode.Uri.joinPath(extensionUri, ...path);
    session.panel = panel;
    panel.iconPath = { light: uri('media', 'link-light.svg'), dark: uri('media', 'link-dark.svg') };
    panel.title = titleOf(session.form.pair);
    panel.onDidDispose(() => {
      this.#closedPanel(session);
    });
    panel.webview.onDidReceiveMessage((raw: unknown) => {
      this.#received(session, raw);
    });
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [uri('dist', 'webview'), uri('media')],
    };
    panel.webview.html = pageHtml({
      cspSource: panel.webview.cspSource,
      script: panel.webview.asWebviewUri(uri('dist', 'webview', 'link.js')).toString(),
      style: panel.webview.asWebviewUri(uri('media', 'link.css')).toString(),
    });
  }

  #received(session: Session, raw: unknown): void {
    const message = parseMessage(raw);
    if (!message.ok) {
      this.deps.log.warn(`A message of the link form was refused: ${message.why}`);
      return;
    }
    this.#handle(session, message.value);
  }

  #handle(session: Session, message: ToHost): void {
    const { form } = session;
    switch (message.type) {
      case 'ready':
        this.#changed(session);
        return;
      case 'retry':
        // The inventory keeps a failure until it is told to read again.
        this.deps.onLinked();
        form.handle(message);
        return;
      case 'choose':
        form.handle(message);
        this.#yieldToTwin(session);
        return;
      case 'chooseAgain':
      case 'edit':
      case 'preview':
      case 'acknowledge':
      case 'apply':
      case 'cancel':
        form.handle(message);
        return;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        return;
      case 'insertManifest':
        this.#forPair(form.pair, this.deps.insertManifest);
        return;
      case 'showInTree':
        this.#forPair(form.pair, this.deps.showInTree);
        return;
      default:
        unreachable(message);
    }
  }

  /** A pair that another form is about already is shown there: it may be being written to. */
  #yieldToTwin(session: Session): void {
    const { pair } = session.form;
    const twin = [...this.#sessions].find((other) => other !== session && samePair(other.form.pair, pair));
    if (twin === undefined || pair.registryId === undefined || pair.clusterId === undefined) return;
    const { panel } = session;
    this.#drop(session);
    panel?.dispose();
    this.open(pair);
  }

  #drop(session: Session): void {
    session.panel = undefined;
    session.form.dispose();
    this.#sessions.delete(session);
  }

  #forPair(
    { registryId, clusterId }: Pair,
    action: (registryId: string, clusterId: string) => Promise<void>,
  ): void {
    if (registryId === undefined || clusterId === undefined) return;
    action(registryId, clusterId).catch(this.deps.present);
  }

  /** Events come in bursts: one view for all that happened in a turn. */
  #changed(session: Session): void {
    if (session.posting) return;
    session.posting = true;
    setTimeout(() => {
      session.posting = false;
      const { form, panel } = session;
      if (panel === undefined) {
        this.#tellEnd(session);
        return;
      }
      panel.title = titleOf(form.pair);
      const view = viewOf(form, this.deps.applyPorts.clock.now(), this.deps.emulatorName?.());
      void this.#post(panel, { type: 'view', view, saved: savedOf(form) });
    }, 0);
  }

  async #post(panel: vscode.WebviewPanel, message: ToApp): Promise<void> {
    await panel.webview.postMessage(message);
  }

  /** A closed panel leaves its form while that writes or has a failure to tell; else what was typed is kept. */
  #closedPanel(session: Session): void {
    if (!this.#sessions.has(session)) return;
    session.panel = undefined;
    const { form } = session;
    const { phase } = form.snapshot.state;
    if (phase === 'applying' || phase === 'failed') return;
    this.#drop(session);
    if (phase !== 'done') this.#closed.push(savedOf(form));
    if (this.#closed.length > 50) this.#closed.shift();
  }

  /** An operation that ended without a panel says so where the user is. */
  #tellEnd(session: Session): void {
    const { state, pair } = session.form.snapshot;
    const pairName = titleOf(pair);
    const end =
      state.phase === 'done'
        ? state.verification.state !== 'checking' && `${pairName}: done.`
        : state.phase === 'failed' && `${pairName}: ${state.failure.message}`;
    if (end === false) return;
    const told =
      state.phase === 'done'
        ? vscode.window.showInformationMessage(end, 'Show')
        : vscode.window.showErrorMessage(end, 'Show');
    void told.then((answer) => {
      if (answer === 'Show') this.open(pair);
    });
  }
}

function samePair(a: Pair, b: Pair): boolean {
  const same = (one: string | undefined, other: string | undefined): boolean =>
    one === undefined ? other === undefined : sameId(one, other);
  return same(a.registryId, b.registryId) && same(a.clusterId, b.clusterId);
}

function titleOf({ registryId, clusterId }: Pair): string {
  const [registry, cluster] = [registryId, clusterId].map((id) => (id === undefined ? '…' : nameOf(id)));
  return `Link ${registry ?? ''} → ${cluster ?? ''}`;
}

function unreachable(message: never): never {
  throw new Error(`Unknown message ${JSON.stringify(message)}`);
}
