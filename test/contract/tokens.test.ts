import assert from 'node:assert/strict';
import { createHttpHeaders, createPipelineRequest, type HttpClient } from '@azure/core-rest-pipeline';
import { clouds } from '../../src/model/clouds';
import { createIdentityTokenSource } from '../../src/azure/auth/identity';
import { createPipeline } from '../../src/azure/http/pipeline';
import { failureFrom } from './support/azure';

describe('tokens of a real cloud', () => {
  const endpoint = 'https://management.azure.com';

  /** A pipeline as all clients have it, over an imagined network. */
  function pipelineOver(
    answer: (authorization: string) => { status: number; challenge?: string },
    wait: (signal: AbortSignal | undefined) => Promise<void> = () => Promise.resolve(),
    lifetime = 3_600_000,
  ) {
    const asked: (string | undefined)[] = [];
    const pipeline = createPipeline({
      endpoint,
      cloud: clouds.public,
      emulator: false,
      tokenSource: async (_, { claims, signal }) => {
        asked.push(claims);
        const token = `token${asked.length}`;
        await wait(signal);
        return { token, expiresOn: Date.now() + lifetime };
      },
    });
    const network: HttpClient = {
      sendRequest: (request) => {
        const { status, challenge } = answer(request.headers.get('authorization') ?? '');
        const headers = createHttpHeaders(challenge === undefined ? {} : { 'WWW-Authenticate': challenge });
        return Promise.resolve({ request, status, headers });
      },
    };
    const send = (url: string, abortSignal?: AbortSignal) =>
      pipeline.sendRequest(
        network,
        createPipelineRequest({ url, ...(abortSignal === undefined ? {} : { abortSignal }) }),
      );
    return { asked, send };
  }

  it('are asked for anew with the claims that Azure wants', async () => {
    const claims = JSON.stringify({ access_token: { nbf: { essential: true, value: '1700000000' } } });
    const challenge = `Bearer realm="", error="insufficient_claims", claims="${btoa(claims)}"`;
    const { asked, send } = pipelineOver((authorization) =>
      authorization === 'Bearer token1' ? { status: 401, challenge } : { status: 200 },
    );
    assert.equal((await send(`${endpoint}/subscriptions`)).status, 200);
    assert.deepEqual(asked, [undefined, claims]);
  });

  it('are asked for with the claims also while one is being renewed without them', async () => {
    const claims = JSON.stringify({ access_token: { acrs: { essential: true, values: ['p1'] } } });
    const challenge = `Bearer realm="", error="insufficient_claims", claims="${btoa(claims)}"`;
    const renewed: (() => void)[] = [];
    // The second one is on its way while the challenge comes.
    const { asked, send } = pipelineOver(
      (authorization) => {
        if (asked.length === 1) return { status: 200 };
        // Once the challenge has been looked at.
        for (const resolve of renewed.splice(0)) setImmediate(() => setImmediate(resolve));
        return authorization === 'Bearer token3' ? { status: 200 } : { status: 401, challenge };
      },
      () => (asked.length === 2 ? new Promise((resolve) => renewed.push(resolve)) : Promise.resolve()),
      60_000,
    );
    assert.equal((await send(`${endpoint}/subscriptions`)).status, 200);
    assert.equal((await send(`${endpoint}/subscriptions`)).status, 200);
    assert.deepEqual(asked, [undefined, undefined, claims]);
  });

  it('come to all who wait for them, also when the one that asked first was cancelled', async () => {
    const first = new AbortController();
    const arrivals: (() => void)[] = [];
    const { send } = pipelineOver(
      () => ({ status: 200 }),
      (signal) =>
        new Promise((resolve, reject) => {
          arrivals.push(resolve);
          signal?.addEventListener('abort', () => {
            reject(new Error('The request was canceled.'));
          });
        }),
    );
    const cancelled = send(`${endpoint}/subscriptions`, first.signal).catch(() => undefined);
    const other = send(`${endpoint}/tenants`);
    while (arrivals.length === 0) await new Promise(setImmediate);
    first.abort();
    for (const arrive of arrivals) arrive();
    assert.equal((await other).status, 200);
    await cancelled;
  });

  it('are not asked for on behalf of another origin', async () => {
    const { asked, send } = pipelineOver(() => ({ status: 200 }));
    for (const url of [
      'https://management.azure.com.evil.example/x',
      'http://management.azure.com/x',
      'https://evil.example',
    ]) {
      assert.equal((await failureFrom(send(url))).code, 'azure.foreignOrigin');
    }
    assert.deepEqual(asked, []);
  });

  it('from an environment that names nobody are a failure to sign in', async () => {
    const names = ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET'];
    const kept = names.map((name) => [name, process.env[name]] as const);
    for (const name of names) Reflect.deleteProperty(process.env, name);
    try {
      for (const options of [{}, { tenantId: 'not/a/tenant' }]) {
        const source = createIdentityTokenSource('environment', options);
        const failure = await failureFrom(source([`${endpoint}/.default`], {}));
        assert.deepEqual([failure.code, failure.kind], ['signIn.required', 'auth']);
        // Who cancelled meanwhile isn't told to sign in.
        const cancelled = source([`${endpoint}/.default`], { signal: AbortSignal.abort() });
        await assert.rejects(cancelled, { name: 'AbortError' });
      }
    } finally {
      for (const [name, value] of kept) if (value !== undefined) process.env[name] = value;
    }
  });
});
