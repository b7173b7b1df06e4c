import { randomUUID } from 'node:crypto';
import type { ArmAnswer } from './answer';

/** What Azure allowed a subscription at the start of a window, as recorded. */
const ALLOWANCE = { reads: 16499, writes: 1199, deletes: 14999 };

const PRIVATE_DNS = /\/providers\/Microsoft\.Network\/(privateDnsZones|privateDnsOperation)/i;

/** The headers that Resource Manager puts on every answer, as recorded by the Azure CLI's tests. */
export class StandardHeaders {
  private readonly used = { reads: 0, writes: 0, deletes: 0 };

  for(
    method: string,
    url: string,
    headers: Readonly<Record<string, string | undefined>>,
    answer: ArmAnswer,
    now: number,
  ): Record<string, string> {
    const requestId = randomUUID();
    const correlationId = headers['x-ms-correlation-request-id'] ?? requestId;
    const clientId = headers['x-ms-client-request-id'];
    const wantsClientId = headers['x-ms-return-client-request-id']?.toLowerCase() === 'true';
    const time = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
    return {
      'Content-Type': 'application/json; charset=utf-8',
      Date: new Date(now).toUTCString(),
      'Cache-Control': 'no-cache',
      Pragma: 'no-cache',
      Expires: '-1',
      'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
      'X-Content-Type-Options': 'nosniff',
      'x-ms-request-id': requestId,
      'x-ms-correlation-request-id': correlationId,
      'x-ms-routing-request-id': `EMULATOR:${time}:${correlationId}`,
      ...(clientId !== undefined && wantsClientId ? { 'x-ms-client-request-id': clientId } : {}),
      ...this.remaining(method, url),
      ...providerHeaders(url, requestId),
      ...etagOf(method, url, answer),
      ...answer.headers,
    };
  }

  private remaining(method: string, url: string): Record<string, string> {
    // Private DNS counts by itself and says so under another name, as recorded.
    if (PRIVATE_DNS.test(url)) {
      const isPoll = /privateDnsOperation/i.test(url);
      return { 'x-ms-ratelimit-remaining-subscription-resource-requests': isPoll ? '499' : '11999' };
    }
    const kind = method === 'DELETE' ? 'deletes' : method === 'GET' || method === 'HEAD' ? 'reads' : 'writes';
    // The emulator refuses nothing for its rate, so that the count starts again rather than ends.
    this.used[kind] = (this.used[kind] + 1) % ALLOWANCE[kind];
    const name = kind === 'reads' ? 'global-reads' : kind;
    return { [`x-ms-ratelimit-remaining-subscription-${name}`]: String(ALLOWANCE[kind] - this.used[kind]) };
  }
}

function providerHeaders(url: string, requestId: string): Record<string, string> {
  if (/\/providers\/Microsoft\.ContainerRegistry\//i.test(url)) {
    const version = new URLSearchParams(url.slice(url.indexOf('?'))).get('api-version');
    return version === null ? {} : { 'api-supported-versions': version };
  }
  return isNetwork(url) ? { 'x-ms-arm-service-request-id': requestId } : {};
}

/** A GET of a network resource repeats its etag in a header. */
function etagOf(method: string, url: string, { status, body }: ArmAnswer): Record<string, string> {
  if (method !== 'GET' || status !== 200 || !isNetwork(url)) return {};
  const etag = typeof body === 'object' && body !== null && 'etag' in body ? body.etag : undefined;
  return typeof etag === 'string' ? { ETag: etag } : {};
}

function isNetwork(url: string): boolean {
  return /\/providers\/Microsoft\.Network\//i.test(url);
}
