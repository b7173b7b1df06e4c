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

/** What is read of the first page of subscriptions before all are listed. */
interface Early {
  /** In lower case. */
  readonly ids: readonly string[];
  readonly reading: Promise<Inventory>;
  readonly ending: AbortController;
}

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
  const inventoryOf = (
    ids: readonly string[],
    until: AbortSignal,
    more?: Promise<readonly string[]>,
  ): Promise<Inventory> =>
    azure.inventory(
      ids,
      until,
      (inventory) => {
        if (!until.aborted) see({ inventory });
      },
      more,
    );
  let early: Early | undefined;
  const begun = (first: readonly Subscription[]) => {
    const subscriptions = shownOf(first);
    // Those that are shown may come with a later page.
    if (subscriptions.length === 0) return;
    see({ visible: first, subscriptions });
    if (subscriptions.length < WORTH_QUERIES) return;
    const ids = new Map(subscriptions.map(({ id }) => [id.toLowerCase(), id]));
    const rest = Promise.resolve()
      .then(() => listing)
      .then((all) => shownOf(all).flatMap(({ id }) => (ids.has(id.toLowerCase()) ? [] : [id])));
    const ending = new AbortController();
    const reading = inventoryOf([...ids.values()], AbortSignal.any([signal, ending.signal]), rest);
    // They are waited for below, where the list hasn't failed.
    for (const promise of [rest, reading]) promise.catch(() => undefined);
    early = { ids: [...ids.keys()], reading, ending };
  };
  const directoriesFound = (found: readonly AccountDirectory[]) => {
    accountDirectories = found;
  };
  const listing = azure.listSubscriptions(signal, directoriesFound, begun);
  const visible = await listing.catch((error: unknown) => {
    early?.ending.abort();
    throw error;
  });
  const subscriptions = shownOf(visible);
  see({ visible, subscriptions });
  const ids = subscriptions.map(({ id }) => id);
  const isShown = new Set(ids.map((id) => id.toLowerCase()));
  // What was on the first page may be told otherwise by a later one: then what was read of it is of more than is shown.
  const isSame = early?.ids.every((id) => isShown.has(id)) === true;
  if (!isSame) early?.ending.abort();
  const whole = () => (ids.length === 0 ? empty : inventoryOf(ids, signal));
  const found = await (early !== undefined && isSame ? early.reading : whole());
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
