/** Registries, clusters and subscriptions by what a model calls them: a name, a login server or a resource ID. */
import { parseId, sameId } from '../model/armId';
import { visibleText } from '../model/shownText';
import type { Estate } from '../platform/estateStore';
import type { ObservedCluster, ObservedRegistry, Subscription } from '../provisioning';
import { dataBlock } from './answer';
import { inputError } from './errors';

export function registryIn({ inventory }: Estate, text: string): ObservedRegistry {
  const host = text.toLowerCase();
  return theOne(
    'registry',
    text,
    inventory.registries,
    ({ loginServer }) => loginServer.toLowerCase() === host,
  );
}

export function clusterIn({ inventory }: Estate, text: string): ObservedCluster {
  return theOne('cluster', text, inventory.clusters, () => false);
}

/** By name or ID; the only one where none is named. */
export function subscriptionIn({ subscriptions }: Estate, text: string | undefined): Subscription {
  const [first, ...others] = subscriptions;
  if (text === undefined && first !== undefined && others.length === 0) return first;
  if (text === undefined)
    throw inputError(`subscription: required, because ${subscriptions.length} are selected.`);
  return theOne('subscription', text, subscriptions, () => false);
}

function theOne<T extends { readonly id: string; readonly name: string }>(
  what: string,
  text: string,
  all: readonly T[],
  isCalled: (one: T) => boolean,
): T {
  const wanted = text.toLowerCase();
  const found = all.filter(
    (one) => sameId(one.id, text) || one.name.toLowerCase() === wanted || isCalled(one),
  );
  const [one, ...others] = found;
  if (one !== undefined && others.length === 0) return one;
  if (one !== undefined) {
    const candidates = found.slice(0, 10).map(({ id, name }) => ({ name, id }));
    throw inputError(
      `${what}: ${found.length} have this name. Use the resource ID of one.\n${dataBlock(candidates)}\n`,
    );
  }
  const shown = visibleText(text).slice(0, 100);
  const form = parseId(text) === undefined ? 'name' : 'ID';
  throw inputError(
    `${what}: none of the ${all.length} in the selected subscriptions has the ${form} ${JSON.stringify(shown)}. ` +
      'List them with the tool acr-private-link_list_estate, or ask the user to select its subscription.',
  );
}
