import assert from 'node:assert/strict';
import type { RegistryImages } from '../../src/provisioning/ports';
import type { RegistryAddress } from '../../src/provisioning/observed/registryImages';
import { azureAt, fakeJwt, never } from './support/azure';
import { startScripted, type Answer, type SeenRequest } from './support/scripted';

const apps: RegistryAddress = { loginServer: 'contosoapps.azurecr.io', roleAssignmentMode: 'legacy' };

describe('registries that misbehave', () => {
  const token = (name: string, secondsLeft = 3600) =>
    [
      name,
      Buffer.from(JSON.stringify({ exp: Date.now() / 1000 + secondsLeft })).toString('base64url'),
      'x',
    ].join('.');
  const signIn = ({ path }: SeenRequest, lifetime?: number): Answer | undefined => {
    if (path === '/oauth2/exchange') return { status: 200, body: { refresh_token: token('refresh') } };
    if (path === '/oauth2/token') return { status: 200, body: { access_token: token('access', lifetime) } };
    return undefined;
  };

  async function over<T>(
    script: (request: SeenRequest, count: number) => Answer | undefined,
    work: (images: RegistryImages, seen: SeenRequest[]) => Promise<T>,
  ): Promise<T> {
    const server = await startScripted(script);
    try {
      return await work(azureAt(server.url).images, server.seen);
    } finally {
      await server.close();
    }
  }

  const garbage: readonly unknown[] = [
    'text',
    { repositories: 'web' },
    { repositories: [1] },
    { repositories: ['x'.repeat(301)] },
    [],
  ];

  it('with answers that nobody understands are a failure that says so', async () => {
    for (const body of garbage) {
      const answer = await over(
        (request) => signIn(request) ?? { status: 200, body },
        (images) => images.repositories(apps, undefined, never),
      );
      assert.equal(answer.kind, 'failed');
      assert.equal(answer.failure.code, 'azure.unexpectedAnswer');
    }
    const badDigest = { tags: [{ name: 'v1', digest: 'sha256:short' }] };
    for (const body of [badDigest, { tags: [{ digest: `sha256:${'0'.repeat(64)}` }] }]) {
      const answer = await over(
        (request) => signIn(request) ?? { status: 200, body },
        (images) => images.tags(apps, 'web', undefined, never),
      );
      assert.equal('failure' in answer && answer.failure.code, 'azure.unexpectedAnswer');
    }
    const noToken = await over(
      () => ({ status: 200, body: {} }),
      (images) => images.repositories(apps, undefined, never),
    );
    assert.equal('failure' in noToken && noToken.failure.code, 'azure.unexpectedAnswer');
  });

  it('are not followed to other hosts or lists, neither by links nor by redirects', async () => {
    for (const link of [
      'https://evil.example/acr/v1/_catalog?last=a',
      '//evil.example/acr/v1/_catalog',
      'https://contosoapps.azurecr.io.evil.example/acr/v1/_catalog',
      'https://contosoapps.azurecr.io@evil.example/acr/v1/_catalog',
      'http://contosoapps.azurecr.io/acr/v1/_catalog',
      'https://contosoother.azurecr.io/acr/v1/_catalog',
      '/acr/v1/other/_tags',
      '/oauth2/exchange',
      '',
    ]) {
      const headers = { link: `<${link}>; rel="next"` };
      const answer = await over(
        (request) => signIn(request) ?? { status: 200, headers, body: { repositories: ['a'] } },
        (images) => images.repositories(apps, undefined, never),
      );
      assert.equal('failure' in answer && answer.failure.code, 'azure.foreignOrigin', link);
      const given = await over(signIn, (images) =>
        images.repositories(apps, link === '' ? ' ' : link, never),
      );
      assert.equal('failure' in given && given.failure.code, 'azure.foreignOrigin', link);
    }
    await over(
      (request) => signIn(request) ?? { status: 307, headers: { location: 'https://evil.example/' } },
      async (images, seen) => {
        const answer = await images.repositories(apps, undefined, never);
        assert.equal('failure' in answer && answer.failure.code, 'registry.redirected');
        assert.equal(seen.length, 3);
      },
    );
  });

  it('get a new token when the old one is over, and one new token only', async () => {
    await over(
      (request) => signIn(request, 1) ?? { status: 200, body: { repositories: [] } },
      async (images, seen) => {
        await images.repositories(apps, undefined, never);
        await images.repositories(apps, undefined, never);
        const tokens = seen.filter(({ path }) => path === '/oauth2/token');
        assert.equal(tokens.length, 2);
      },
    );
    await over(
      (request) => signIn(request) ?? { status: 401 },
      async (images, seen) => {
        assert.equal((await images.repositories(apps, undefined, never)).kind, 'forbidden');
        assert.equal(seen.length, 3);
      },
    );
  });

  it('never show a token, whatever they quote', async () => {
    const leak = `refresh_token=${fakeJwt} Bearer ${fakeJwt}`;
    const shown = await over(
      ({ path }) => ({
        status: path === '/oauth2/exchange' ? 401 : 500,
        body: { errors: [{ code: `E ${fakeJwt}`, message: leak }] },
      }),
      (images) => images.repositories(apps, undefined, never),
    );
    const broken = await over(
      (request) => signIn(request) ?? { status: 500, body: { errors: [{ code: fakeJwt, message: leak }] } },
      (images) => images.tags(apps, 'web', undefined, never),
    );
    for (const answer of [shown, broken]) {
      assert.notEqual(answer.kind, 'listed');
      assert.equal(JSON.stringify(answer).includes(fakeJwt.slice(0, 40)), false, JSON.stringify(answer));
    }
  });
});
