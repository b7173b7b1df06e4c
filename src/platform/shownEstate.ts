/** As much of the estate as there is to look at. The tree shows it before all is read; nothing else uses it, and no plan. */
import type {
  AccountDirectory,
  FirstSeen,
  Inventory,
  Link,
  ObservedPeering,
  Subscription,
} from '../provisioning';

/** What the tree shows of the inventory. Networks and endpoints are left out until they are known. */
export interface ShownInventory extends FirstSeen {
  readonly networks?: readonly (Pick<Inventory['networks'][number], 'id' | 'addressPrefixes'> & {
    readonly peerings: readonly Pick<ObservedPeering, 'remoteNetworkId' | 'state'>[];
  })[];
  readonly endpoints?: readonly Pick<Inventory['endpoints'][number], 'id' | 'subnetId' | 'location'>[];
}

export interface ShownEstate {
  /** All that the account can see. */
  readonly visible: readonly Subscription[];
  /** Those that the filter leaves and that aren't disabled. */
  readonly subscriptions: readonly Subscription[];
  /** The directories of all accounts; empty or left out where one is named, or where accounts have none. */
  readonly accountDirectories?: readonly AccountDirectory[];
  /** Left out where only subscriptions are known yet. */
  readonly inventory?: ShownInventory;
  /** Left out until they are known. */
  readonly links?: readonly Link[];
  /** What isn't known yet is being read, or couldn't be; left out for an estate that is whole. */
  readonly rest?: 'reading' | 'failed';
  /** Of what was read, only what needs somebody is in it. */
  readonly isOnlyProblems?: boolean;
  /** When it was read, in milliseconds since the epoch, where a window before this one did so. */
  readonly keptAt?: number;
}

/** Of which the rest is being read, or couldn't be. */
export type UnfinishedEstate = ShownEstate & { readonly rest: NonNullable<ShownEstate['rest']> };

/** Whether there is less to look at than before. A part of what is there now is less than what is whole, or was kept. */
export function isLess(estate: ShownEstate, before: ShownEstate | undefined): boolean {
  if (estate.rest === undefined || before === undefined) return false;
  if (before.rest === undefined || before.keptAt !== undefined) return true;
  const [stage, count] = extentOf(estate);
  const [stageBefore, countBefore] = extentOf(before);
  return stage === stageBefore ? count < countBefore : stage < stageBefore;
}

/** How far an estate is read, and how much of it is there. */
function extentOf({ subscriptions, inventory }: ShownEstate): readonly [stage: number, count: number] {
  return inventory === undefined
    ? [0, subscriptions.length]
    : [1, inventory.registries.length + inventory.clusters.length];
}
