/** Registries, clusters and subscriptions by what a model calls them: a name, a login server or a resource ID. */
import { parseId, sameId } from '../model/armId';
import { visibleText } from '../model/shownText';
import { gapNames } from '../platform/estateGaps';
import type { Estate } from '../platform/estateStore';
import type { ObservedCluster, ObservedRegistry, Subscription } from '../provisioning';
import { dataBlock } from './answer';
import { inputError } from './errors';

const gapNote =
  'Not everything in the places named in notFullyRead could be read: what isn’t listed may be there. Don’t call it absent.';

/** What an answer says of what couldn't be read of the estate; nothing where everything was. */
export function gapsOf(estate: Estate | undefined): {
  readonly says: readonly string[];
  readonly data: { readonly notFullyRead?: readonly string[] };
} {
  const gaps = estate === undefined ? [] : gapNames(estate);
  return gaps.length === 0 ? { says: [], data: {} } : { says: [gapNote], data: { notFullyRead: gaps } };
}

export function registryIn(estate: Estate, text: string): ObservedRegistry {
  const host = text.toLowerCase();
  return theOne(
    { what: 'registry', all: estate.inventory.registries, gaps: gapsOf(estate) },
    text,
    ({ loginServer }) => loginServer.toLowerCase() === host,
  );
}

export function clusterIn(estate: Estate, text: string): ObservedCluster {
  return theOne({ what: 'cluster', all: estate.inventory.clusters, gaps: gapsOf(estate) }, text);
}

/** By name or ID; the only one where none is named. */
export function subscriptionIn({ subscriptions }: Estate, text: string | undefined): Subscription {
  const [first, ...others] = subscriptions;
  if (text === undefined && first !== undefined && others.length === 0) return first;
  if (text === undefined)
    throw inputError(`subscription: required, because ${subscriptions.length} are selected.`);
  return theOne({ what: 'subscription', all: subscriptions, gaps: gapsOf(undefined) }, text);
}

interface Among<T> {
  readonly what: string;
  readonly all: readonly T[];
  readonly gaps: ReturnType<typeof gapsOf>;
}

function theOne<T extends { readonly id: string; readonly name: string }>(
  { what, all, gaps }: Among<T>,
  text: string,
  isCalled: (one: T) => boolean = () => false,
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
      'List them with the tool acr-private-link_list_estate, or ask the user to select its subscription.' +
      gaps.says.map((note) => ` ${note}\n${dataBlock(gaps.data)}\n`).join(''),
  );
}
