import * as vscode from 'vscode';
import {
  type Azure,
  type Directory,
  type Inventory,
  type Link,
  linksOf,
  type Subscription,
} from '../provisioning';
import type { Settings } from './parseSettings';

/** Everything that the tree and the pickers show, read at one moment. */
export interface Estate {
  /** All that the account can see. */
  readonly visible: readonly Subscription[];
  /** Those that the filter leaves and that aren't disabled. */
  readonly subscriptions: readonly Subscription[];
  readonly inventory: Inventory;
  /** Where no subscription can be used: the directories that the account is in, one of which may have others. */
  readonly directories?: readonly Directory[];
  readonly links: readonly Link[];
}

/** Reads the estate once and keeps it, a failure too, until somebody refreshes. */
export interface EstateStore {
  /** The estate is or will be another: ask again. */
  readonly onDidChange: vscode.Event<void>;
  get(): Promise<Estate>;
  /** Always asks Azure: the picker of subscriptions shows what is there now. */
  listSubscriptions(): Promise<readonly Subscription[]>;
  /** Directories that the account is in; always asks Azure, too. */
  listDirectories(): Promise<readonly Directory[]>;
  refresh(): void;
  dispose(): void;
}

const empty: Inventory = {
  registries: [],
  clusters: [],
  networks: [],
  endpoints: [],
  zoneLinks: [],
  roleAssignments: [],
};

export function createEstateStore(
  azure: Pick<Azure, 'listSubscriptions' | 'listDirectories' | 'inventory'>,
  readSettings: () => Settings,
): EstateStore {
  const changed = new vscode.EventEmitter<void>();
  let current: { readonly estate: Promise<Estate>; readonly abort: AbortController } | undefined;

  const read = async (signal: AbortSignal): Promise<Estate> => {
    const chosen = new Set(readSettings().subscriptions);
    const visible = await azure.listSubscriptions(signal);
    const subscriptions = visible
      .filter(({ id, disabled }) => disabled !== true && (chosen.size === 0 || chosen.has(id.toLowerCase())))
      .toSorted((a, b) => a.name.localeCompare(b.name));
    const ids = subscriptions.map(({ id }) => id);
    const inventory = ids.length === 0 ? empty : await azure.inventory(ids, signal);
    const estate = { visible, subscriptions, inventory, links: linksOf(inventory) };
    if (visible.some(({ disabled }) => disabled !== true)) return estate;
    // They are named where they can be; that they can't is no reason to say less about subscriptions.
    const directories = await azure.listDirectories(signal).catch(() => []);
    return { ...estate, directories };
  };

  return {
    onDidChange: changed.event,
    get() {
      if (current === undefined) {
        const abort = new AbortController();
        current = { abort, estate: read(abort.signal) };
      }
      return current.estate;
    },
    listDirectories: () => azure.listDirectories(new AbortController().signal),
    listSubscriptions: () => azure.listSubscriptions(new AbortController().signal),
    refresh() {
      current?.abort.abort();
      current = undefined;
      changed.fire();
    },
    dispose() {
      current?.abort.abort();
      changed.dispose();
    },
  };
}
