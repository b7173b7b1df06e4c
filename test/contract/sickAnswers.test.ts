import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { azureAt, failureFrom, never, recordProgress } from './support/azure';
import { startScripted, type Answer } from './support/scripted';
import { listFrom, messageOf, services } from './support/services';

const packed = { 'content-encoding': 'gzip' };
/** As long as a good answer needs, also on a busy machine, would be too long for these. */
const soon = { tryMilliseconds: 100 };

/** Answers that begin and never come to an end. */
const stalled: readonly (readonly [name: string, answer: Answer])[] = [
  [
    'stops after the headers',
    {
      status: 200,
      write: (response) => {
        response.flushHeaders();
      },
    },
  ],
  ['stops within its body', { status: 200, write: (response) => void response.write('{"value":[') }],
  [
    'stops within a body of known length',
    { status: 200, headers: { 'content-length': '500' }, write: (response) => void response.write('{') },
  ],
  [
    'stops within a packed body',
    {
      status: 200,
      headers: packed,
      write: (response) => void response.write(gzipSync('{"value":[]}').subarray(0, 12)),
    },
  ],
  [
    'comes by the byte',
    {
      status: 200,
      write: (response) => {
        const timer = setInterval(() => response.write(' '), 5);
        response.once('close', () => {
          clearInterval(timer);
        });
      },
    },
  ],
  ['is a refusal that stops', { status: 503, write: (response) => void response.write('{"error":') }],
];

for (const service of services) {
  describe(`${service.name} that answers late`, () => {
    it('has not answered in time where nothing comes', async () => {
      const { outcome, asked } = await listFrom(service, () => new Promise(() => undefined), {
        limits: soon,
      });
      assert.match(messageOf(outcome), /^\S.* didn’t respond within 0\.1 seconds\.$/);
      // Who has waited that long is told, and not kept waiting three times more.
      assert.ok(asked.length <= 1);
    });

    for (const [name, answer] of stalled) {
      it(`has not answered in time where an answer ${name}`, async () => {
        const { outcome } = await listFrom(service, () => answer, { limits: soon });
        assert.match(messageOf(outcome), /didn’t respond within/);
      });

      it(`can be cancelled while an answer ${name}`, async () => {
        const abort = new AbortController();
        let closed: Promise<unknown> | undefined;
        const { outcome } = await listFrom(
          service,
          () => ({
            ...answer,
            write: (response) => {
              closed = new Promise((resolve) => response.once('close', resolve));
              answer.write?.(response);
              setTimeout(() => {
                abort.abort();
              }, 20);
            },
          }),
          { signal: abort.signal },
        );
        assert.match(messageOf(outcome), /canceled/);
        await closed;
      });
    }
  });

  describe(`${service.name} that answers too much`, () => {
    const limit = { answerBytes: 100_000 };
    const forEver =
      (chunk: Buffer | string) =>
      (response: ServerResponse): void => {
        const more = () => {
          while (!response.destroyed && response.write(chunk));
        };
        response.on('drain', more);
        more();
      };
    const spaces = Buffer.alloc(16_384, ' ');
    const large: readonly (readonly [name: string, answer: Answer])[] = [
      ['in chunks without an end', { status: 200, write: forEver(spaces) }],
      [
        'of a length that it tells',
        { status: 200, headers: { 'content-length': '500000000' }, write: forEver(spaces) },
      ],
      [
        'packed',
        {
          status: 200,
          headers: packed,
          write: (response) => response.end(gzipSync(Buffer.alloc(20_000_000))),
        },
      ],
      ['packed, without an end', { status: 200, headers: packed, write: forEver(gzipSync(spaces)) }],
      ['as a refusal', { status: 500, write: forEver(spaces) }],
    ];
    for (const [name, answer] of large) {
      it(`is refused, ${name}, and the connection is closed`, async () => {
        let closed: Promise<unknown> | undefined;
        const { outcome, asked } = await listFrom(
          service,
          () => ({
            ...answer,
            write: (response) => {
              closed = new Promise((resolve) => response.once('close', resolve));
              answer.write?.(response);
            },
          }),
          { limits: limit },
        );
        assert.match(messageOf(outcome), /a response larger than 100000 bytes/);
        assert.equal(asked.length, 1);
        await closed;
      });
    }

    it('is read where it is packed and fits', async () => {
      const { outcome } = await listFrom(service, (request) => {
        const page = service.page(undefined, request);
        const body = gzipSync(JSON.stringify(page.body));
        return { ...page, headers: packed, write: (response) => response.end(body) };
      });
      assert.deepEqual(outcome, { items: 1 });
    });
  });

  describe(`${service.name} whose connection breaks`, () => {
    for (const headers of [{}, packed]) {
      it(`within ${headers === packed ? 'a packed' : 'an'} answer is asked again`, async () => {
        const { outcome, asked } = await listFrom(service, (request, count) =>
          count > 1
            ? service.page(undefined, request)
            : {
                status: 200,
                headers,
                write: (response) => {
                  response.write(gzipSync('{"value":[]}').subarray(0, 15), () => response.destroy());
                },
              },
        );
        assert.deepEqual(outcome, { items: 1 });
        assert.equal(asked.length, 2);
      });
    }
  });
}

describe('an answer of any size', () => {
  it('is refused at 64 MB where nothing else is set', async () => {
    const chunk = Buffer.alloc(1024 * 1024, ' ');
    const server = await startScripted(() => ({
      status: 200,
      write: (response) => {
        const more = () => {
          while (!response.destroyed && response.write(chunk));
        };
        response.on('drain', more);
        more();
      },
    }));
    const failure = await failureFrom(azureAt(server.url).listSubscriptions(never));
    await server.close();
    assert.equal(failure.code, 'azure.answerTooLarge');
    assert.match(failure.message, /larger than 64 MB/);
  });
});

describe('a write that isn’t answered', () => {
  it('fails for now, and says on what', async () => {
    const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet';
    const server = await startScripted(() => new Promise(() => undefined));
    const azure = azureAt(server.url, { limits: soon });
    const request = { method: 'PUT' as const, apiVersion: '2026-01-01', body: {} };
    const outcome = await azure.write(id, request, recordProgress(), never);
    assert.ok(!outcome.ok);
    assert.deepEqual(
      [outcome.failure.code, outcome.failure.kind, outcome.failure.resourceId, outcome.failure.message],
      ['network.timeout', 'transient', id, 'Azure didn’t respond within 0.1 seconds.'],
    );
    const observed = await failureFrom(azure.readPullers(`${id}/providers/Microsoft.X/y/z`, never));
    assert.equal(observed.code, 'network.timeout');
    await server.close();
  });
});
