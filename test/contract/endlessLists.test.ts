import assert from 'node:assert/strict';
import { azureAt, failureFrom, never } from './support/azure';
import { startScripted, type Answer, type SeenRequest } from './support/scripted';
import { listed, listFrom, messageOf, type Service } from './support/services';

const most = 20;

/** A script in which each page names the next one by a rule; pages have numbers, the first is 0. */
function pages(service: Service, after: (page: number) => number | undefined, empty = false) {
  return (request: SeenRequest): Answer => {
    const next = after(Number(service.asked(request) ?? 0));
    return service.page(next === undefined ? undefined : String(next), request, empty);
  };
}

for (const service of listed) {
  describe(`a list of ${service.name}`, () => {
    it('is read over all its pages', async () => {
      const last = 30;
      const { outcome, asked } = await listFrom(
        service,
        pages(service, (page) => (page < last ? page + 1 : undefined)),
      );
      assert.deepEqual(outcome, { items: last + 1 });
      assert.equal(asked.length, last + 1);
    });

    for (const length of [1, 2, 3, 7]) {
      it(`is refused where its pages go round in a circle of ${length}`, async () => {
        const { outcome, asked } = await listFrom(
          service,
          pages(service, (page) => (page === length ? 1 : page + 1)),
        );
        assert.match(messageOf(outcome), /the same page of a list twice/);
        assert.equal(asked.length, length + 1);
      });
    }

    it('is refused where a circle begins after other pages', async () => {
      const { outcome, asked } = await listFrom(
        service,
        pages(service, (page) => (page === 9 ? 7 : page + 1)),
      );
      assert.match(messageOf(outcome), /the same page of a list twice/);
      assert.equal(asked.length, 10);
    });

    for (const empty of [false, true]) {
      it(`is refused where ${empty ? 'empty' : 'new'} pages go on for ever`, async () => {
        const { outcome, asked } = await listFrom(
          service,
          pages(service, (page) => page + 1, empty),
          { limits: { listPages: most } },
        );
        assert.match(messageOf(outcome), /returned more than 20 pages of one list/);
        assert.equal(asked.length, most);
      });
    }

    it('is cancelled on a later page, too, and that page’s connection is closed', async () => {
      const abort = new AbortController();
      let closed: Promise<unknown> | undefined;
      const { outcome } = await listFrom(
        service,
        (request) =>
          service.asked(request) === undefined
            ? service.page('1', request)
            : {
                status: 200,
                write: (response) => {
                  closed = new Promise((resolve) => response.once('close', resolve));
                  response.write('{');
                  abort.abort();
                },
              },
        { signal: abort.signal },
      );
      assert.match(messageOf(outcome), /canceled/);
      await closed;
    });
  });
}

describe('a list without an end', () => {
  for (const service of listed.filter(({ name }) => /JSON|registry/.test(name))) {
    it(`is refused after a thousand pages where nothing else is set: ${service.name}`, async () => {
      const { outcome, asked } = await listFrom(
        service,
        pages(service, (page) => page + 1),
      );
      assert.match(messageOf(outcome), /returned more than 1000 pages/);
      assert.equal(asked.length, 1000);
    });
  }
});

describe('the pages of a list together', () => {
  for (const service of listed.filter(({ name }) => name !== 'a registry')) {
    it(`have a limit of their own: ${service.name}`, async () => {
      const { outcome } = await listFrom(
        service,
        pages(service, (page) => page + 1),
        { limits: { listBytes: 2000 } },
      );
      assert.match(messageOf(outcome), /a list larger than 2000 bytes/);
    });
  }
});

describe('a list of role assignments, through the SDK’s former generation', () => {
  const registryId =
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/contosoapps';
  const principal = '11111111-2222-3333-4444-555555555555';

  async function reasonWith(nextOf: (page: number) => number, limits = {}) {
    const server = await startScripted(({ path, headers }) => {
      if (!/\/roleAssignments\?/i.test(path))
        return { status: 404, body: { error: { code: 'X', message: 'x' } } };
      const url = new URL(path, `http://${headers.host ?? ''}`);
      url.searchParams.set('page', String(nextOf(Number(url.searchParams.get('page') ?? 0))));
      return { status: 200, body: { value: [], nextLink: url.href } };
    });
    try {
      const { assignments } = await azureAt(server.url, { limits }).observeGrant(
        registryId,
        principal,
        never,
      );
      return assignments.state === 'unreadable' ? assignments.reason : assignments.state;
    } finally {
      await server.close();
    }
  }

  it('is refused where its pages go round in a circle or don’t end', async () => {
    assert.match(await reasonWith(() => 1), /the same page of a list twice/);
    assert.match(await reasonWith((page) => (page === 3 ? 1 : page + 1)), /the same page of a list twice/);
    assert.match(await reasonWith((page) => page + 1, { listPages: most }), /more than 20 pages/);
  });
});

describe('a page that isn’t a list', () => {
  it('is no end of the list', async () => {
    const server = await startScripted(() => ({ status: 200, body: { nothing: 'here' } }));
    const azure = azureAt(server.url);
    const locks = await azure.locks('/subscriptions/s', never);
    assert.match(locks.state === 'unreadable' ? locks.reason : locks.state, /isn’t a list/);
    assert.ok((await failureFrom(azure.listSubscriptions(never))).message);
    await server.close();
  });
});
