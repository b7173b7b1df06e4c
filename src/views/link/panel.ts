/** The panels that show link forms. A form outlives its panel while it writes. */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { commandIds, webviewTypes } from '../../contributions';
import { sameId } from '../../model/armId';
import { detailsOf, failureFrom } from '../../platform/failures';
import type { Log } from '../../platform/log';
import { applyPlan, type ApplyPorts } from '../../provisioning/applying/apply';
import type { Inventory } from '../../provisioning/inventory';
import { planLink } from '../../provisioning/planning/planLink';
import { proposeSpec, type Preferred } from '../../provisioning/proposing/propose';
import { resumeOperation } from '../../provisioning/resuming/resume';
import { LinkForm } from './form';
import type { Engine, FormAzure } from './formDeps';
import type { Parties, Start } from './formState';
import { savedOf } from './formView';
import { parseMessage, parseSaved } from './messages';
import { dress, post, show, tellEnd, type PanelSession } from './panelSession';
import type { ToHost } from './protocol';

export interface LinkPanelDeps {
  readonly extensionUri: vscode.Uri;
  readonly azure: () => Promise<FormAzure>;
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

const engine: Engine = { proposeSpec, planLink, applyPlan, resumeOperation };

export class LinkPanels implements vscode.Disposable {
  readonly #sessions = new Set<PanelSession>();
  /** What was typed into forms whose panels are closed. */
  readonly #closed: Start[] = [];
  readonly #serializer: vscode.Disposable;

  constructor(private readonly deps: LinkPanelDeps) {
    this.#serializer = vscode.window.registerWebviewPanelSerializer(webviewTypes.link, {
      deserializeWebviewPanel: (panel, state) => {
        const saved = parseSaved(state);
        if (!saved.ok) deps.log.warn(`The state of a link form can't be used: ${saved.why}`);
        this.#start(saved.ok ? saved.value : { clusterIds: [] }, panel);
        return Promise.resolve();
      },
    });
  }

  /** Shows the form of a pair, or a new one in which what is missing is chosen. */
  open({ registryId, clusterId }: { readonly registryId?: string; readonly clusterId?: string }): void {
    this.#open({
      ...(registryId === undefined ? {} : { registryId }),
      clusterIds: clusterId === undefined ? [] : [clusterId],
    });
  }

  dispose(): void {
    this.#serializer.dispose();
    for (const { form, panel } of this.#sessions) {
      form.dispose();
      panel?.dispose();
    }
    this.#sessions.clear();
  }

  #open(parties: Parties): void {
    const session = [...this.#sessions].find(({ form }) => isAbout(form, parties));
    if (session === undefined) {
      const index = this.#closed.findIndex((start) => sameParties(start, parties));
      this.#start(this.#closed.splice(index, index < 0 ? 0 : 1)[0] ?? parties, this.#createPanel());
    } else if (session.panel === undefined) {
      this.#show(session, this.#createPanel());
    } else {
      session.panel.reveal();
      void post(session.panel, { type: 'focus' });
    }
  }

  #createPanel(): vscode.WebviewPanel {
    return vscode.window.createWebviewPanel(webviewTypes.link, 'Link', vscode.ViewColumn.Active);
  }

  #start(start: Start, panel: vscode.WebviewPanel): void {
    const { deps } = this;
    // The form reports changes from its first moment on, before the session is there.
    const current: { session?: PanelSession } = {};
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
    const session: PanelSession = { form, panel: undefined, posting: false };
    current.session = session;
    this.#sessions.add(session);
    this.#show(session, panel);
  }

  #show(session: PanelSession, panel: vscode.WebviewPanel): void {
    session.panel = panel;
    panel.onDidDispose(() => {
      this.#closedPanel(session);
    });
    panel.webview.onDidReceiveMessage((raw: unknown) => {
      const message = parseMessage(raw);
      if (message.ok) this.#handle(session, message.value);
      else this.deps.log.warn(`A message of the link form was refused: ${message.why}`);
    });
    dress(panel, session.form, this.deps.extensionUri);
  }

  #handle(session: PanelSession, message: ToHost): void {
    const { form } = session;
    switch (message.type) {
      case 'ready':
        this.#changed(session);
        return;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        return;
      case 'insertManifest':
        this.#forPair(form.parties, this.deps.insertManifest);
        return;
      case 'showInTree':
        this.#forPair(form.parties, this.deps.showInTree);
        return;
      case 'showJournal': {
        const { operationId } = form.snapshot;
        void vscode.commands.executeCommand(commandIds.viewJournal, { operationId });
        return;
      }
      case 'retry':
        // The inventory keeps a failure until it is told to read again.
        this.deps.onLinked();
        form.handle(message);
        return;
      default:
        form.handle(message);
        if (message.type === 'choose' || message.type === 'continue') this.#yieldToTwin(session);
    }
  }

  /** What another form is about already is shown there: it may be being written to. */
  #yieldToTwin(session: PanelSession): void {
    const { parties, snapshot } = session.form;
    if (snapshot.state.phase === 'choosing') return;
    const others = [...this.#sessions].filter((other) => other !== session);
    const twin = others.find(({ form }) => sameParties(form.parties, parties) || isWriting(form, parties));
    if (twin === undefined) return;
    const { panel } = session;
    this.#drop(session);
    panel?.dispose();
    this.#open(twin.form.parties);
  }

  #drop(session: PanelSession): void {
    session.panel = undefined;
    session.form.dispose();
    this.#sessions.delete(session);
  }

  #forPair(
    { registryId, clusterIds: [clusterId] }: Parties,
    action: (registryId: string, clusterId: string) => Promise<void>,
  ): void {
    if (registryId === undefined || clusterId === undefined) return;
    action(registryId, clusterId).catch(this.deps.present);
  }

  /** Events come in bursts: one view for all that happened in a turn. */
  #changed(session: PanelSession): void {
    if (session.posting) return;
    session.posting = true;
    setTimeout(() => {
      session.posting = false;
      const { form, panel } = session;
      if (panel !== undefined)
        show(panel, form, this.deps.applyPorts.clock.now(), this.deps.emulatorName?.());
      else if (this.#sessions.has(session)) {
        tellEnd(session, () => {
          this.#open(form.parties);
        });
      }
    }, 0);
  }

  /** A closed panel leaves its form while that writes or has a failure to tell; else what was typed is kept. */
  #closedPanel(session: PanelSession): void {
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

/** The form of these parties, or one that is writing to one of them. */
function isAbout(form: LinkForm, parties: Parties): boolean {
  return sameParties(form.parties, parties) || isWriting(form, parties);
}

function isWriting({ busy, parties }: LinkForm, { registryId, clusterIds }: Parties): boolean {
  return (
    busy &&
    sameRegistry(parties, { registryId }) &&
    clusterIds.some((id) => includesId(parties.clusterIds, id))
  );
}

function sameParties(a: Parties, b: Parties): boolean {
  return (
    sameRegistry(a, b) &&
    a.clusterIds.length === b.clusterIds.length &&
    a.clusterIds.every((id) => includesId(b.clusterIds, id))
  );
}

function sameRegistry(a: { readonly registryId?: string | undefined }, b: typeof a): boolean {
  return a.registryId === undefined ? b.registryId === undefined : sameId(a.registryId, b.registryId);
}

function includesId(ids: readonly string[], id: string): boolean {
  return ids.some((one) => sameId(one, id));
}
