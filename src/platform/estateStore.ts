import * as vscode from 'vscode';
import type { Azure, Directory, Inventory, Link, Subscription } from '../provisioning';
import { findLinks, withTenants } from '../provisioning/overview';
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

export interface EstateChange {
  /** What was read before is of another place or another account. */
  readonly isOther: boolean;
}

/** Reads the estate once and keeps it, a failure too, until somebody refreshes. */
export interface EstateStore {
  /** The estate is or will be another: ask again. */
  readonly onDidChange: vscode.Event<EstateChange>;
  get(): Promise<Estate>;
  /** What was read last over this connection, and when in milliseconds since the epoch: all there is when reading fails. */
  readonly latest: { readonly estate: Estate; readonly at: number } | undefined;
  /** Always asks Azure: the picker of subscriptions shows what is there now. */
  listSubscriptions(): Promise<readonly Subscription[]>;
  /** Directories that the account is in; always asks Azure, too. */
  listDirectories(): Promise<readonly Directory[]>;
  refresh(): void;
  /** Forgets what was read, which is of another place or another account. */
  startOver(): void;
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
  const changed = new vscode.EventEmitter<EstateChange>();
  let current: { readonly estate: Promise<Estate>; readonly abort: AbortController } | undefined;
  let latest: EstateStore['latest'];

  const read = async (signal: AbortSignal): Promise<Estate> => {
    const chosen = new Set(readSettings().subscriptions);
    const visible = await azure.listSubscriptions(signal);
    const subscriptions = visible
      .filter(({ id, disabled }) => disabled !== true && (chosen.size === 0 || chosen.has(id.toLowerCase())))
      .toSorted((a, b) => a.name.localeCompare(b.name));
    const ids = subscriptions.map(({ id }) => id);
    const inventory = withTenants(ids.length === 0 ? empty : await azure.inventory(ids, signal), visible);
    const estate = { visible, subscriptions, inventory, links: await findLinks(inventory, signal) };
    if (visible.some(({ disabled }) => disabled !== true)) return estate;
    // They are named where they can be; that they can't is no reason to say less about subscriptions.
    const directories = await azure.listDirectories(signal).catch(() => []);
    return { ...estate, directories };
  };

  const readAndKeep = async ({ signal }: AbortController): Promise<Estate> => {
    const estate = await read(signal);
    if (!signal.aborted) latest = { estate, at: Date.now() };
    return estate;
  };
  const readAgain = (isOther: boolean) => {
    current?.abort.abort();
    current = undefined;
    if (isOther) latest = undefined;
    changed.fire({ isOther });
  };

  return {
    onDidChange: changed.event,
    get latest() {
      return latest;
    },
    get() {
      if (current === undefined) {
        const abort = new AbortController();
        current = { abort, estate: readAndKeep(abort) };
      }
      return current.estate;
    },
    listDirectories: () => azure.listDirectories(new AbortController().signal),
    listSubscriptions: () => azure.listSubscriptions(new AbortController().signal),
    refresh: () => {
      readAgain(false);
    },
    startOver: () => {
      readAgain(true);
    },
    dispose() {
      current?.abort.abort();
      changed.dispose();
    },
  };
}
