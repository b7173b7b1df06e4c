/** The panels that show link forms. */
import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import { webviewTypes } from '../../contributions';
import { sameId } from '../../model/armId';
import type { AnyPlan, Inventory, Preferred } from '../../provisioning';
import { engine } from '../planForm/engine';
import { PlanPanels, type PanelDeps } from '../planForm/planPanels';
import { parsed } from '../webview/messages';
import type { FormAzure } from './linkDeps';
import { createLinkForm, type LinkForm } from './linkForm';
import type { LinkTypes } from './linkTypes';
import type { Parties } from './protocol';
import type { ChoosingMessage, LinkAction } from './protocol/messages';
import { savedForm, toHost } from './protocol/messages';

/** What is offered at the end, for the registry and the clusters that are linked. */
type Next = Readonly<
  Record<LinkAction['type'], (registryId: string, clusterIds: readonly string[]) => Promise<void>>
>;

export interface LinkPanelDeps extends PanelDeps, Next {
  readonly azure: () => Promise<FormAzure>;
  readonly inventory: () => Promise<Inventory>;
  readonly preferred?: () => Preferred;
}

const actions: Readonly<Record<LinkAction['type'], true>> = {
  insertManifest: true,
  importTestImage: true,
  verifyFromInside: true,
  diagnose: true,
  showInTree: true,
};

export class LinkPanels implements vscode.Disposable {
  readonly #panels: PlanPanels<LinkTypes, LinkForm, LinkAction>;

  constructor(deps: LinkPanelDeps) {
    const { azure, inventory, preferred = () => ({}) } = deps;
    this.#panels = new PlanPanels<LinkTypes, LinkForm, LinkAction>(deps, {
      type: webviewTypes.link,
      name: 'link form',
      files: { title: t('Link a registry to a cluster'), script: 'link', styles: ['parties', 'link'] },
      parseMessage: (raw) => parsed(toHost, raw),
      parseSaved: (raw) => parsed(savedForm, raw),
      fallback: subjectOf({ clusterIds: [] }),
      create: (common, start) => createLinkForm({ ...common, azure, inventory, preferred }, engine, start),
      isSame: sameParties,
      isAbout: (form, parties) => sameParties(form.kind.parties, parties) || isWriting(form, parties),
      isChoice: (message): message is ChoosingMessage => !Object.hasOwn(actions, message.type),
      act: async ({ type }, { kind: { parties } }) => {
        if (parties.registryId !== undefined) await deps[type](parties.registryId, parties.clusterIds);
      },
    });
  }

  /** Shows the form of a registry and clusters, or a new one in which what is missing is chosen. */
  open({ registryId, clusterId, clusterIds = [] }: Opened): void {
    this.#panels.open(
      subjectOf({
        ...(registryId === undefined ? {} : { registryId }),
        clusterIds: clusterId === undefined ? clusterIds : [clusterId],
      }),
    );
  }

  /** The same with its plan, as after Preview. Rejects with FailureError where the form shows none. */
  plan(parties: Required<Parties>): Promise<AnyPlan> {
    return this.#panels.plan(subjectOf(parties));
  }

  showOperation(operationId: string): boolean {
    return this.#panels.showOperation(operationId);
  }

  dispose(): void {
    this.#panels.dispose();
  }
}

export interface Opened {
  readonly registryId?: string;
  readonly clusterId?: string;
  /** Several at once, in place of `clusterId`. */
  readonly clusterIds?: readonly string[];
}

function subjectOf(parties: Parties): LinkTypes['subject'] {
  return { schemaVersion: 2, ...parties };
}

/** The form writes to the registry and one of the clusters. */
function isWriting({ busy, kind: { parties } }: LinkForm, { registryId, clusterIds }: Parties): boolean {
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
