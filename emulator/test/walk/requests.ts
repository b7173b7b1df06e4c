import { builtInRoles } from '../../src/providers/authorization/builtInRoles';
import { CALLERS, GROUPS, KUBELET, SUBSCRIPTIONS } from './world';
import type { Random } from './random';

export interface WalkRequest {
  readonly method: string;
  /** Path with query. */
  readonly url: string;
  readonly body: string;
  readonly caller: string;
  readonly headers: Record<string, string>;
}

const ZONES = ['privatelink.azurecr.io', 'example.test'];
const REGISTRIES = ['registryone', 'registrytwo', 'registrybasic'];
const REPLICAS = ['northeurope', 'eastus'];

/** Where a request goes: mostly to something that exists, so that the walk gets somewhere. */
export class Places {
  constructor(
    readonly random: Random,
    /** Ids that exist now. */
    readonly known: readonly string[],
    /** What a GET answers now. */
    readonly read: (path: string, version: string) => unknown,
  ) {}

  network(): string {
    return this.some(
      NETWORKS,
      `${this.group()}/providers/Microsoft.Network/virtualNetworks/v${this.random.below(4)}`,
    );
  }

  subnet(): string {
    return this.some(SUBNETS, `${this.network()}/subnets/s${this.random.below(3)}`);
  }

  registry(): string {
    return this.some(
      /\/registries\/[^/]+$/,
      `${this.group()}/providers/Microsoft.ContainerRegistry/registries/${this.random.one(REGISTRIES)}`,
    );
  }

  endpoint(): string {
    return this.some(
      /\/privateEndpoints\/[^/]+$/,
      `${this.group()}/providers/Microsoft.Network/privateEndpoints/e${this.random.below(6)}`,
    );
  }

  zone(): string {
    return this.some(
      /\/privateDnsZones\/[^/]+$/,
      `${this.group()}/providers/Microsoft.Network/privateDnsZones/${this.random.one(ZONES)}`,
    );
  }

  group(): string {
    return this.random.one(GROUPS);
  }

  private some(pattern: RegExp, otherwise: string): string {
    const found = this.random.chance(0.85) ? this.known.filter((id) => pattern.test(id)) : [];
    return found.length > 1 ? this.random.one(found) : otherwise;
  }
}

const NETWORKS = /\/virtualNetworks\/[^/]+$/;
const SUBNETS = /\/subnets\/[^/]+$/;

const NETWORK = '2026-01-01';
const DNS = '2024-06-01';
const REGISTRY = '2025-11-01';
const ROLES = '2022-04-01';
const LOCKS = '2020-05-01';
const GROUP = '2025-04-01';

interface Kind {
  readonly version: string;
  /** Chances of being chosen, against 1. */
  readonly weight?: number;
  readonly path: (at: Places) => string;
  readonly body: (at: Places) => unknown;
  readonly methods?: readonly string[];
}

/** What the walk writes. Addresses are few, so that networks overlap, subnets fill up, and names meet again. */
const kinds: readonly Kind[] = [
  {
    version: NETWORK,
    path: ({ random }) =>
      `${random.one(GROUPS)}/providers/Microsoft.Network/virtualNetworks/v${random.below(4)}`,
    body: networkBody,
  },
  {
    version: NETWORK,
    path: (at) => `${at.network()}/subnets/s${at.random.below(3)}`,
    body: ({ random }) => ({ properties: { addressPrefix: subnetRange(random) } }),
  },
  {
    version: NETWORK,
    weight: 2,
    path: (at) => `${at.network()}/virtualNetworkPeerings/p${at.random.below(2)}`,
    body: (at) => ({ properties: { remoteVirtualNetwork: { id: at.network() } } }),
  },
  {
    version: NETWORK,
    weight: 3,
    path: (at) => `${at.group()}/providers/Microsoft.Network/privateEndpoints/e${at.random.below(6)}`,
    body: endpointBody,
  },
  {
    version: NETWORK,
    weight: 2,
    path: (at) => `${at.endpoint()}/privateDnsZoneGroups/${at.random.chance(0.9) ? 'default' : 'other'}`,
    body: (at) => ({
      properties: { privateDnsZoneConfigs: [{ name: 'z', properties: { privateDnsZoneId: at.zone() } }] },
    }),
  },
  {
    version: DNS,
    path: ({ random }) =>
      `${random.one(GROUPS)}/providers/Microsoft.Network/privateDnsZones/${random.one(ZONES)}`,
    body: () => ({ location: 'global' }),
  },
  {
    version: DNS,
    path: (at) => `${at.zone()}/virtualNetworkLinks/l${at.random.below(3)}`,
    body: (at) => ({
      location: 'global',
      properties: { virtualNetwork: { id: at.network() }, registrationEnabled: at.random.chance(0.1) },
    }),
  },
  {
    version: DNS,
    path: (at) =>
      `${at.zone()}/A/${at.random.one(['www', 'registryone', 'registryone.westeurope.data', '@', '*'])}`,
    body: ({ random }) => ({
      properties: { ttl: 60, aRecords: [{ ipv4Address: `10.0.0.${random.below(250)}` }] },
    }),
  },
  {
    version: REGISTRY,
    path: (at) => at.registry(),
    body: ({ random }) => ({
      location: 'westeurope',
      sku: { name: random.chance(0.9) ? 'Premium' : random.one(['Basic', 'Standard']) },
      properties: { publicNetworkAccess: random.chance(0.8) ? 'Enabled' : 'Disabled' },
    }),
  },
  {
    version: REGISTRY,
    weight: 0.5,
    path: (at) => `${at.registry()}/replications/${at.random.one(REPLICAS)}`,
    body: ({ random }) => ({ location: random.one(REPLICAS) }),
  },
  {
    version: ROLES,
    weight: 0.5,
    path: (at) =>
      `${at.random.chance(0.5) ? at.registry() : at.group()}/providers/Microsoft.Authorization/roleAssignments/dddddddd-0000-4000-8000-00000000000${at.random.below(9)}`,
    body: () => ({
      properties: {
        principalId: KUBELET,
        roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${builtInRoles['AcrPull']?.id}`,
      },
    }),
  },
  {
    version: LOCKS,
    weight: 0.5,
    path: (at) => {
      const scope = at.random.one([at.network(), at.registry(), at.endpoint(), at.zone()]);
      return `${scope}/providers/Microsoft.Authorization/locks/lock`;
    },
    body: ({ random }) => ({ properties: { level: random.one(['CanNotDelete', 'ReadOnly']) } }),
    methods: ['PUT', 'DELETE', 'DELETE', 'DELETE', 'GET'],
  },
  {
    version: GROUP,
    weight: 0.3,
    path: ({ random }) => (random.chance(0.95) ? GROUPS[0].replace('rg-a', 'rg-free') : random.one(GROUPS)),
    body: () => ({ location: 'westeurope' }),
    methods: ['PUT', 'PUT', 'PATCH', 'GET', 'HEAD', 'DELETE'],
  },
  // A group that was deleted comes back, or the walk would end in nothing.
  {
    version: GROUP,
    path: (at) => at.group(),
    body: () => ({ location: 'westeurope' }),
    methods: ['PUT'],
  },
];
const chances = kinds.flatMap((kind) => Array<Kind>(Math.round((kind.weight ?? 1) * 10)).fill(kind));

const lists: readonly (readonly [(at: Places) => string, string])[] = [
  [(at) => `${at.group()}/providers/Microsoft.Network/virtualNetworks`, NETWORK],
  [
    ({ random }) =>
      `/subscriptions/${random.one(SUBSCRIPTIONS)}/providers/Microsoft.Network/privateEndpoints`,
    NETWORK,
  ],
  [({ random }) => `/subscriptions/${random.one(SUBSCRIPTIONS)}/resourcegroups`, GROUP],
  [(at) => `${at.zone()}/ALL`, DNS],
  [(at) => `${at.registry()}/privateEndpointConnections`, REGISTRY],
  [(at) => `${at.registry()}/providers/Microsoft.Authorization/roleAssignments`, ROLES],
  [(at) => `${at.group()}/resources`, GROUP],
];

function networkBody({ random: r }: Places): unknown {
  const base = r.below(6);
  const subnets = [0, 1].slice(0, r.below(3)).map((index) => ({
    name: `s${index}`,
    properties: { addressPrefix: `10.${base}.${index}.0/${r.one([24, 28, 29])}` },
  }));
  return {
    location: r.chance(0.95) ? 'westeurope' : 'northeurope',
    properties: {
      addressSpace: { addressPrefixes: [`10.${base}.0.0/16`] },
      ...(r.chance(0.5) ? { subnets } : {}),
    },
  };
}

function subnetRange(r: Random): string {
  return `10.${r.below(5)}.${r.below(4)}.${r.one([0, 0, 8])}/${r.one([24, 28, 29, 30])}`.replace(
    '.8/24',
    '.0/24',
  );
}

function endpointBody(at: Places): unknown {
  const { random: r } = at;
  const list = r.chance(0.8) ? 'privateLinkServiceConnections' : 'manualPrivateLinkServiceConnections';
  return {
    location: 'westeurope',
    properties: {
      subnet: { id: at.subnet() },
      [list]: [{ name: 'link', properties: { privateLinkServiceId: at.registry(), groupIds: ['registry'] } }],
    },
  };
}

/** The next request: mostly valid in itself, sometimes broken on purpose. */
export function nextRequest(at: Places): WalkRequest {
  const { random } = at;
  const caller = random.chance(0.8) ? CALLERS.owner : random.one(Object.values(CALLERS));
  const plain = (method: string, url: string, body?: unknown): WalkRequest => ({
    method,
    url,
    body: body === undefined ? '' : JSON.stringify(body),
    caller,
    headers: random.chance(0.03) ? random.one([{ 'if-none-match': '*' }, { 'if-match': 'x' }]) : {},
  });
  const dice = random.next();
  if (dice < 0.06) return broken(at, caller);
  if (dice < 0.1) {
    const [path, version] = random.one(lists);
    return plain('GET', `${path(at)}?api-version=${version}`);
  }
  if (dice < 0.14) return decideConnection(at, plain);
  if (dice < 0.24 && at.known.length > 0) return sendBack(at, plain);
  const kind = random.one(chances);
  const method = random.one(
    kind.methods ?? ['PUT', 'PUT', 'PUT', 'PUT', 'PUT', 'PUT', 'PUT', 'GET', 'DELETE', 'PATCH'],
  );
  const isNew = method === 'PUT' || at.known.length === 0 || random.chance(0.3);
  const path = isNew ? kind.path(at) : random.one(at.known);
  const version = versionOf(path) ?? kind.version;
  const body = method === 'PATCH' ? { tags: { t: String(random.below(9)) } } : kind.body(at);
  return plain(
    method,
    `${path}?api-version=${version}`,
    method === 'PUT' || method === 'PATCH' ? body : undefined,
  );
}

/** Reads something and puts it back, with another tag where there are tags, as many clients do. */
function sendBack(
  { random, known, read }: Places,
  plain: (method: string, url: string, body?: unknown) => WalkRequest,
): WalkRequest {
  const id = random.one(known);
  const version = versionOf(id) ?? GROUP;
  const body = read(id, version);
  const isObject = typeof body === 'object' && body !== null;
  const changed = isObject && 'tags' in body ? { ...body, tags: { back: String(random.below(9)) } } : body;
  return plain('PUT', `${id}?api-version=${version}`, changed);
}

function decideConnection(
  { random, known }: Places,
  plain: (method: string, url: string, body?: unknown) => WalkRequest,
): WalkRequest {
  const connections = known.filter((id) => id.includes('/privateEndpointConnections/'));
  const id = connections.length > 0 ? random.one(connections) : `${GROUPS[0]}/nothing`;
  const state = { status: random.one(['Approved', 'Approved', 'Rejected']), description: 'walk' };
  return plain(random.chance(0.9) ? 'PUT' : 'DELETE', `${id}?api-version=${REGISTRY}`, {
    properties: { privateLinkServiceConnectionState: state },
  });
}

function versionOf(path: string): string | undefined {
  if (/\/Microsoft\.Authorization\/locks/i.test(path)) return LOCKS;
  if (/\/Microsoft\.Authorization\//i.test(path)) return ROLES;
  if (/\/Microsoft\.ContainerRegistry\//i.test(path)) return REGISTRY;
  if (/\/privateDnsZones\//i.test(path)) return DNS;
  return /\/Microsoft\.Network\//i.test(path) ? NETWORK : undefined;
}

/** Requests that no client should send: odd paths, methods, headers, versions and bodies. */
function broken(at: Places, caller: string): WalkRequest {
  const { random: r } = at;
  const kind = r.one(kinds);
  const path = kind.path(at);
  const url = r.one([
    `${path}?api-version=1999-01-01`,
    path,
    `${path}/../../..?api-version=${kind.version}`,
    `${path}/%2e%2e/x?api-version=${kind.version}`,
    `${path}/%00?api-version=${kind.version}`,
    `${path}/%zz?api-version=${kind.version}`,
    `${path}/${'x'.repeat(5000)}?api-version=${kind.version}`,
    `//${path}?api-version=${kind.version}`,
    `${path.replace('rg-', '%F0%9F%92%A9')}?api-version=${kind.version}`,
    `${path}?api-version=${kind.version}&api-version=${kind.version}&$top=-1&$skiptoken=__proto__`,
    `/?api-version=${kind.version}`,
    `/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01`,
    `${path}/constructor?api-version=${kind.version}`,
  ]);
  const body = r.one<string>([
    '{',
    '[]',
    'null',
    '"x"',
    '{"__proto__":{"x":1}}',
    '{"properties":null}',
    '{"properties":[]}',
    '{"properties":{"subnets":{},"addressSpace":7}}',
    '{"location":["x"],"tags":5,"sku":"x"}',
    '{"properties":{"privateDnsZoneConfigs":[null,5,{}]}}',
    '{"properties":{"privateLinkServiceConnections":"x","subnet":{"id":{}}}}',
    `{"a":${'['.repeat(500)}${']'.repeat(500)}}`,
    '\u{feff}{}',
    '{"query":"resources | where"}',
    JSON.stringify(kind.body(at)).replace(/"\w+":/, '"unknown":'),
  ]);
  const method = r.one(['GET', 'PUT', 'PATCH', 'POST', 'DELETE', 'HEAD', 'OPTIONS', 'BREW']);
  const headers: Record<string, string> = r.chance(0.2)
    ? { 'content-type': r.one(['text/plain', 'application/xml', '', 'application/json; charset=x']) }
    : {};
  if (r.chance(0.1))
    headers['authorization'] = r.one(['', 'Basic x', 'Bearer', 'Bearer a.b.c', 'Bearer user:']);
  if (r.chance(0.1)) headers['if-match'] = r.one(['*', 'x', '"', '']);
  return { method, url, body, caller, headers };
}
