/** Entry of a file of its own (dist/azure.js): the SDK takes longer to load than the rest of the extension. */
import { setLogLevel } from '@azure/logger';
import type { Azure, AzureOptions, Directory as Tenant, Look, TokenSource } from '../provisioning';
import type { JsonObject } from '../model/json';
import { orAborted } from './http/aborting';
import { Clients } from './http/clients';
import type { RecentIds } from './http/recent';
import { Directory } from './directory/directory';
import { createRegistryImages } from './dataPlane/registryImages';
import { failureError } from './http/failures';
import { severalDirectories } from './directories/severalDirectories';
import { importImage } from './actions/importing';
import { partsOf } from './graph/graph';
import { readInventory } from './graph/inventory';
import { readInventoryAgain } from './graph/inventoryAgain';
import { Observation } from './observe/observation';
import { listIdentities, observeGrant, readSignedIn } from './observe/grant';
import { readPullers } from './observe/pullers';
import { readRights } from './observe/rights';
import { paceOf } from './http/pipeline';
import { Reader } from './resources/reader';
import { listRegions } from './resources/regions';
import { checkRegistryName } from './resources/registryNames';
import { readResource } from './resources/resource';
import { listResourceGroups } from './resources/resourceGroups';
import { runInCluster } from './actions/runCommand';
import { readCommandTarget } from './observe/commandTarget';
import { readDirectories } from './resources/directories';
import { readSubscriptions } from './resources/subscriptions';
import { Writer } from './actions/writer';

/**
 * Azure behind the engine's port: everything rejects with FailureError, but `images`, which never rejects. Nothing is
 * sent before it is asked for.
 * Throws FailureError if the endpoint may not be given a token: not https, or an emulator that isn't on loopback.
 */
export function createAzure(given: AzureOptions): Azure {
  // The SDK would log to the console when the environment asks for it; what is logged is for the caller to say.
  setLogLevel();
  const options: AzureOptions = { ...given, tokenSource: cancellable(given.tokenSource) };
  const { accounts } = options;
  return accounts === undefined
    ? inOneDirectory(options)
    : severalDirectories({ ...options, accounts }, inOneDirectory);
}

function inOneDirectory(options: AzureOptions): Azure {
  const clients = new Clients(options);
  const observation = new Observation(clients);
  const reader = new Reader(clients);
  const directory = new Directory(options);
  const writer = new Writer(clients, { endpoint: options.endpoint, pace: paceOf(options) });
  /** Read already, and not asked for yet. */
  let directories: Promise<readonly Tenant[]> | undefined;
  const look = (registryIds: readonly string[], signal: AbortSignal): Look => {
    const shared = observation.look(registryIds, signal);
    return {
      observe(asked) {
        for (const id of [asked.registryId, ...asked.clusterIds]) clients.recent.noteRead(id);
        return shared.observe(asked);
      },
    };
  };
  return {
    images: createRegistryImages(options),
    observe: (asked, signal) => look([asked.registryId], signal).observe(asked),
    look: (registryIds, signal) => Promise.resolve(look(registryIds, signal)),
    write: (resourceId, request, progress, signal) =>
      noted(writer.write(resourceId, request, progress, signal), clients.recent, resourceId, request.body),
    resume: (resourceId, request, resumeToken, progress, signal) =>
      noted(
        writer.resume(resourceId, request, resumeToken, progress, signal),
        clients.recent,
        resourceId,
        request.body,
      ),
    readRights: (asked, signal) => orFailure(readRights(clients, options, asked, signal), signal),
    observeGrant: (registryId, principalId, signal) =>
      orFailure(observeGrant(clients, registryId, principalId, signal), signal, registryId),
    listIdentities: (subscriptionIds, signal) =>
      orFailure(listIdentities(clients, subscriptionIds, signal), signal),
    findPrincipals: (type, text, signal) => orFailure(directory.find(type, text, signal), signal),
    importImage: (request, progress, signal) =>
      importImage(clients, request, paceOf(options), progress, signal),
    signedIn: (signal) => orFailure(readSignedIn(options, signal, directory), signal),
    readPullers: (registryId, signal) =>
      orFailure(readPullers(clients, options, directory, registryId, signal), signal, registryId),
    readCommandTarget: (clusterId, signal) =>
      orFailure(readCommandTarget(clients, clusterId, signal), signal, clusterId),
    runInCluster: (target, command, signal) =>
      orFailure(runInCluster(clients, options, target, command, signal), signal, target.clusterId),
    read: (resourceId, signal) => orFailure(reader.read(resourceId, signal), signal, resourceId),
    contents: (containerId, signal) => orFailure(reader.contents(containerId, signal), signal, containerId),
    assignments: (scope, signal) => orFailure(reader.assignments(scope, signal), signal, scope),
    locks: (scope, signal) => orFailure(reader.locks(scope, signal), signal, scope),
    async listSubscriptions(signal, _onDirectories, onFirst) {
      const found = await orFailure(readSubscriptions(clients, signal, onFirst), signal);
      // Who sees none is shown the directories next. That those can't be read is for whoever asks for them to hear.
      directories = found.length === 0 ? readDirectories(clients, signal) : undefined;
      await directories?.catch(() => undefined);
      return found;
    },
    listDirectories(signal) {
      const reading = directories ?? readDirectories(clients, signal);
      directories = undefined;
      return orFailure(reading, signal);
    },
    inventory: (subscriptionIds, signal, onFirst, more, elsewhere) =>
      orFailure(readInventory(clients, partsOf(subscriptionIds, more), signal, onFirst, elsewhere), signal),
    inventoryAgain: (known, subscriptionId, signal) =>
      orFailure(readInventoryAgain(clients, known, subscriptionId, signal), signal),
    checkRegistryName: (subscriptionId, name, signal) =>
      orFailure(checkRegistryName(clients, subscriptionId, name, signal), signal),
    listRegions: (subscriptionId, signal) => orFailure(listRegions(clients, subscriptionId, signal), signal),
    listResourceGroups: (subscriptionId, signal) =>
      orFailure(listResourceGroups(clients, subscriptionId, signal), signal),
    readResource(resourceId, signal) {
      clients.recent.noteRead(resourceId);
      return orFailure(readResource(clients, resourceId, signal), signal, resourceId);
    },
  };
}

/** A sign-in may stay open for as long as it likes; who cancels doesn't wait for it. */
function cancellable(source: TokenSource): TokenSource {
  return (scopes, options) =>
    options.signal === undefined
      ? source(scopes, options)
      : orAborted(source(scopes, options), options.signal);
}

/** Whatever comes of a write, what it was about is looked at by its id for a while: it may have been made all the same. */
async function noted<T>(
  write: Promise<T>,
  recent: RecentIds,
  resourceId: string,
  body: JsonObject | undefined,
): Promise<T> {
  recent.noteWrite(resourceId, body);
  try {
    return await write;
  } finally {
    recent.noteWrite(resourceId, body);
  }
}

async function orFailure<T>(work: Promise<T>, signal: AbortSignal, about?: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw failureError(error, about, signal);
  }
}
