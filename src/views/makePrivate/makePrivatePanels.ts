/** The panels of the forms that make registries private. */
import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import { webviewTypes } from '../../contributions';
import { nameOf, sameId } from '../../model/armId';
import { notify } from '../../platform/ask';
import type { Listing } from '../../provisioning';
import type { Restored } from '../planForm/formState';
import { PlanForm } from '../planForm/planForm';
import { engine } from '../planForm/engine';
import { PlanPanels, type PanelDeps } from '../planForm/planPanels';
import { sharedScope } from '../planForm/protocol/fields';
import { parsed } from '../webview/messages';
import type { MakePrivateDeps } from './makePrivateDeps';
import { MakePrivateKind } from './makePrivateKind';
import type { MakePrivateTypes } from './makePrivateTypes';
import { withMyAddress } from './myAddress';
import type { EndAction } from './protocol/messages';
import { savedForm, toHost } from './protocol/messages';

export interface MakePrivatePanelDeps
  extends PanelDeps, Pick<MakePrivateDeps, 'azure' | 'inventory' | 'preferred' | 'hostSuffix'> {
  /** Opens the link form of a registry with clusters. */
  readonly linkClusters: (registryId: string, clusterIds: readonly string[]) => void;
  readonly showInTree: (registryId: string) => Promise<void>;
  /** What the registry itself answers; rejects with FailureError for one that isn't visible. */
  readonly askRegistry: (registryId: string) => Promise<Listing<unknown>>;
}

export type MakePrivateForm = PlanForm<MakePrivateTypes, MakePrivateKind>;

/** Where addresses are typed; a form that has gone on meanwhile stays as it is. */
function addMyAddress(form: MakePrivateForm, answer: Listing<unknown>): void {
  const { filled, edit } = form.snapshot;
  if (filled?.stage !== 'access') return;
  const found = withMyAddress(filled.fields.ranges, nameOf(form.kind.registryId), answer);
  if (found.kind === 'none') void notify('info', found.words);
  else form.handle({ type: 'edit', scope: sharedScope, field: 'ranges', value: found.ranges, edit });
}

export class MakePrivatePanels implements vscode.Disposable {
  readonly #panels: PlanPanels<MakePrivateTypes, MakePrivateForm, EndAction>;

  constructor(deps: MakePrivatePanelDeps) {
    const { azure, inventory, preferred, hostSuffix } = deps;
    this.#panels = new PlanPanels<MakePrivateTypes, MakePrivateForm, EndAction>(deps, {
      type: webviewTypes.makePrivate,
      name: 'form that makes a registry private',
      files: { title: t('Make a registry private'), script: 'makePrivate', styles: ['makePrivate'] },
      parseMessage: (raw) => parsed(toHost, raw),
      parseSaved: (raw) => parsed(savedForm, raw),
      fallback: undefined,
      create: (common, start) => {
        const all: MakePrivateDeps = { ...common, azure, inventory, preferred, hostSuffix };
        return new PlanForm(all, engine, new MakePrivateKind(all, start), start satisfies Restored);
      },
      isSame: (a, b) => sameId(a.registryId, b.registryId),
      isAbout: (form, { registryId }) => sameId(form.kind.registryId, registryId),
      isChoice: (message) => message.type === 'stage' || message.type === 'overview',
      act: async (action, form) => {
        const { registryId } = form.kind;
        switch (action.type) {
          case 'linkClusters':
            deps.linkClusters(registryId, action.clusterIds);
            return;
          case 'showInTree':
            await deps.showInTree(registryId);
            return;
          case 'addMyAddress':
            addMyAddress(form, await deps.askRegistry(registryId));
        }
      },
    });
  }

  /** Shows the form of a registry. */
  open(registryId: string): void {
    this.#panels.open({ schemaVersion: 1, registryId });
  }

  showOperation(operationId: string): boolean {
    return this.#panels.showOperation(operationId);
  }

  dispose(): void {
    this.#panels.dispose();
  }
}
