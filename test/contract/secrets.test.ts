import assert from 'node:assert/strict';
import type { StepRequest } from '../../src/provisioning/plan/plan';
import { azureAt, failureFrom, fakeJwt, never, recordProgress } from './support/azure';
import { startScripted, type Answer } from './support/scripted';

const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet';
const request: StepRequest = { method: 'PUT', apiVersion: '2026-01-01', body: {} };
const signed = '/subscriptions/s/operations/o?api-version=1&t=638000&c=MIIHhz&s=s1gnature&h=h4sh';
const secrets = [fakeJwt, 's1gnature', 'h4sh', 'hunter2', 'k3y=='];
const quoting = `Bearer ${fakeJwt} ${signed} password=hunter2;AccountKey=k3y==;`;

function assertClean(value: unknown): void {
  const text = JSON.stringify(value);
  for (const secret of secrets) assert.ok(!text.includes(secret), text);
}

describe('secrets that an answer quotes', () => {
  async function over<T>(answer: Answer | ((origin: string) => Answer), work: (url: string) => Promise<T>) {
    const server = await startScripted(({ headers: { host = '' } }) =>
      typeof answer === 'function' ? answer(`http://${host}`) : answer,
    );
    try {
      return await work(server.url);
    } finally {
      await server.close();
    }
  }

  it('stay out of a refusal, whichever member of it has them', async () => {
    const quotes: readonly Answer[] = [
      { status: 409, body: { error: { code: 'AnotherOperationInProgress', message: quoting } } },
      { status: 400, body: { error: { code: quoting, message: 'x' } } },
      { status: 400, headers: { 'x-ms-request-id': quoting }, body: { error: { code: 'X', message: 'x' } } },
      { status: 400, body: quoting },
      {
        status: 403,
        body: { error: { code: 'AuthorizationFailed', message: `action '${quoting}' over scope 'x'` } },
      },
      {
        status: 403,
        body: {
          error: {
            code: 'RequestDisallowedByPolicy',
            message: quoting,
            additionalInfo: [{ info: { policyDefinitionDisplayName: quoting } }],
          },
        },
      },
    ];
    for (const answer of quotes) {
      const outcome = await over(answer, (url) => azureAt(url).write(id, request, recordProgress(), never));
      assert.equal(outcome.ok, false);
      assertClean(outcome);
    }
  });

  it('stay out of what is said of an answer that nobody understands', async () => {
    for (const body of [quoting, [quoting], { [quoting]: 1 }, { value: [{ name: quoting }] }]) {
      const said = await over({ status: 200, body }, async (url) => [
        await azureAt(url).locks('/subscriptions/s', never),
        await failureFrom(azureAt(url).listIdentities(['s'], never)),
        await failureFrom(azureAt(url).findPrincipals('User', 'jo', never)),
        await failureFrom(azureAt(url).checkRegistryName('s', 'contoso', never)),
      ]);
      assertClean(said);
    }
    const html = await over(
      { status: 200, headers: { 'content-type': 'text/html' }, write: (response) => response.end(quoting) },
      async (url) => [
        await failureFrom(azureAt(url).listSubscriptions(never)),
        await failureFrom(azureAt(url).readResource(id, never)),
      ],
    );
    assertClean(html);
  });

  it('stay out of the address of a next page that is named', async () => {
    const said = await over(
      (origin) => ({ status: 200, body: { value: 1, nextLink: origin + signed } }),
      async (url) => [
        await azureAt(url).locks(`${id}?${signed}`, never),
        await failureFrom(azureAt(url).listSubscriptions(never)),
      ],
    );
    assertClean(said);
  });

  it('stay out of what is told of an operation', async () => {
    let polls = 0;
    const server = await startScripted(({ method, headers: { host = '' } }) => {
      if (method === 'PUT') {
        return { status: 201, headers: { 'azure-asyncoperation': `http://${host}${signed}` }, body: {} };
      }
      polls += 1;
      return polls < 3
        ? { status: 200, body: { status: `Working ${quoting}` } }
        : { status: 200, body: { status: 'Failed', error: { code: 'Bad', message: quoting } } };
    });
    const progress = recordProgress();
    const outcome = await azureAt(server.url).write(id, request, progress, never);
    await server.close();
    assert.match(progress.statuses[0] ?? '', /^Working Bearer/);
    assertClean([outcome, progress.statuses]);
    // The resume token is for the journal: without the signature it would lead nowhere.
    assert.ok(progress.tokens[0]?.includes('s1gnature'));
  });

  it('stay out of what is said of a damaged resume token', async () => {
    const azure = azureAt('http://127.0.0.1:9');
    for (const token of [
      quoting,
      `{"state":{"config":{"operationLocation":"http://127.0.0.1:10${signed}"}}}`,
    ]) {
      const outcome = await azure.resume(id, request, token, recordProgress(), never);
      assert.equal(outcome.ok, false);
      assertClean(outcome);
    }
  });

  it('stay out of what a registry’s refusal says', async () => {
    const registry = { loginServer: 'contosoapps.azurecr.io', roleAssignmentMode: 'legacy' as const };
    for (const status of [401, 403, 500]) {
      const answer = { status, body: { errors: [{ code: quoting, message: quoting }] } };
      assertClean(await over(answer, (url) => azureAt(url).images.repositories(registry, undefined, never)));
    }
  });
});
