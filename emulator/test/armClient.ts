import assert from 'node:assert/strict';

export interface ArmReply {
  readonly status: number;
  readonly body: ReplyBody;
  readonly headers: Headers;
}

/** What tests look at in an answer; the rest is read by its path with `at`. */
export interface ReplyBody {
  readonly id?: string;
  readonly name?: string;
  readonly value?: ReplyBody[];
  readonly nextLink?: string;
  readonly properties?: Record<string, unknown>;
  readonly error?: {
    code: string;
    message: string;
    details?: { code: string; message: string; target?: string }[];
  };
  readonly [member: string]: unknown;
}

const VERSIONS: readonly (readonly [RegExp, string])[] = [
  [/\/(un)?register$/i, '2025-04-01'],
  [/\/Microsoft\.Authorization\/locks/i, '2020-05-01'],
  [/\/Microsoft\.PolicyInsights\//i, '2024-10-01'],
  [/\/Microsoft\.Authorization\/[^/]+(\/[^/]+)?$/i, '2022-04-01'],
  [/\/Microsoft\.ContainerRegistry\//i, '2025-11-01'],
  [/\/Microsoft\.ContainerService\//i, '2026-06-01'],
  [/\/Microsoft\.Network\/privateDnsZones/i, '2024-06-01'],
  [/\/Microsoft\.Network\//i, '2026-01-01'],
  [/\/Microsoft\.ResourceGraph\//i, '2024-04-01'],
  [/^\/(tenants|subscriptions)(\/[^/]+)?(\/locations)?$/i, '2022-12-01'],
];

/** Plain requests to an emulator, in the api-version of the SDKs of today. */
export class ArmClient {
  constructor(
    private readonly url: string,
    private readonly token = 'scenario',
  ) {}

  /** The same emulator, as somebody else. */
  as(objectId: string): ArmClient {
    return new ArmClient(this.url, `user:${objectId}`);
  }

  get(path: string): Promise<ArmReply> {
    return this.send('GET', path);
  }

  async send(method: string, path: string, body?: unknown): Promise<ArmReply> {
    const [plain = '', query = ''] = path.split(/\?(.*)/s);
    const version = VERSIONS.find(([pattern]) => pattern.test(plain))?.[1] ?? '2025-04-01';
    const url = new URL(this.url + encodeURI(plain));
    url.search = query;
    if (!url.searchParams.has('api-version')) url.searchParams.set('api-version', version);
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed = (text === '' ? {} : JSON.parse(text)) as ReplyBody;
    return { status: response.status, body: parsed, headers: response.headers };
  }

  /** A request that must go through; without latency its effects are there with the next one. */
  async succeed(method: string, path: string, body?: unknown): Promise<ReplyBody> {
    const reply = await this.send(method, path, body);
    assert.ok(reply.status < 300, `${method} ${path} answers ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body;
  }

  /** A request that must be refused with this code; gives the message. */
  async refused(status: number, code: string, method: string, path: string, body?: unknown): Promise<string> {
    const reply = await this.send(method, path, body);
    assert.deepEqual([reply.status, reply.body.error?.code], [status, code], JSON.stringify(reply.body));
    return reply.body.error?.message ?? '';
  }

  /** Reads a resource, changes its properties, and puts it back whole, as the Azure CLI does. */
  async change(path: string, properties: Record<string, unknown>): Promise<void> {
    const { body } = await this.get(path);
    await this.succeed('PUT', path, { ...body, properties: { ...body.properties, ...properties } });
  }
}
