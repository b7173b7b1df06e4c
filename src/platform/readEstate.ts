/** Reads the estate: subscriptions, what is in them, and what links mean. */
import type { AccountDirectory, Azure, Directory, Inventory, Link, Subscription } from '../provisioning';
import type { ShownEstate, UnfinishedEstate } from './shownEstate';

/** Everything that the tree and the pickers show, read at one moment. */
export interface Estate extends ShownEstate {
  readonly inventory: Inventory;
  /** Where no subscription can be used: the directories that the account is in, one of which may have others. */
  readonly directories?: readonly Directory[];
  readonly links: readonly Link[];
  readonly rest?: never;
  readonly keptAt?: never;
}

const empty: Inventory = {
  registries: [],
  clusters: [],
  networks: [],
  endpoints: [],
  zoneLinks: [],
  roleAssignments: [],
};

/** So many subscriptions are worth queries of their own while others are listed still: a user has some fifteen in five seconds. */
const WORTH_QUERIES = 50;

/** `shownOf` gives those that are shown of all subscriptions; `tell` is told what there is to look at before all is read. */
export async function readEstate(
  azure: Pick<Azure, 'listSubscriptions' | 'listDirectories' | 'inventory'>,
  shownOf: (visible: readonly Subscription[]) => readonly Subscription[],
  tell: (estate: UnfinishedEstate) => void,
  signal: AbortSignal,
): Promise<Estate> {
  let accountDirectories: readonly AccountDirectory[] = [];
  let seen: UnfinishedEstate = { visible: [], subscriptions: [], rest: 'reading' };
  const see = (more: Partial<UnfinishedEstate>) => {
    seen = { ...seen, ...more };
    tell({ ...seen, accountDirectories });
  };
  let reading: Promise<Inventory> | undefined;
  const inventoryOf = (ids: readonly string[], more?: Promise<readonly string[]>) =>
    azure.inventory(
      ids,
      signal,
      (inventory) => {
        see({ inventory });
      },
      more,
    );
  const begun = (first: readonly Subscription[]) => {
    const subscriptions = shownOf(first);
    // Those that are shown may come with a later page.
    if (subscriptions.length === 0) return;
    see({ visible: first, subscriptions });
    if (subscriptions.length < WORTH_QUERIES) return;
    const ids = new Set(subscriptions.map(({ id }) => id));
    const rest = Promise.resolve()
      .then(() => listing)
      .then((all) => shownOf(all).flatMap(({ id }) => (ids.has(id) ? [] : [id])));
    reading = inventoryOf([...ids], rest);
    // It is waited for below, where the list hasn't failed.
    reading.catch(() => undefined);
  };
  const directoriesFound = (found: readonly AccountDirectory[]) => {
    accountDirectories = found;
  };
  const listing = azure.listSubscriptions(signal, directoriesFound, begun);
  const visible = await listing;
  const subscriptions = shownOf(visible);
  see({ visible, subscriptions });
  const ids = subscriptions.map(({ id }) => id);
  const found = await (reading ?? (ids.length === 0 ? empty : inventoryOf(ids)));
  const linked = await withLinks(found, visible, signal);
  const estate = { visible, subscriptions, accountDirectories, ...linked };
  if (visible.some(({ disabled }) => disabled !== true)) return estate;
  // They are named where they can be; that they can't is no reason to say less about subscriptions.
  const directories = await azure.listDirectories(signal).catch(() => []);
  return { ...estate, directories };
}

/** The inventory with the directories of its subscriptions, and its links. */
export async function withLinks(
  found: Inventory,
  visible: readonly Subscription[],
  signal: AbortSignal,
): Promise<Pick<Estate, 'inventory' | 'links'>> {
  const { findLinks, withTenants } = await import('../provisioning/overview');
  const inventory = withTenants(found, visible);
  return { inventory, links: await findLinks(inventory, signal) };
}
