/** The panels that show forms which create a private registry. */
import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import { webviewTypes } from '../../contributions';
import { sameId } from '../../model/armId';
import type { AnyPlan } from '../../provisioning';
import { engine } from '../planForm/engine';
import { isNever, PlanPanels, type PanelDeps } from '../planForm/planPanels';
import { sharedScope } from '../planForm/protocol/fields';
import { parsed } from '../webview/messages';
import type { CreateDeps } from './createDeps';
import { createRegistryForm, type CreateForm, type CreateTypes } from './createKind';
import type { CreateAction } from './protocol/messages';
import { savedForm, toHost } from './protocol/messages';

type Next = Readonly<Record<CreateAction['type'], (registryId: string) => Promise<void>>>;

/** Besides what every form needs: what the end offers, for the registry that was made. */
export interface CreatePanelDeps
  extends PanelDeps, Pick<CreateDeps, 'azure' | 'inventory' | 'preferred' | 'hostSuffix'>, Next {}

export class CreateRegistryPanels implements vscode.Disposable {
  readonly #panels: PlanPanels<CreateTypes, CreateForm, CreateAction>;

  constructor(deps: CreatePanelDeps) {
    const { azure, inventory, preferred, hostSuffix } = deps;
    this.#panels = new PlanPanels<CreateTypes, CreateForm, CreateAction>(deps, {
      type: webviewTypes.createRegistry,
      name: 'form that creates a registry',
      files: { title: t('Create private registry'), script: 'createRegistry', styles: [] },
      parseMessage: (raw) => parsed(toHost, raw),
      parseSaved: (raw) => parsed(savedForm, raw),
      fallback: undefined,
      create: (common, start) =>
        createRegistryForm({ ...common, azure, inventory, preferred, hostSuffix }, engine, start),
      isSame: (a, b) => sameId(a.subscriptionId, b.subscriptionId),
      // A registry that is made is no reason not to make another one.
      isAbout: ({ kind, snapshot }, { subscriptionId }) =>
        snapshot.state.phase !== 'done' && sameId(kind.subject.subscriptionId, subscriptionId),
      isChoice: isNever,
      act: async ({ type }, { kind }) => {
        if (kind.registryId !== undefined) await deps[type](kind.registryId);
      },
    });
  }

  /** Shows the form for a subscription (a GUID): the one that is open, or a new one. */
  open(subscriptionId: string): void {
    this.#panels.open({ schemaVersion: 1, subscriptionId });
  }

  /**
   * The same with its plan, as after Preview; what isn't given stays as it is in the form. Rejects with FailureError where the
   * form shows no plan, or doesn't take a value.
   */
  plan(
    subscriptionId: string,
    given: { readonly name?: string; readonly location?: string },
  ): Promise<AnyPlan> {
    const edits = (['name', 'location'] as const).flatMap((field) => {
      const value = given[field];
      return value === undefined ? [] : [{ scope: sharedScope, field, value }];
    });
    return this.#panels.plan({ schemaVersion: 1, subscriptionId }, edits);
  }

  showOperation(operationId: string): boolean {
    return this.#panels.showOperation(operationId);
  }

  dispose(): void {
    this.#panels.dispose();
  }
}
