/** The panels of operations that have no form: what they would do is shown, agreed to, and followed to its end. */
import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import { webviewTypes } from '../../contributions';
import { engine } from '../planForm/engine';
import type { OperationAzure } from '../planForm/formDeps';
import { PlanForm } from '../planForm/planForm';
import { isNever, PlanPanels, type PanelDeps } from '../planForm/planPanels';
import { parsed } from '../webview/messages';
import { clustersOf, OperationKind, registryOf, type OperationTypes } from './operationKind';
import type { NextAction } from './protocol/messages';
import { toHost } from './protocol/messages';
import { savedForm, type Subject, type Wanted } from './wanted';

/** What is offered at the end, for the registry and the clusters that the operation is about. */
type Next = Readonly<
  Record<NextAction['type'], (registryId: string, clusterIds: readonly string[]) => Promise<void>>
>;

export interface OperationPanelDeps extends PanelDeps, Next {
  readonly azure: () => Promise<OperationAzure>;
}

type OperationForm = PlanForm<OperationTypes, OperationKind>;

export class OperationPanels implements vscode.Disposable {
  readonly #panels: PlanPanels<OperationTypes, OperationForm, NextAction>;

  constructor(deps: OperationPanelDeps) {
    const { azure } = deps;
    this.#panels = new PlanPanels<OperationTypes, OperationForm, NextAction>(deps, {
      type: webviewTypes.plan,
      name: 'page of an operation',
      files: { title: t('Plan'), script: 'plan', styles: ['parties', 'link'] },
      parseMessage: (raw) => parsed(toHost, raw),
      parseSaved: (raw) => parsed(savedForm, raw),
      // Nobody can tell what it was about.
      fallback: undefined,
      create: (common, start) => {
        const all = { ...common, azure };
        const { schemaVersion, wanted, resumes } = start;
        const subject = { schemaVersion, wanted, ...(resumes === undefined ? {} : { resumes }) };
        return new PlanForm(all, engine, new OperationKind(all, subject), start);
      },
      isSame,
      // What is over is no reason not to begin anew.
      isAbout: ({ kind, snapshot }, subject) =>
        snapshot.state.phase !== 'done' && isSame(kind.subject, subject),
      isChoice: isNever,
      act: async ({ type }, { kind: { subject } }) => {
        const registryId = registryOf(subject.wanted);
        if (registryId !== undefined) await deps[type](registryId, clustersOf(subject.wanted));
      },
    });
  }

  /** Shows the page of an operation; `resumes` is the id of one that is gone on with. */
  open(wanted: Wanted, resumes?: string): void {
    this.#panels.open({ schemaVersion: 1, wanted, ...(resumes === undefined ? {} : { resumes }) });
  }

  /** See `PlanPanels`. */
  showOperation(operationId: string): boolean {
    return this.#panels.showOperation(operationId);
  }

  dispose(): void {
    this.#panels.dispose();
  }
}

function isSame(a: Subject, b: Subject): boolean {
  return a.resumes === b.resumes && JSON.stringify(a.wanted) === JSON.stringify(b.wanted);
}
