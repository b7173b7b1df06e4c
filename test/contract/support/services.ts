import { FailureError, isFailureError, type Failure } from '../../../src/model/failure';
import type { AzureLimits } from '../../../src/provisioning/azureOptions';
import type { Fact } from '../../../src/provisioning/observed/observed';
import type { Azure } from '../../../src/provisioning/ports';
import { azureAt, fakeJwt, never } from './azure';
import { startScripted, type Answer, type ScriptedServer, type SeenRequest } from './scripted';

const scope = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet';
const registry = { loginServer: 'contosoapps.azurecr.io', roleAssignmentMode: 'legacy' as const };
const id = '11111111-2222-3333-4444-555555555555';

/** What came of a question: how many items there are, or why there is no answer. */
export type Outcome = { readonly items: number } | { readonly failure: Failure };

/** A way in which the Azure half asks, and how that is answered. */
export interface Service {
  readonly name: string;
  /** Reads a list over all its pages. */
  list(azure: Azure, signal: AbortSignal): Promise<Outcome>;
  /** A page with one item; `next` names the one after it. */
  page(next: string | undefined, request: SeenRequest, empty?: boolean): Answer;
  /** Which page a request is for, by the name that `page` was given; undefined for the first. */
  asked(request: SeenRequest): string | undefined;
}

const registryToken = ['x', Buffer.from(JSON.stringify({ exp: 4e9 })).toString('base64url'), 'x'].join('.');

/** The requests that a service needs before the one that counts. */
function signIn({ path }: SeenRequest): Answer | undefined {
  if (path === '/oauth2/exchange') return { status: 200, body: { refresh_token: registryToken } };
  if (path === '/oauth2/token') return { status: 200, body: { access_token: registryToken } };
  return undefined;
}

const byQuery = (name: string) => (request: SeenRequest) =>
  new URL(request.path, 'http://x').searchParams.get(name) ?? undefined;

/** Lists of Resource Manager: `value`, an item of a name of its own for each page, and the whole address of the next one. */
function armPage(item: (name: string) => object) {
  return (next: string | undefined, request: SeenRequest, empty?: boolean): Answer => {
    const { path, headers } = request;
    const url = new URL(path, `http://${headers.host ?? ''}`);
    if (next !== undefined) url.searchParams.set('page', next);
    const nextLink = next === undefined ? {} : { nextLink: url.href };
    return {
      status: 200,
      body: { value: empty === true ? [] : [item(byQuery('page')(request) ?? '0')], ...nextLink },
    };
  };
}

const typed: Service = {
  name: 'Resource Manager through the SDK',
  list: (azure, signal) => outcomeOf(azure.listSubscriptions(signal)),
  page: armPage((name) => ({
    id: `/subscriptions/s${name}`,
    subscriptionId: `s${name}`,
    displayName: 'S',
    state: 'Enabled',
  })),
  asked: byQuery('page'),
};

const raw: Service = {
  name: 'Resource Manager in JSON',
  list: (azure, signal) => outcomeOf(knownOrFailure(azure.locks(scope, signal))),
  page: armPage((name) => ({
    id: `${scope}/providers/Microsoft.Authorization/locks/l${name}`,
    properties: { level: 'ReadOnly' },
  })),
  asked: byQuery('page'),
};

const graph: Service = {
  name: 'Resource Graph',
  list: (azure, signal) =>
    outcomeOf(azure.listIdentities(['s'], signal).then(({ identities }) => identities)),
  page: (next, request, empty) => {
    const type = 'microsoft.managedidentity/userassignedidentities';
    const name = `i${graph.asked(request) ?? '0'}`;
    const row = { id: `/subscriptions/s/resourceGroups/g/providers/${type}/${name}`, type, location: 'x' };
    const data = empty === true ? [] : [{ ...row, properties: { principalId: id } }];
    const body = { totalRecords: 1, count: data.length, data, resultTruncated: 'false' };
    return { status: 200, body: next === undefined ? body : { ...body, $skipToken: next } };
  },
  asked: ({ body }) => (JSON.parse(body) as { options: { $skipToken?: string } }).options.$skipToken,
};

/** One page is all that is asked of it. */
const directory: Service = {
  name: 'Microsoft Graph',
  list: (azure, signal) => outcomeOf(azure.findPrincipals('User', 'jo', signal)),
  page: () => ({ status: 200, body: { value: [{ id, displayName: 'Jo' }] } }),
  asked: () => undefined,
};

const images: Service = {
  name: 'a registry',
  list: async (azure, signal) => {
    let items = 0;
    for (let from: string | undefined; ;) {
      const page = await azure.images.repositories(registry, from, signal);
      if (page.kind !== 'listed') return { failure: page.failure };
      items += page.items.length;
      from = page.next;
      if (from === undefined) return { items };
    }
  },
  page: (next, _, empty) => ({
    status: 200,
    ...(next === undefined ? {} : { headers: { link: `</acr/v1/_catalog?last=${next}&n=100>; rel="next"` } }),
    body: { repositories: empty === true ? [] : ['web'] },
  }),
  asked: byQuery('last'),
};

export const services: readonly Service[] = [typed, raw, graph, directory, images];
/** Those whose lists have more than one page. */
export const listed: readonly Service[] = [typed, raw, graph, images];

/** The value of a fact; rejects with what was said where there is none. */
async function knownOrFailure<T>(read: Promise<Fact<T>>): Promise<T> {
  const fact = await read;
  if (fact.state === 'known') return fact.value;
  const message = fact.state === 'unreadable' ? fact.reason : 'absent';
  throw new FailureError({ code: 'fact', kind: 'defect', message, nextAction: '' });
}

async function outcomeOf(work: Promise<readonly unknown[]>): Promise<Outcome> {
  try {
    return { items: (await work).length };
  } catch (error) {
    if (isFailureError(error)) return { failure: error.failure };
    throw error;
  }
}

/**
 * Reads a service's list from a server that answers what is asked of the service by the script, and gives the outcome
 * with the requests that counted.
 */
export async function listFrom(
  service: Service,
  script: (request: SeenRequest, count: number) => Answer | undefined | Promise<Answer>,
  { limits = {}, signal = never }: { limits?: Partial<AzureLimits>; signal?: AbortSignal } = {},
): Promise<{ readonly outcome: Outcome; readonly asked: readonly SeenRequest[] }> {
  const asked: SeenRequest[] = [];
  const server: ScriptedServer = await startScripted((request) => {
    const before = signIn(request);
    if (before !== undefined) return before;
    asked.push(request);
    return script(request, asked.length);
  });
  try {
    const outcome = await service.list(azureAt(server.url, { limits }), signal);
    if (JSON.stringify(outcome).includes(fakeJwt)) throw new Error('A token got into the outcome.');
    return { outcome, asked };
  } finally {
    await server.close();
  }
}

export function messageOf(outcome: Outcome): string {
  return 'failure' in outcome ? outcome.failure.message : `no failure, but ${outcome.items} items`;
}
