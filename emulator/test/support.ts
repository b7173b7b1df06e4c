import assert from 'node:assert/strict';
import { at } from '../src/arm/json';
import type { Clock } from '../src/arm/clock';
import { startEmulator, type Emulator, type EmulatorOptions } from '../src/server';

export const SUBSCRIPTION = '11111111-1111-4111-8111-111111111111';
export const OTHER_SUBSCRIPTION = '22222222-2222-4222-8222-222222222222';
export const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`;
export const NETWORK_PROVIDER = `${GROUP}/providers/Microsoft.Network`;
export const REGISTRY = `${GROUP}/providers/Microsoft.ContainerRegistry/registries/contoso`;

const VERSIONS = {
  network: '2026-01-01',
  dns: '2024-06-01',
  registry: '2025-11-01',
  resources: '2025-04-01',
};

/** A clock that stands still until a test moves it. */
export class TestClock implements Clock {
  private time = Date.UTC(2026, 0, 1);

  now(): number {
    return this.time;
  }

  pass(seconds: number): void {
    this.time += seconds * 1000;
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, whatever its shape: `at` reads it. */
  readonly body: unknown;
}

/** An emulator with two subscriptions and a group, and a Premium registry in it. */
export class TestAzure {
  private constructor(
    readonly emulator: Emulator,
    private readonly version: string,
  ) {}

  static async start(options: EmulatorOptions = {}): Promise<TestAzure> {
    const emulator = await startEmulator(options);
    for (const id of [SUBSCRIPTION, OTHER_SUBSCRIPTION]) {
      emulator.estate.put({
        id: `/subscriptions/${id}`,
        name: id,
        type: 'Microsoft.Resources/subscriptions',
        properties: {},
        displayName: id,
      });
    }
    for (const group of [GROUP, GROUP.replace(SUBSCRIPTION, OTHER_SUBSCRIPTION)]) {
      emulator.estate.put({
        id: group,
        name: 'rg',
        type: 'Microsoft.Resources/resourceGroups',
        location: 'westeurope',
        properties: { provisioningState: 'Succeeded' },
      });
    }
    return new TestAzure(emulator, VERSIONS.network);
  }

  addRegistry(id = REGISTRY, sku = 'Premium', loginServer?: string): void {
    const name = id.slice(id.lastIndexOf('/') + 1);
    this.emulator.estate.put({
      id,
      name,
      type: 'Microsoft.ContainerRegistry/registries',
      location: 'westeurope',
      sku: { name: sku, tier: sku },
      properties: {
        loginServer: loginServer ?? `${name}.azurecr.io`,
        provisioningState: 'Succeeded',
        dataEndpointEnabled: false,
        dataEndpointHostNames: [],
      },
    });
  }

  close(): Promise<void> {
    return this.emulator.close();
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const url = new URL(path.startsWith('http') ? path : `${this.emulator.url}${path}`);
    if (!url.searchParams.has('api-version')) url.searchParams.set('api-version', this.versionFor(path));
    const response = await fetch(url, {
      method,
      headers: {
        authorization: 'Bearer test',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? {} : JSON.parse(text)) as unknown,
    };
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  put(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('PUT', path, body, headers);
  }

  /** A write whose operation has to succeed; gives the resource as it is after it. */
  async done(method: 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Answer> {
    const first = await this.send(method, path, body);
    assert.ok(first.status < 300, `${method} ${path}: ${first.status} ${JSON.stringify(first.body)}`);
    const outcome = await this.outcome(first);
    assert.deepEqual(outcome, { status: 'Succeeded' });
    return this.get(path);
  }

  /** How the operation ends that an answer started. */
  async outcome(first: Answer): Promise<unknown> {
    const url = first.headers.get('azure-asyncoperation') ?? first.headers.get('location');
    if (url === null) return { status: 'Succeeded' };
    return (await this.get(url)).body;
  }

  async refused(method: string, path: string, status: number, code: string, body?: unknown): Promise<string> {
    const answer = await this.send(method, path, body);
    assert.equal(`${answer.status} ${String(at(answer.body, 'error', 'code'))}`, `${status} ${code}`);
    return String(at(answer.body, 'error', 'message'));
  }

  private versionFor(path: string): string {
    if (/privateDnsZones|privateDnsOperation/i.test(path) && !/ZoneGroups/i.test(path)) return VERSIONS.dns;
    if (/Microsoft\.ContainerRegistry/i.test(path)) return VERSIONS.registry;
    return /\/providers\//i.test(path) ? this.version : VERSIONS.resources;
  }
}

export function network(
  prefix: string,
  subnets: Record<string, string> = {},
  location = 'westeurope',
): unknown {
  return {
    location,
    properties: {
      addressSpace: { addressPrefixes: [prefix] },
      subnets: Object.entries(subnets).map(([name, addressPrefix]) => ({
        name,
        properties: { addressPrefix },
      })),
    },
  };
}

export function endpoint(subnetId: string, options: { manual?: boolean; registryId?: string } = {}): unknown {
  const list =
    options.manual === true ? 'manualPrivateLinkServiceConnections' : 'privateLinkServiceConnections';
  const link = {
    name: 'link',
    properties: { privateLinkServiceId: options.registryId ?? REGISTRY, groupIds: ['registry'] },
  };
  return { location: 'westeurope', properties: { subnet: { id: subnetId }, [list]: [link] } };
}
