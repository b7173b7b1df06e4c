import type { AccountDirectory, Azure, Directory, Subscription } from '../provisioning';
import { sameId } from '../model/armId';
import { deferred } from '../model/deferred';
import { inTurns } from '../model/inTurns';
import { hasAllOf } from './account';
import type { EstateOwner, KeptEstates } from './keptEstates';
import { type Listen, listeners } from './listeners';
import { resourceManagerOf, type Settings } from './parseSettings';
import { type Estate, readEstate, withLinks } from './readEstate';
import { isLess, type UnfinishedEstate } from './shownEstate';

export type { Estate } from './readEstate';

interface EstateChange {
  /** What was read before is of another place or another account. */
  readonly isOther: boolean;
}

/** Reads the estate once and keeps it, a failure too, until somebody refreshes. */
export interface EstateStore {
  /** The estate is or will be another: ask again. */
  readonly onDidChange: Listen<EstateChange>;
  /** Where reading begins anew meanwhile: what the newest reading finds. Rejects with what that one failed of. */
  get(): Promise<Estate>;
  /**
   * What there is to look at, as soon as there is something: until all was read once, what an earlier window has kept, or
   * subscriptions, then registries and clusters; then all of it. For the tree only. Rejects where `get` does.
   */
  look(): Promise<Estate | UnfinishedEstate>;
  /** There is more to look at, or what there is to look at is all: reading failed. */
  readonly onDidSeeMore: Listen<Estate | UnfinishedEstate>;
  /** What was there to look at last over this connection, and when that was read in milliseconds since the epoch. */
  readonly latest: { readonly estate: Estate | UnfinishedEstate; readonly at: number } | undefined;
  /** Always asks Azure: the picker of subscriptions shows what is there now. */
  listSubscriptions(): Promise<readonly Subscription[]>;
  /** Directories that the account is in; always asks Azure, too. */
  listDirectories(): Promise<readonly Directory[]>;
  /** The directories of all accounts, with why one can't be read; always asks Azure, too. Rejects where nothing is found. */
  accountDirectories(): Promise<readonly AccountDirectory[]>;
  /** A token came: of this account, in this directory. What is kept of it may be shown now. */
  signedInAs(account: string): void;
  refresh(): void;
  /** Reads what is in one subscription (a GUID) again, or everything where that isn't enough. Rejects with FailureError. */
  refreshSubscription(id: string): Promise<void>;
  /** Forgets what was read, which is of another place or another account; what is kept, too, where one has signed out. */
  startOver(change?: { readonly hasSignedOut: boolean }): void;
  dispose(): void;
}

interface Reading {
  readonly estate: Promise<Estate>;
  readonly abort: AbortController;
  /** Something to look at is there that is no less than what is on the screen. */
  readonly first: Promise<Estate | UnfinishedEstate>;
  readonly tell: (estate: Estate | UnfinishedEstate, at?: number) => void;
  state: 'reading' | 'read' | 'failed';
}

/** What can't be kept is `unkept`'s to say: it costs the next window a moment, and nobody anything else. */
export function createEstateStore(
  azure: Pick<Azure, 'listSubscriptions' | 'listDirectories' | 'inventory' | 'inventoryAgain'>,
  readSettings: () => Settings,
  kept: KeptEstates,
  unkept: (error: unknown) => void = () => undefined,
): EstateStore {
  const changed = listeners<EstateChange>();
  const more = listeners<Estate | UnfinishedEstate>();
  const subscriptionsInTurns = inTurns();
  let current: Reading | undefined;
  let latest: EstateStore['latest'];
  let account: string | undefined;

  const shownOf = (visible: readonly Subscription[]) => {
    const chosen = new Set(readSettings().subscriptions);
    return visible
      .filter(({ id, disabled }) => disabled !== true && (chosen.size === 0 || chosen.has(id.toLowerCase())))
      .toSorted((a, b) => a.name.localeCompare(b.name));
  };
  const owner = (): EstateOwner | undefined => {
    try {
      const settings = readSettings();
      // A sample estate is gone with its window.
      if (account === undefined || settings.sampleToken !== undefined) return undefined;
      return { origin: resourceManagerOf(settings), account };
    } catch {
      // Reading Azure says what is wrong with the settings.
      return undefined;
    }
  };

  const keep = async (estate: Estate, at: number, signal: AbortSignal) => {
    const whose = owner();
    if (whose === undefined) return;
    await kept.keep(whose, estate, at, signal).catch((error: unknown) => {
      if (!signal.aborted) unkept(error);
    });
  };

  const showKept = async ({ abort: { signal }, tell }: Reading) => {
    const whose = owner();
    const found = whose === undefined ? undefined : await kept.read(whose, signal);
    if (found === undefined || latest?.estate.inventory !== undefined) return;
    const subscriptions = shownOf(found.subscriptions);
    // Of those that are shown now nothing was kept, and nothing is known.
    if (subscriptions.length === 0) return;
    tell({ ...found, subscriptions, rest: 'reading' }, found.keptAt);
  };

  const begin = (): Reading => {
    const abort = new AbortController();
    const { signal } = abort;
    const first = deferred<Estate | UnfinishedEstate>();
    let hasTold = false;
    const tell: Reading['tell'] = (estate, at = Date.now()) => {
      const isLate = signal.aborted || (estate.rest !== undefined && reading.state !== 'reading');
      if (isLate || isLess(estate, latest?.estate)) return;
      latest = { estate, at };
      first.resolve(estate);
      // Whoever looks first waits for it.
      if (hasTold) more.fire(estate);
      hasTold = true;
    };
    const readAll = async () => {
      try {
        const estate = await readEstate(azure, shownOf, tell, signal);
        // Another account's may be asked for since.
        signal.throwIfAborted();
        reading.state = 'read';
        tell(estate);
        void keep(estate, Date.now(), signal);
        return estate;
      } catch (error) {
        reading.state = 'failed';
        if (latest?.estate.rest !== undefined && !signal.aborted) {
          latest = { ...latest, estate: { ...latest.estate, rest: 'failed' } };
          if (hasTold) more.fire(latest.estate);
        }
        throw error;
      }
    };
    const reading: Reading = { abort, estate: readAll(), first: first.promise, tell, state: 'reading' };
    void showKept(reading).catch(unkept);
    return reading;
  };
  const readAgain = (isOther: boolean) => {
    current?.abort.abort();
    current = undefined;
    if (isOther) {
      latest = undefined;
      account = undefined;
    }
    changed.fire({ isOther });
  };
  const readOnce = () => (current ??= begin());
  const get = async (): Promise<Estate> => {
    const reading = readOnce();
    try {
      return await reading.estate;
    } catch (error) {
      if (current === reading) throw error;
      // A newer reading took this one's place.
      return get();
    }
  };

  const readSubscription = async (id: string) => {
    const reading = current;
    const { estate: before, at = 0 } = latest ?? {};
    const isShown = before?.subscriptions.some((one) => sameId(one.id, id));
    if (reading?.state !== 'read' || before === undefined || before.rest !== undefined || isShown !== true) {
      readAgain(false);
      return;
    }
    const { signal } = reading.abort;
    const found = await azure.inventoryAgain(before.inventory, id, signal);
    const linked = found && (await withLinks(found, before.visible, signal));
    if (signal.aborted) return;
    if (linked === undefined) {
      readAgain(false);
      return;
    }
    const estate: Estate = { ...before, ...linked };
    current = { ...reading, estate: Promise.resolve(estate) };
    // The rest of it is as old as before.
    latest = { estate, at };
    changed.fire({ isOther: false });
    void keep(estate, at, signal);
  };

  return {
    onDidChange: changed.listen,
    onDidSeeMore: more.listen,
    get latest() {
      return latest;
    },
    get,
    async look() {
      const { estate, first, state } = readOnce();
      if (state !== 'reading') return estate;
      const seen = await Promise.race([estate, first]);
      return latest?.estate ?? seen;
    },
    listDirectories: () => azure.listDirectories(new AbortController().signal),
    async accountDirectories() {
      let found: readonly AccountDirectory[] = [];
      const listing = azure.listSubscriptions(new AbortController().signal, (all) => (found = all));
      // What of them failed is among what is found.
      await listing.catch((error: unknown) => {
        if (found.length === 0) throw error;
      });
      return found;
    },
    listSubscriptions: () => azure.listSubscriptions(new AbortController().signal),
    signedInAs(given) {
      if (account === given) return;
      // The Azure CLI may sign in as somebody else without saying so. What others read stays when somebody has come.
      if (account !== undefined && !hasAllOf(given, account)) readAgain(true);
      account = given;
      if (current !== undefined) void showKept(current).catch(unkept);
    },
    refresh: () => {
      readAgain(false);
    },
    refreshSubscription(id) {
      const asked = current;
      // Each goes on from what the one before it has found.
      return subscriptionsInTurns(async () => {
        // Everything has been asked for anew meanwhile.
        if (asked?.abort.signal.aborted === true) return;
        await readSubscription(id);
      });
    },
    startOver({ hasSignedOut } = { hasSignedOut: false }) {
      readAgain(true);
      if (hasSignedOut) void kept.forget().catch(unkept);
    },
    dispose() {
      current?.abort.abort();
    },
  };
}
