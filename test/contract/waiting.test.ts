import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { Failure } from '../../src/model/failure';
import type { StepRequest } from '../../src/provisioning/plan/plan';
import type { Azure } from '../../src/provisioning/ports';
import { azureAt, fakeJwt, recordProgress } from './support/azure';
import { startScripted, type Answer } from './support/scripted';
import { listFrom, services } from './support/services';

const far = 'Fri, 31 Dec 2100 23:59:59 GMT';

/** Waits that no answer should ask for; the SDK's timers make nothing, or for ever, of each. */
const absurd: readonly Record<string, string>[] = [
  { 'retry-after': '3000000' },
  { 'retry-after': '1e400' },
  { 'retry-after': 'Infinity' },
  { 'retry-after': far },
  { 'retry-after': '-5' },
  { 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' },
  { 'retry-after': 'NaN' },
  { 'retry-after': 'soon' },
  { 'retry-after-ms': '9e15' },
  { 'retry-after-ms': '-1' },
  { 'x-ms-retry-after-ms': 'Infinity' },
];

for (const service of services) {
  describe(`${service.name} that asks for an absurd wait`, () => {
    for (const headers of absurd) {
      for (const status of [429, 503]) {
        it(`by ${status} with ${JSON.stringify(headers)} is asked again within the longest one`, async () => {
          const { outcome, asked } = await listFrom(
            service,
            (request, count) =>
              count > 1
                ? service.page(undefined, request)
                : { status, headers, body: { error: { code: 'TooManyRequests', message: 'Slow down.' } } },
            { limits: { longestWait: 10 } },
          );
          assert.deepEqual(outcome, { items: 1 });
          assert.equal(asked.length, 2);
        });
      }
    }
  });
}

const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet';
const request: StepRequest = { method: 'PUT', apiVersion: '2026-01-01', body: {} };

describe('a wait before another try', () => {
  const refused = (headers: Record<string, string>): Answer => ({
    status: 429,
    headers,
    body: { error: { code: 'TooManyRequests', message: 'Slow down.' } },
  });

  for (const [headers, seconds] of [
    [{ 'retry-after': '3000000' }, 600],
    [{ 'retry-after': far }, 600],
    [{ 'retry-after-ms': '9e15' }, 600],
    [{ 'retry-after': '30' }, 30],
  ] as const) {
    it(`is ${seconds} seconds for ${JSON.stringify(headers)}, and can be cancelled`, async () => {
      const server = await startScripted(() => refused(headers));
      const abort = new AbortController();
      const progress = recordProgress();
      const outcome = await azureAt(server.url).write(
        id,
        request,
        {
          ...progress,
          retrying: (...told) => {
            progress.retrying(...told);
            setTimeout(() => {
              abort.abort();
            }, 20);
          },
        },
        abort.signal,
      );
      await server.close();
      assert.ok(!outcome.ok && outcome.failure.kind === 'cancelled');
      assert.deepEqual(
        progress.retries.map(({ delaySeconds }) => delaySeconds),
        [seconds],
      );
      assert.equal(server.seen.length, 1);
    });
  }
});

/** What Azure works on for ever, and how each of our pollers ends when it is cancelled. */
const pollers: readonly {
  readonly name: string;
  readonly begin: (azure: Azure, signal: AbortSignal) => Promise<Failure | undefined>;
}[] = [
  {
    name: 'a write',
    begin: async (azure, signal) => {
      const outcome = await azure.write(id, request, recordProgress(), signal);
      return outcome.ok ? undefined : outcome.failure;
    },
  },
  {
    name: 'a write that is resumed',
    begin: async (azure, signal) => {
      const progress = recordProgress();
      const first = new AbortController();
      const accepted = (token: string | undefined) => {
        progress.tokens.push(token);
        first.abort();
      };
      await azure.write(id, request, { ...progress, accepted }, first.signal);
      const [token = ''] = progress.tokens;
      const outcome = await azure.resume(id, request, token, progress, signal);
      return outcome.ok ? undefined : outcome.failure;
    },
  },
  {
    name: 'an import',
    begin: (azure, signal) =>
      failed(
        azure.importImage(
          {
            registryId:
              '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/r',
            source: { kind: 'public', registry: 'mcr.microsoft.com', image: 'hello-world:latest' },
            target: { repository: 'hello-world', tag: 'latest' },
            overwrite: false,
          },
          { accepted: () => undefined },
          signal,
        ),
      ),
  },
  {
    name: 'a command in a cluster',
    begin: (azure, signal) =>
      failed(
        azure.runInCluster(
          {
            clusterId:
              '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c',
            usesEntraId: false,
          },
          'kubectl version',
          signal,
        ),
      ),
  },
];

async function failed(work: Promise<unknown>): Promise<Failure | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return (error as { failure?: Failure }).failure;
  }
}

describe('the polls of an operation without an end', () => {
  const pace = 200;

  /** Polls that came until the operation was canceled, and how many its rhythm allows in that time. */
  async function pollsOf(
    begin: (azure: Azure, signal: AbortSignal) => Promise<Failure | undefined>,
    headers: Record<string, string>,
  ) {
    let polls = 0;
    let polled: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (polled = resolve));
    const server = await startScripted(({ method, headers: { host = '' } }) => {
      const address = `http://${host}/subscriptions/s/operations/o?api-version=1&t=1&c=2&s=3&h=4`;
      if (method !== 'GET') {
        return {
          status: 202,
          headers: { ...headers, 'azure-asyncoperation': address, location: address },
          body: {},
        };
      }
      polls += 1;
      polled();
      return { status: 202, headers, body: { status: 'InProgress' } };
    });
    const abort = new AbortController();
    const before = performance.now();
    const ending = begin(azureAt(server.url, { pollInterval: pace }), abort.signal);
    await begun;
    await pause(300);
    const seen = polls;
    const elapsed = performance.now() - before;
    abort.abort();
    const failure = await ending;
    await server.close();
    assert.equal(failure?.kind, 'cancelled');
    assert.ok(!JSON.stringify(failure).includes(fakeJwt));
    return { seen, atMost: elapsed / (pace / 2) + 2 };
  }

  for (const { name, begin } of pollers) {
    it(`wait the longest wait where too much is asked for: ${name}`, async () => {
      const tooMuch = [{ 'retry-after': '3000000' }, { 'retry-after': far }];
      for (const { seen } of await Promise.all(tooMuch.map((headers) => pollsOf(begin, headers)))) {
        assert.ok(seen <= 1, `${seen} polls`);
      }
    });

    it(`keep to their rhythm where less than nothing is asked for: ${name}`, async () => {
      const tooLittle = [{ 'retry-after': '-5' }, { 'retry-after': '0' }, { 'retry-after': 'NaN' }, {}];
      const all = await Promise.all(tooLittle.map((headers) => pollsOf(begin, headers)));
      for (const { seen, atMost } of all) assert.ok(seen <= atMost, `${seen} polls`);
    });
  }
});
