/**
 * A process of its own that reads an estate, as the tree does or as others do: arguments are the endpoint and the way,
 * the result is JSON. Processor time, memory and stops are of nothing else then.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { resources } from '@azure/arm-resourcegraph/api';
import { createAzure } from '../src/azure/azure';
import { Clients } from '../src/azure/http/clients';
import { listJson } from '../src/azure/http/reading';
import { CONTAINER_SERVICE_VERSION } from '../src/azure/resources/resource';
import { apiVersions } from '../src/model/apiVersions';
import { atMost } from '../src/model/atMost';
import { createEstateStore } from '../src/platform/estateStore';
import { parseSettings } from '../src/platform/parseSettings';
import type { AzureOptions } from '../src/provisioning';
import { indexOf } from '../src/views/explorer/estateIndex';
import { estateNodes } from '../src/views/explorer/estateNodes';
import { treeWays, type ReadFigures, type TreeWay } from './estateTree';

const [endpoint = '', way = 'tree'] = process.argv.slice(2);
const { signal } = new AbortController();
const options: AzureOptions = {
  endpoint,
  scope: 'https://management.azure.com/.default',
  tokenSource: () => Promise.resolve({ token: 'bench', expiresOn: Date.now() + 3_600_000 }),
  registrySuffix: 'azurecr.io',
  emulator: true,
  pollInterval: 200,
};
const AT_A_TIME = 10;

/** Each calls `first` once there is something to look at. */
const ways: Readonly<Record<TreeWay, (first: () => void) => Promise<void>>> = {
  async tree(first) {
    const unkept = {
      read: () => Promise.resolve(undefined),
      keep: () => Promise.resolve(),
      forget: () => Promise.resolve(),
    };
    const settings = parseSettings({
      cloud: 'public',
      emulatorEndpoint: endpoint,
      signIn: 'vscode',
      tenant: '',
      subscriptions: [],
    });
    const store = createEstateStore(createAzure(options), () => settings, unkept);
    estateNodes(await store.look());
    first();
    const estate = await store.get();
    estateNodes(estate, indexOf(estate));
  },
  async graphBySubscription(first) {
    const azure = createAzure(options);
    const clients = new Clients(options);
    const subscriptions = await azure.listSubscriptions(signal);
    const query =
      "resources | where type in~ ('microsoft.containerregistry/registries', 'microsoft.containerservice/managedclusters') | project id, name, location, resourceGroup, subscriptionId, type";
    await atMost(AT_A_TIME, subscriptions, async ({ id }) => {
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
    await atMost(AT_A_TIME, subscriptions, async ({ id }) => {
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
  longestDelay: delay.max / 1e6,
  peak: Math.max(peak, process.memoryUsage().heapUsed),
};
process.stdout.write(JSON.stringify(figures));
process.exit(0);
