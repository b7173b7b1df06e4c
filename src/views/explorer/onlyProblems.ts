/** What Show Only Problems leaves of an estate. */
import { subscriptionKeyOf } from '../../model/armId';
import type { ShownEstate } from '../../platform/shownEstate';
import { indexOf } from './estateIndex';

/**
 * The registries and clusters that need somebody, with all that belongs to each, and their subscriptions; also those of which
 * something could not be read. Everything, as long as not all is read: what isn't known is no problem, and isn't none.
 */
export function onlyProblems(estate: ShownEstate, index = indexOf(estate)): ShownEstate {
  const { inventory, rest, subscriptions } = estate;
  if (inventory === undefined || rest !== undefined) return estate;
  const registries = inventory.registries.filter((registry) => index.problemsOf([registry]) > 0);
  const clusters = inventory.clusters.filter((cluster) => index.problemsOf([cluster]) > 0);
  const concerned = new Set(
    [...registries, ...clusters, ...(inventory.unread ?? [])].map(({ id }) => subscriptionKeyOf(id)),
  );
  return {
    ...estate,
    isOnlyProblems: true,
    inventory: { ...inventory, registries, clusters },
    subscriptions: subscriptions.filter(({ id }) => concerned.has(id.toLowerCase())),
  };
}
