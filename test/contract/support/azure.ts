import { randomBytes } from 'node:crypto';
import { cloudOfRegistry, clouds, customCloud, type Cloud } from '../../../src/model/clouds';
import type { Failure } from '../../../src/model/failure';
import type { AzureOptions } from '../../../src/provisioning/azureOptions';
import type { Inventory } from '../../../src/provisioning/observed/inventory';
import { withTenants } from '../../../src/provisioning/observed/tenants';
import type { Azure, WriteProgress } from '../../../src/provisioning/ports';
import { createAzure } from '../../../src/azure/azure';

/** Looks like a real one, and is found wherever it leaks to. */
export const fakeJwt = [
  Buffer.from(JSON.stringify({ alg: 'RS256', typ: 'JWT' })).toString('base64url'),
  randomBytes(240).toString('base64url'),
  randomBytes(64).toString('base64url'),
].join('.');

/** Azure behind the port, against an endpoint on loopback, with short waits. */
export function azureAt(endpoint: string, overrides: Partial<AzureOptions> = {}) {
  return createAzure({
    endpoint,
    cloud: clouds.public,
    tokenSource: () => Promise.resolve({ token: fakeJwt, expiresOn: Date.now() + 3_600_000 }),
    emulator: true,
    pollInterval: 5,
    ...overrides,
  });
}

/** The cloud whose registries' names end so; one by endpoints where it isn't known by name. */
export function cloudOf(registrySuffix: string): Cloud {
  const endpoints = {
    resourceManager: 'https://management.contoso.example',
    authority: 'https://login.contoso.example',
    portal: 'https://portal.contoso.example',
    azureCliName: 'ContosoCloud',
  };
  return cloudOfRegistry(`any.${registrySuffix}`) ?? customCloud({ ...endpoints, registrySuffix });
}

/** What the tree has: an inventory with the directories of the subscriptions, which are listed for it anyway. */
export async function inventoryOf(
  azure: Pick<Azure, 'inventory' | 'listSubscriptions'>,
  subscriptionIds: readonly string[],
): Promise<Inventory> {
  const [inventory, subscriptions] = await Promise.all([
    azure.inventory(subscriptionIds, never),
    azure.listSubscriptions(never),
  ]);
  return withTenants(inventory, subscriptions);
}

export interface RecordedProgress extends WriteProgress {
  readonly tokens: (string | undefined)[];
  readonly statuses: string[];
  readonly retries: { failure: Failure; attempt: number; delaySeconds: number }[];
}

export function recordProgress(): RecordedProgress {
  const [tokens, statuses, retries]: [(string | undefined)[], string[], RecordedProgress['retries']] = [
    [],
    [],
    [],
  ];
  return {
    tokens,
    statuses,
    retries,
    accepted: (token) => void tokens.push(token),
    status: (text) => void statuses.push(text),
    retrying: (failure, attempt, delaySeconds) => void retries.push({ failure, attempt, delaySeconds }),
  };
}

/** The Failure that something rejected with. */
export async function failureFrom(work: Promise<unknown>): Promise<Failure> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error && 'failure' in error) return error.failure as Failure;
    throw error;
  }
  throw new Error('It did not fail.');
}

export const never = new AbortController().signal;
