import assert from 'node:assert/strict';
import { clouds } from '../../src/model/clouds';
import { FailureError } from '../../src/model/failure';
import type { StepRequest } from '../../src/provisioning/plan/plan';
import { createAzure } from '../../src/azure/azure';
import { azureAt, failureFrom, fakeJwt, never, recordProgress } from './support/azure';
import { refusal, startScripted, type Answer } from './support/scripted';

const scope = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet';
const request: StepRequest = { method: 'PUT', apiVersion: '2026-01-01', body: {} };

/** What one answer to everything makes of a write. */
async function failureOfAnswer(answer: Answer | undefined, id = scope) {
  const server = await startScripted(() => answer);
  const outcome = await azureAt(server.url).write(id, request, recordProgress(), never);
  await server.close();
  assert.ok(!outcome.ok);
  assert.ok(!JSON.stringify(outcome.failure).includes(fakeJwt));
  return { failure: outcome.failure, seen: server.seen };
}

const armError = (status: number, code: string, message: string, more: object = {}): Answer => ({
  status,
  headers: { 'x-ms-request-id': 'request-1' },
  body: { error: { code, message, ...more } },
});

describe('where a token may go', () => {
  for (const endpoint of [
    'http://example.com',
    'http://10.0.0.1:8443',
    'https://management.azure.com',
    'nonsense',
  ]) {
    it(`is not to ${endpoint} as the emulator`, () => {
      assert.throws(
        () => azureAt(endpoint),
        (error) => error instanceof FailureError && error.failure.code === 'emulator.notLoopback',
      );
    });
  }

  it('is not to anybody over plain http', () => {
    for (const endpoint of ['http://management.azure.com', 'http://127.0.0.1:8443']) {
      assert.throws(
        () => azureAt(endpoint, { emulator: false }),
        (error) => error instanceof FailureError && error.failure.code === 'azure.notHttps',
      );
    }
  });

  it('is not to where a next page or an operation is said to be elsewhere', async () => {
    const elsewhere = await startScripted(() => ({ status: 200, body: { value: [], status: 'Succeeded' } }));
    let tokensAsked = 0;
    const server = await startScripted(({ method }) =>
      method === 'PUT'
        ? { status: 201, headers: { 'azure-asyncoperation': `${elsewhere.url}/status` }, body: {} }
        : { status: 200, body: { value: [], nextLink: `${elsewhere.url}/subscriptions?page=2` } },
    );
    const azure = azureAt(server.url, {
      tokenSource: () => {
        tokensAsked++;
        return Promise.resolve({ token: fakeJwt, expiresOn: Date.now() + 3_600_000 });
      },
    });
    const listFailure = await failureFrom(azure.listSubscriptions(never));
    assert.equal(listFailure.code, 'azure.foreignOrigin');
    const outcome = await azure.write(scope, request, recordProgress(), never);
    assert.ok(!outcome.ok && outcome.failure.code === 'azure.foreignOrigin');
    await Promise.all([server.close(), elsewhere.close()]);
    assert.equal(elsewhere.seen.length, 0);
    assert.equal(tokensAsked, server.seen.length);
  });

  it('is not along a redirect', async () => {
    const elsewhere = await startScripted(() => ({ status: 200, body: {} }));
    const { failure } = await failureOfAnswer({ status: 307, headers: { location: `${elsewhere.url}/x` } });
    await elsewhere.close();
    assert.equal(elsewhere.seen.length, 0);
    assert.equal(failure.kind, 'defect');
  });

  it('is not into a failure, whoever quotes it', async () => {
    const quoted = `Received header "Authorization: Bearer ${fakeJwt}" and token ${fakeJwt}.`;
    for (const answer of [armError(400, 'BadRequest', quoted), { status: 502, body: quoted }, undefined]) {
      await failureOfAnswer(answer);
    }
    const thrown = await failureFrom(
      azureAt('http://127.0.0.1:9', {
        tokenSource: () => Promise.reject(new Error(quoted)),
      }).listSubscriptions(never),
    );
    assert.ok(!JSON.stringify(thrown).includes(fakeJwt));
  });
});

describe('failures', () => {
  it('are transient when the connection breaks', async () => {
    const { failure, seen } = await failureOfAnswer(undefined);
    assert.equal(failure.code, 'network.unreachable');
    assert.equal(failure.kind, 'transient');
    assert.equal(seen.length, 4);
  });

  it('tell the right that is missing, on a linked resource too', async () => {
    const direct = (await failureOfAnswer(refusal('Microsoft.Network/virtualNetworks/write', scope))).failure;
    assert.equal(direct.kind, 'auth');
    assert.match(direct.message, /Microsoft\.Network\/virtualNetworks\/write .* vnet\./);
    assert.match(direct.nextAction, new RegExp(scope));
    assert.equal(direct.azure?.requestId, 'request-1');

    const linked = `The client 'c' with object id 'o' has permission to perform action 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings/write' on scope '${scope}'; however, it does not have permission to perform action(s) 'Microsoft.Network/virtualNetworks/peer/action' on the linked scope(s) '/subscriptions/x/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/vnet-hub' (respectively) or the linked scope(s) are invalid.`;
    const { failure } = await failureOfAnswer(armError(403, 'LinkedAuthorizationFailed', linked));
    assert.match(failure.message, /peer\/action is missing on vnet-hub/);
  });

  it('name the policy that forbids', async () => {
    const additionalInfo = [
      { type: 'PolicyViolation', info: { policyDefinitionDisplayName: 'No public registries' } },
    ];
    const { failure } = await failureOfAnswer(
      armError(403, 'RequestDisallowedByPolicy', 'Disallowed.', { additionalInfo }),
    );
    assert.deepEqual(
      [failure.kind, failure.message],
      ['auth', 'The policy No public registries blocks vnet.'],
    );
  });

  it('an unknown principal: what is mostly wrong with its id', async () => {
    const { failure } = await failureOfAnswer(
      armError(400, 'PrincipalNotFound', 'Principal x does not exist.'),
    );
    assert.match(
      failure.nextAction,
      /just created.* check its object ID: it differs from the application \(client\) ID/,
    );
  });

  const kinds: [status: number, code: string, kind: string][] = [
    [409, 'ScopeLocked', 'conflict'],
    [409, 'AnotherOperationInProgress', 'conflict'],
    [412, 'PreconditionFailed', 'conflict'],
    [400, 'SubnetIsFull', 'quota'],
    [400, 'RoleAssignmentLimitExceeded', 'quota'],
    [400, 'PrincipalNotFound', 'transient'],
    [400, 'NetcfgSubnetRangesOverlap', 'user'],
    [404, 'ParentResourceNotFound', 'user'],
    [401, 'InvalidAuthenticationToken', 'auth'],
    [500, 'InternalServerError', 'transient'],
  ];
  for (const [status, code, kind] of kinds) {
    it(`${code} is of kind ${kind}`, async () => {
      const { failure } = await failureOfAnswer(armError(status, code, 'The message of Azure.'));
      assert.equal(failure.kind, kind);
      assert.equal(failure.azure?.code, code);
      assert.equal(failure.azure.message, 'The message of Azure.');
      assert.equal(failure.azure.status, status);
    });
  }

  it('of a token source pass through as they are', async () => {
    // As thrown by a file of the extension that was bundled with a copy of the class of its own.
    const failure = {
      code: 'signIn.required',
      kind: 'auth',
      message: 'Nobody is signed in.',
      nextAction: 'Sign in.',
    };
    const foreign = Object.assign(new Error(failure.message), { name: 'FailureError', failure });
    const azure = azureAt('http://127.0.0.1:9', { tokenSource: () => Promise.reject(foreign) });
    assert.deepEqual(await failureFrom(azure.listSubscriptions(never)), failure);
  });
});

describe('throttling', () => {
  const subscriptions = { status: 200, body: { value: [] } };

  it('is waited for when Azure says how long', async () => {
    const server = await startScripted((_, count) =>
      count === 1
        ? { ...armError(429, 'TooManyRequests', 'Slow down.'), headers: { 'retry-after': '0' } }
        : subscriptions,
    );
    assert.deepEqual(await azureAt(server.url).listSubscriptions(never), []);
    await server.close();
    assert.equal(server.seen.filter(({ path }) => path.startsWith('/subscriptions')).length, 2);
  });

  it('is waited for when Azure does not say, but not for ever', async () => {
    const patient = await startScripted((_, count) =>
      count <= 3 ? armError(429, 'TooManyRequests', 'Slow down.') : subscriptions,
    );
    assert.deepEqual(await azureAt(patient.url).listSubscriptions(never), []);
    await patient.close();

    const stubborn = await startScripted(() => armError(429, 'TooManyRequests', 'Slow down.'));
    const failure = await failureFrom(azureAt(stubborn.url).listSubscriptions(never));
    await stubborn.close();
    assert.equal(failure.kind, 'transient');
    assert.equal(stubborn.seen.length, 4);
  });
});

describe('a real cloud', () => {
  it('is asked with the token of the source, over https', async () => {
    const asked: unknown[] = [];
    const azure = createAzure({
      endpoint: 'https://127.0.0.1:9',
      cloud: clouds.public,
      emulator: false,
      pollInterval: 1,
      tokenSource: (scopes, options) => {
        asked.push([scopes, options.claims]);
        return Promise.resolve({ token: fakeJwt, expiresOn: Date.now() + 3_600_000 });
      },
    });
    assert.equal((await failureFrom(azure.listSubscriptions(never))).code, 'network.unreachable');
    assert.equal((await failureFrom(azure.inventory(['s'], never))).code, 'network.unreachable');
    // All clients share one token.
    assert.deepEqual(asked, [[['https://management.azure.com/.default'], undefined]]);
  });
});
