/** The panels that diagnose; one a pair, a registry, a cluster or a subscription. */
import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import { webviewTypes } from '../../contributions';
import { hopOf } from '../../diagnosis/explain';
import { sameScope } from '../../diagnosis/scope';
import { wholeRepository } from '../../manifests/reference';
import { samePair, type Pair } from '../../model/armId';
import { stepDone } from '../../platform/walkthrough';
import type { PullFailure } from '../../verifying/pullHops';
import { parsed } from '../webview/messages';
import { Panels, type PageMessage, type PanelsDeps } from '../webview/panels';
import { DiagnoseForm, type DiagnoseDeps } from './diagnoseForm';
import { planById, titleOf, viewOf } from './diagnoseView';
import {
  type DiagnoseStart,
  savedDiagnose,
  type SavedDiagnose,
  type ToHost,
  toHost,
} from './protocol/messages';

export interface DiagnosePanelDeps extends PanelsDeps, Omit<DiagnoseDeps, 'changed'> {
  /** Each shows a plan before anything is written. */
  readonly link: (of: { readonly registryId: string; readonly clusterIds: readonly string[] }) => void;
  readonly attach: (pair: Pair) => Promise<void>;
  readonly approve: (of: { readonly registryId: string; readonly connectionId: string }) => Promise<void>;
  /** False where the tree doesn't have it. */
  readonly showInTree: (resourceId: string) => Promise<boolean>;
  readonly viewProperties: (resourceId: string) => Promise<void>;
  readonly openInPortal: (resourceId: string) => Promise<void>;
}

/** What a node met, as the page shows it; what isn't a matter of the way says itself what to do, as no finding will. */
export function toldBy(
  failure: PullFailure,
  repository: string | undefined,
): NonNullable<SavedDiagnose['told']> {
  const part = hopOf(failure);
  return {
    ...(part === undefined
      ? { message: `${failure.message} ${failure.nextAction}` }
      : { part, message: failure.message }),
    ...(repository !== undefined && { repository }),
  };
}

type Message = Exclude<ToHost, PageMessage>;

export class DiagnosePanels implements vscode.Disposable {
  readonly #panels: Panels<DiagnoseStart, DiagnoseForm, Message>;

  constructor(private readonly deps: DiagnosePanelDeps) {
    this.#panels = new Panels<DiagnoseStart, DiagnoseForm, Message>(deps, {
      type: webviewTypes.diagnose,
      name: 'page that diagnoses',
      files: { title: t('Diagnose'), script: 'diagnose', styles: ['parties', 'verify', 'diagnose'] },
      fallback: undefined,
      parseMessage: (raw) => parsed(toHost, raw),
      parseSaved: (raw) => parsed(savedDiagnose, raw),
      create: (start, changed) => new DiagnoseForm({ ...deps, changed }, start),
      titleOf,
      show: (form, emulatorName) => ({ view: viewOf(form, emulatorName), saved: form.start }),
      handle: (form, message) => this.#handle(form, message),
      isBusy: () => false,
      closed: () => false,
      cameToFront: (form) => {
        form.cameToFront();
      },
      endOf: () => undefined,
    });
  }

  /** Shows the panel of what is asked about; one that is there looks again. */
  open(start: DiagnoseStart): void {
    stepDone('diagnosed');
    const form = this.#panels.forms.find((one) => sameScope(one.start, start));
    if (form === undefined) {
      this.#panels.open(start);
      return;
    }
    this.#panels.reveal(form);
    void form.lookAgain(start.told);
  }

  dispose(): void {
    this.#panels.dispose();
  }

  async #handle(form: DiagnoseForm, message: Message): Promise<void> {
    switch (message.type) {
      case 'retry':
        return form.lookAgain();
      case 'showInTree':
        return this.#showInTree(message.resourceId);
      case 'openInPortal':
        return this.deps.openInPortal(message.resourceId);
      case 'repair':
        return this.#repair(form, message.id);
      case 'openPair': {
        const { registryId, clusterId } = message;
        const { state } = form;
        const isShown =
          state.phase === 'done' && state.diagnoses.some((one) => samePair(one, { registryId, clusterId }));
        if (isShown) this.open({ registryId, clusterId });
        return;
      }
      case 'more':
        return form.lookAtMore();
      case 'findPulls':
        return form.pods?.find();
      case 'openPull': {
        const found = form.pods?.pull(message.index);
        if (found !== undefined)
          this.open({ ...found.pair, told: toldBy(found.pull.failure, wholeRepository(found.pull.image)) });
        return;
      }
    }
  }

  /** Zones, rules and the like aren't in the tree: their properties are shown then. */
  async #showInTree(resourceId: string): Promise<void> {
    if (!(await this.deps.showInTree(resourceId))) await this.deps.viewProperties(resourceId);
  }

  async #repair(form: DiagnoseForm, id: string): Promise<void> {
    const plan = planById(form, id);
    if (plan === undefined) return;
    const { kind, registryId, clusterIds, connectionId = '' } = plan;
    const [clusterId = ''] = clusterIds;
    switch (kind) {
      case 'link':
        this.deps.link({ registryId, clusterIds });
        return;
      case 'attach':
        return this.deps.attach({ registryId, clusterId });
      case 'approval':
        return this.deps.approve({ registryId, connectionId });
    }
  }
}
