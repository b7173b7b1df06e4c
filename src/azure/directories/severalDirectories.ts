/**
 * Azure over all directories of all accounts, behind the port: whatever is about a resource is asked in its subscription's
 * directory, with that one's tokens, and lists are put together of all.
 */
import { FailureError, isFailureError } from '../../model/failure';
import { deferred } from '../../model/deferred';
import { groupBy } from '../../model/groupBy';
import type {
  Azure,
  AzureOptions,
  FirstSeen,
  FoundIdentities,
  Inventory,
  Look,
  Observed,
  RegistryImages,
  Surroundings,
  WriteOutcome,
} from '../../provisioning';
import { tenantsOf } from '../../provisioning/adapters';
import { failureOf } from '../http/failures';
import { mergedFirst, mergedInventory, type Part, partsRead } from './merging';
import { type Place, Places, type SeveralOptions } from './places';

/** A directory of an account, with those of its subscriptions (GUIDs) that are asked about. */
interface OfPlace {
  readonly place: Place;
  readonly ids: readonly string[];
}

/** A directory that fails costs its own subscriptions only. Rejects with FailureError where all fail. */
async function fromEach<T>(
  groups: readonly OfPlace[],
  ask: (group: OfPlace) => Promise<Part<T>>,
  signal: AbortSignal,
): Promise<readonly Part<T>[]> {
  const parts = await Promise.all(
    groups.map((group) =>
      ask(group).catch((error: unknown): Part<T> => {
        signal.throwIfAborted();
        return { ids: group.ids, failure: failureOf(error, undefined, signal) };
      }),
    ),
  );
  const failures = parts.flatMap((part) => ('failure' in part ? [part.failure] : []));
  const [failure] = failures;
  if (failure !== undefined && failures.length === parts.length) throw new FailureError(failure);
  return parts;
}

/** `make` makes the Azure of one directory. See Azure for what each does. */
export function severalDirectories(options: SeveralOptions, make: (options: AzureOptions) => Azure): Azure {
  const places = new Places(options, make);
  const azureOf = async (id: string, signal?: AbortSignal) => (await places.of(id, signal)).azure;
  const azureAt = async (loginServer: string) => (await places.ofLoginServer(loginServer)).azure;

  /** Subscriptions (GUIDs) by the directory that they are in. */
  const byPlace = async (ids: readonly string[], signal: AbortSignal): Promise<readonly OfPlace[]> => {
    const placed = await Promise.all(ids.map(async (id) => ({ id, place: await places.of(id, signal) })));
    return [...groupBy(placed, ({ place }) => place)].map(([place, own]) => ({
      place,
      ids: own.map(({ id }) => id),
    }));
  };

  /** One directory doesn't know in which one the subscriptions of others are. */
  const observed = (found: Observed): Observed => {
    if (found.registry.state === 'known') places.note([found.registry.value]);
    return { ...found, tenants: { ...found.tenants, ...tenantsOf(places.subscriptions) } };
  };

  const lookIn = (registryIds: readonly string[], signal: AbortSignal): Look => {
    const looks = new Map<Place, Promise<Look>>();
    return {
      async observe(asked) {
        const place = await places.of(asked.registryId, signal);
        const look = looks.get(place) ?? place.azure.look(registryIds, signal);
        looks.set(place, look);
        return observed(await (await look).observe(asked));
      },
    };
  };

  const inventory = async (
    ids: readonly string[],
    signal: AbortSignal,
    onFirst?: (first: FirstSeen) => void,
    more?: Promise<readonly string[]>,
  ): Promise<Inventory> => {
    const begun = await byPlace(ids, signal);
    // Only one directory tells of its subscriptions before all are listed (Places.list): more are in the same one.
    const isOne = begun.length === 1;
    const groups = isOne || more === undefined ? begun : await byPlace([...ids, ...(await more)], signal);
    const first = new Map<Place, FirstSeen>();
    const told = new Map(groups.map(({ place }) => [place, deferred<Surroundings>()]));
    const read = async ({ place, ids: own }: OfPlace): Promise<Part<Inventory>> => {
      const tell = (seen: FirstSeen) => {
        first.set(place, seen);
        told.get(place)?.resolve(seen);
        const awaited = groups.flatMap((group) => (first.has(group.place) ? [] : group.ids));
        onFirst?.(mergedFirst([...first.values()], awaited));
      };
      const others = [...told].flatMap(([other, { promise }]) => (other === place ? [] : [promise]));
      const elsewhere = Promise.all(others).then((parts) => mergedFirst(parts));
      const later = isOne ? more : undefined;
      try {
        const found = await place.azure.inventory(own, signal, tell, later, elsewhere);
        return { ids: [...own, ...((await later) ?? [])], found };
      } finally {
        // Where it failed, nobody waits for it.
        told.get(place)?.resolve({ registries: [], clusters: [] });
      }
    };
    const merged = mergedInventory(await fromEach(groups, read, signal));
    places.note(merged.registries);
    return merged;
  };

  const images: RegistryImages = {
    repositories: async (registry, ...rest) =>
      (await azureAt(registry.loginServer)).images.repositories(registry, ...rest),
    tags: async (registry, ...rest) => (await azureAt(registry.loginServer)).images.tags(registry, ...rest),
    digestOf: async (registry, ...rest) =>
      (await azureAt(registry.loginServer)).images.digestOf(registry, ...rest),
  };

  return {
    images,
    observe: async (asked, signal) =>
      observed(await (await azureOf(asked.registryId, signal)).observe(asked, signal)),
    look: (registryIds, signal) => Promise.resolve(lookIn(registryIds, signal)),
    write: (id, request, progress, signal) =>
      orRefused(async () => (await azureOf(id, signal)).write(id, request, progress, signal), signal),
    resume: (id, request, token, progress, signal) =>
      orRefused(async () => (await azureOf(id, signal)).resume(id, request, token, progress, signal), signal),
    read: async (id, signal) => (await azureOf(id, signal)).read(id, signal),
    contents: async (id, signal) => (await azureOf(id, signal)).contents(id, signal),
    assignments: async (scope, signal) => (await azureOf(scope, signal)).assignments(scope, signal),
    locks: async (scope, signal) => (await azureOf(scope, signal)).locks(scope, signal),
    readRights: async (asked, signal) =>
      (await azureOf(asked.scopes[0] ?? '', signal)).readRights(asked, signal),
    readPullers: async (id, signal) => (await azureOf(id, signal)).readPullers(id, signal),
    observeGrant: async (id, principalId, signal) =>
      (await azureOf(id, signal)).observeGrant(id, principalId, signal),
    async listIdentities(ids, signal) {
      const groups = await byPlace(ids, signal);
      const ask = async ({ place, ids: own }: OfPlace): Promise<Part<FoundIdentities>> => ({
        ids: own,
        found: await place.azure.listIdentities(own, signal),
      });
      const { read, unread } = partsRead(await fromEach(groups, ask, signal));
      return { identities: read.flatMap(({ identities }) => identities), unread };
    },
    findPrincipals: async (type, text, signal, about = '') =>
      (await azureOf(about, signal)).findPrincipals(type, text, signal, about),
    signedIn: async (signal, about = '') => (await azureOf(about, signal)).signedIn(signal, about),
    importImage: async (request, progress, signal) =>
      (await azureOf(request.registryId, signal)).importImage(request, progress, signal),
    readCommandTarget: async (id, signal) => (await azureOf(id, signal)).readCommandTarget(id, signal),
    runInCluster: async (target, command, signal) =>
      (await azureOf(target.clusterId, signal)).runInCluster(target, command, signal),
    readResource: async (id, signal) => (await azureOf(id, signal)).readResource(id, signal),
    listSubscriptions: (...given) => places.list(...given),
    async listDirectories(signal) {
      const owns = await places.owns();
      const found = await Promise.all(owns.map(({ azure }) => azure.listDirectories(signal)));
      return [...new Map(found.flat().map((one) => [one.id.toLowerCase(), one])).values()];
    },
    inventory,
    async inventoryAgain(known, id, signal) {
      const found = await (await azureOf(id, signal)).inventoryAgain(known, id, signal);
      places.note(found?.registries ?? []);
      return found;
    },
    checkRegistryName: async (id, name, signal) =>
      (await azureOf(id, signal)).checkRegistryName(id, name, signal),
    listRegions: async (id, signal) => (await azureOf(id, signal)).listRegions(id, signal),
    listResourceGroups: async (id, signal) => (await azureOf(id, signal)).listResourceGroups(id, signal),
  };
}

/** That nobody can tell where to write to is an outcome, as everything is that keeps a write from being made. */
async function orRefused(write: () => Promise<WriteOutcome>, signal: AbortSignal): Promise<WriteOutcome> {
  try {
    return await write();
  } catch (error) {
    if (!isFailureError(error)) throw error;
    return { ok: false, failure: failureOf(error, undefined, signal) };
  }
}
