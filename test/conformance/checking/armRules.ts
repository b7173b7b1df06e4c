import { at, listAt } from '../../../emulator/src/arm/json';
import type { Exchange } from '../../../emulator/src/requestLog';

const STATUS = /^(Succeeded|Failed|Canceled|InProgress|Running|Accepted|Creating|Updating|Deleting|Pending)$/;

/** What Resource Manager promises for every answer and no definition states; one sentence for each breach. */
export function commonBreaches({ request, response }: Exchange): string[] {
  const { status, body } = response;
  const headers = lowerCase(response.headers);
  const query = new URL(request.url).searchParams;
  const breaches: string[] = [];
  if (status < 400 && ![...query.keys()].some((key) => key.toLowerCase() === 'api-version')) {
    breaches.push('answered without an api-version');
  }
  if (status >= 400 && request.method !== 'HEAD' && !isError(body)) {
    breaches.push('the error is not {error:{code,message}}');
  }
  if (status === 202 && headers['location'] === undefined && headers['azure-asyncoperation'] === undefined) {
    breaches.push('202 without Location or Azure-AsyncOperation');
  }
  // Resource Graph says by a header of its own when its quota is there again:
  // https://learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests
  const saysWhen = ['retry-after', 'x-ms-user-quota-resets-after'].some(
    (name) => headers[name] !== undefined,
  );
  if (status === 429 && !saysWhen) breaches.push('429 without Retry-After');
  if (headers['x-ms-request-id'] === undefined && headers['x-ms-correlation-request-id'] === undefined) {
    breaches.push('neither x-ms-request-id nor x-ms-correlation-request-id');
  }
  if (status < 400) breaches.push(...idBreaches(body), ...listAt(body, 'value').flatMap(idBreaches));
  return breaches;
}

/** An id is a path of pairs, the last of which names the resource. */
function idBreaches(resource: unknown): string[] {
  const [id, name, type] = ['id', 'name', 'type'].map((member) => at(resource, member));
  if (typeof id !== 'string' || typeof type !== 'string') return [];
  const isPath = /^(\/[^/]+\/[^/]+)+$/.test(id.replace(/\/providers\/[^/]+(?=\/)/gi, ''));
  if (!isPath) return [`'${id}' is no id`];
  const isNamed = typeof name !== 'string' || id.toLowerCase().endsWith(`/${name}`.toLowerCase());
  return isNamed ? [] : [`the id '${id}' doesn't end with the name '${name}'`];
}

/** What the SDK's poller relies on in the answer of an operation's URL. */
export function pollBreaches({ response: { status, body } }: Exchange): string[] {
  const state = at(body, 'status');
  if (status !== 200 || state === undefined) return [];
  const breaches: string[] = [];
  if (typeof state !== 'string' || !STATUS.test(state)) {
    breaches.push(`status ${JSON.stringify(state)} is none of Resource Manager's`);
  }
  if (/^(Failed|Canceled)$/.test(typeof state === 'string' ? state : '') && !isError(body)) {
    breaches.push('an operation that failed has no error with code and message');
  }
  return breaches;
}

function isError(body: unknown): boolean {
  return ['code', 'message'].every((member) => {
    const text = at(body, 'error', member);
    return typeof text === 'string' && text !== '';
  });
}

export function lowerCase(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), value] as const],
  );
  return Object.fromEntries(entries);
}
