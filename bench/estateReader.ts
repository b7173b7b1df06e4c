/**
 * A process of its own that reads an estate, as the tree does or as others do: arguments are the endpoint, the way, and a
 * folder for what the tree keeps, the result is JSON. Processor time, memory and stops are of nothing else then.
 */
import pLimit from 'p-limit';
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { resources } from '@azure/arm-resourcegraph/api';
import { clouds } from '../src/model/clouds';
import { createAzure } from '../src/azure/azure';
import { Clients } from '../src/azure/http/clients';
import { listJson } from '../src/azure/http/reading';
import { CONTAINER_SERVICE_VERSION } from '../src/azure/resources/resource';
import { apiVersions } from '../src/model/apiVersions';
import { createEstateStore, type Estate, type EstateStore } from '../src/platform/estateStore';
import { keptEstatesIn } from '../src/platform/keptEstates';
import { parseSettings } from '../src/platform/parseSettings';
import type { ShownEstate } from '../src/platform/shownEstate';
import type { AzureOptions } from '../src/provisioning';
import { indexOf } from '../src/views/explorer/estateIndex';
import { estateNodes } from '../src/views/explorer/estateNodes';
import { treeWays, type ReadFigures, type TreeWay } from './estateTree';

const [endpoint = '', way = 'tree', folder] = process.argv.slice(2);
const { signal } = new AbortController();
const options: AzureOptions = {
  endpoint,
  cloud: clouds.public,
  tokenSource: () => Promise.resolve({ token: 'bench', expiresOn: Date.now() + 3_600_000 }),
  emulator: true,
  pollInterval: 200,
};
const AT_A_TIME = 10;
const account = 'bench';
const kept =
  folder === undefined
    ? {
        read: () => Promise.resolve(undefined),
        keep: () => Promise.resolve(),
        forget: () => Promise.resolve(),
      }
    : keptEstatesIn(folder, account);

let estate: Estate | undefined;

/** Each calls `first` once there is something to look at. */
const ways: Readonly<Record<TreeWay, (first: () => void) => Promise<void>>> = {
  async tree(first) {
    const settings = parseSettings({
      cloud: 'public',
      emulatorEndpoint: endpoint,
      signIn: 'vscode',
      tenant: '',
      subscriptions: [],
    });
    const store = createEstateStore(createAzure(options), () => settings, kept);
    if (folder !== undefined) store.signedInAs(account);
    estateNodes(await contentOf(store));
    first();
    estate = await store.get();
    estateNodes(estate, indexOf(estate));
  },
  // What the machine and the two clocks themselves cost.
  idle: () => new Promise((resolve) => setTimeout(resolve, 1000)),
  async graphBySubscription(first) {
    const azure = createAzure(options);
    const clients = new Clients(options);
    const subscriptions = await azure.listSubscriptions(signal);
    const query =
      "resources | where type in~ ('microsoft.containerregistry/registries', 'microsoft.containerservice/managedclusters') | project id, name, location, resourceGroup, subscriptionId, type";
    await pLimit(AT_A_TIME).map(subscriptions, async ({ id }) => {
      await resources(clients.graph(), { query, subscriptions: [id] }, { abortSignal: signal });
      first();
    });
  },
  async listsBySubscription(first) {
    const azure = createAzure(options);
    const clients = new Clients(options);
    const subscriptions = await azure.listSubscriptions(signal);
    first();
    const list = (path: string, apiVersion: string) =>
      listJson(clients.of(`${path}/any`), path, apiVersion, signal) as Promise<
        readonly { readonly id: string }[]
      >;
    await pLimit(AT_A_TIME).map(subscriptions, async ({ id }) => {
      for (const [type, apiVersion] of lists)
        await list(`/subscriptions/${id}/providers/${type}`, apiVersion);
      const zones = await list(
        `/subscriptions/${id}/providers/Microsoft.Network/privateDnsZones`,
        apiVersions.privateDns,
      );
      for (const zone of zones) await list(`${zone.id}/virtualNetworkLinks`, apiVersions.privateDns);
    });
  },
};

/** Something to look at; where an estate may have been kept, registries and clusters. */
async function contentOf(store: EstateStore): Promise<ShownEstate> {
  const seen = await store.look();
  if (folder === undefined || seen.inventory !== undefined) return seen;
  return new Promise((resolve) => {
    const listening = store.onDidSeeMore((more) => {
      if (more.inventory === undefined) return;
      listening.dispose();
      resolve(more);
    });
  });
}

const lists = [
  ['Microsoft.ContainerRegistry/registries', apiVersions.registry],
  ['Microsoft.ContainerService/managedClusters', CONTAINER_SERVICE_VERSION],
  ['Microsoft.Network/virtualNetworks', apiVersions.network],
  ['Microsoft.Network/privateEndpoints', apiVersions.network],
  ['Microsoft.Network/networkInterfaces', apiVersions.network],
  ['Microsoft.Network/networkSecurityGroups', apiVersions.network],
  ['Microsoft.Network/routeTables', apiVersions.network],
  ['Microsoft.Authorization/roleAssignments', apiVersions.authorization],
] as const;

const counted = { requests: 0, queries: 0 };
const sockets = new Set<Socket>();
subscribe('http.client.request.start', (message) => {
  const { request } = message as { readonly request: ClientRequest };
  counted.requests += 1;
  if (/ResourceGraph/i.test(request.path)) counted.queries += 1;
  request.once('response', () => {
    if (request.socket !== null) sockets.add(request.socket);
  });
});

/** Processor time between two looks at the clock: what others do on the machine doesn't count, as it does in a delay. */
const turns: number[] = [];
let last = process.cpuUsage();
let peak = 0;
const looking = setInterval(() => {
  const { user, system } = process.cpuUsage(last);
  last = process.cpuUsage();
  turns.push((user + system) / 1000);
  if (turns.length % 20 === 0) peak = Math.max(peak, process.memoryUsage().heapUsed);
}, 1);
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const before = process.cpuUsage();
const began = performance.now();
let first: number | undefined;
const run = treeWays.find((each) => each === way);
if (run === undefined) throw new Error(`No way to read an estate: ${way}`);
await ways[run](() => (first ??= performance.now() - began));
const complete = performance.now() - began;
const { user, system } = process.cpuUsage(before);
clearInterval(looking);
delay.disable();
turns.sort((a, b) => b - a);
const figures: ReadFigures = {
  first: first ?? complete,
  complete,
  ...counted,
  bytes: [...sockets].reduce((sum, { bytesRead }) => sum + bytesRead, 0),
  processor: (user + system) / 1000,
  longestTurn: turns[0] ?? 0,
  turnP99: turns[Math.floor(turns.length / 100)] ?? 0,
  delayP99: delay.percentile(99) / 1e6,
  peak: Math.max(peak, process.memoryUsage().heapUsed),
};
// As the store does, which nobody waits for.
if (estate !== undefined) await kept.keep({ origin: endpoint, account }, estate, Date.now(), signal);
process.stdout.write(JSON.stringify(figures));
process.exit(0);
