import assert from 'node:assert/strict';
import { createHttpHeaders, type HttpClient, type PipelineRequest } from '@azure/core-rest-pipeline';
import { clouds } from '../../src/model/clouds';
import { createRegistryImages } from '../../src/azure/dataPlane/registryImages';
import type { AzureOptions } from '../../src/provisioning/azureOptions';
import type { RegistryAddress } from '../../src/provisioning/observed/registryImages';
import { fakeJwt, never } from './support/azure';

const apps: RegistryAddress = { loginServer: 'contosoapps.azurecr.io', roleAssignmentMode: 'legacy' };

describe('who gets a token for a registry', () => {
  const options: AzureOptions = {
    endpoint: 'https://management.azure.com',
    cloud: clouds.public,
    emulator: false,
    tokenSource: () => Promise.resolve({ token: fakeJwt, expiresOn: Infinity }),
  };
  const network = (asked: PipelineRequest[]): HttpClient => ({
    sendRequest: (request) => {
      asked.push(request);
      const headers = createHttpHeaders({ 'content-type': 'application/json' });
      const isSignIn = request.url.includes('/oauth2/');
      const body = isSignIn ? { refresh_token: 'r.e.f', access_token: 'a.c.c' } : { repositories: ['web'] };
      return Promise.resolve({ request, status: 200, headers, bodyAsText: JSON.stringify(body) });
    },
  });

  it('is a login server of the cloud, over https, and nobody else', async () => {
    const asked: PipelineRequest[] = [];
    const images = createRegistryImages(options, network(asked));
    for (const loginServer of [
      'evil.example',
      'contoso.azurecr.io.evil.example',
      'contoso.azurecr.us',
      'azurecr.io',
      '.azurecr.io',
      'a.b.azurecr.io',
      'contoso.privatelink.azurecr.io',
      'evil.example/.azurecr.io',
      'evil.example#.azurecr.io',
      'user@contoso.azurecr.io',
      'contoso.azurecr.io:8443',
      'contoso.azurecr.io\n',
      '',
    ]) {
      const answer = await images.repositories(
        { loginServer, roleAssignmentMode: 'legacy' },
        undefined,
        never,
      );
      assert.equal('failure' in answer && answer.failure.code, 'registry.foreignHost', loginServer);
    }
    assert.equal(asked.length, 0);
    assert.equal((await images.repositories(apps, undefined, never)).kind, 'listed');
    assert.deepEqual(
      new Set(asked.map(({ url }) => new URL(url).origin)),
      new Set(['https://contosoapps.azurecr.io']),
    );
    const withEntra = asked.filter((request) => JSON.stringify(request.body ?? '').includes(fakeJwt));
    assert.deepEqual(
      withEntra.map(({ url }) => new URL(url).pathname),
      ['/oauth2/exchange'],
    );
  });

  it('follows the cloud of the settings', async () => {
    const asked: PipelineRequest[] = [];
    const images = createRegistryImages({ ...options, cloud: clouds.usGov }, network(asked));
    const gov = { ...apps, loginServer: 'Contoso.azurecr.us' };
    assert.equal((await images.repositories(gov, undefined, never)).kind, 'listed');
    assert.equal('failure' in (await images.repositories(apps, undefined, never)), true);
  });

  it('waits for nobody who doesn’t answer: the outcome says what was tried', async () => {
    const thrown = (name: string, code: string): Error => Object.assign(new Error('no'), { name, code });
    const cases: readonly (readonly [Error, string])[] = [
      [thrown('AbortError', 'ABORT_ERR'), 'timeout'],
      [thrown('RestError', 'ETIMEDOUT'), 'timeout'],
      [thrown('RestError', 'ENOTFOUND'), 'name'],
      [thrown('RestError', 'ECONNREFUSED'), 'connection'],
      [thrown('RestError', 'EHOSTUNREACH'), 'connection'],
    ];
    for (const [error, reason] of cases) {
      const silent: HttpClient = { sendRequest: () => Promise.reject(error) };
      const answer = await createRegistryImages({ ...options, pollInterval: 5 }, silent).repositories(
        apps,
        undefined,
        never,
      );
      assert.deepEqual([answer.kind, 'reason' in answer && answer.reason], ['unreachable', reason]);
      assert.match('failure' in answer ? answer.failure.message : '', /contosoapps\.azurecr\.io/);
    }
  });

  it('is no emulator outside of this machine', async () => {
    const asked: PipelineRequest[] = [];
    const elsewhere = { ...options, emulator: true, endpoint: 'http://emulator.example:8080' };
    const answer = await createRegistryImages(elsewhere, network(asked)).repositories(apps, undefined, never);
    assert.equal('failure' in answer && answer.failure.code, 'emulator.notLoopback');
    assert.equal(asked.length, 0);
  });

  it('is asked for no name that a registry can’t have', async () => {
    const asked: PipelineRequest[] = [];
    const images = createRegistryImages(options, network(asked));
    const sinks = [
      '../_catalog',
      'web?x=1',
      'web#',
      'a:pull',
      'Web',
      '$(id)',
      '`id`',
      "a'b",
      'a b',
      'a\nb',
      '--x',
      '',
    ];
    for (const name of sinks) {
      for (const answer of [
        await images.tags(apps, name, undefined, never),
        await images.digestOf(apps, 'web', name === 'Web' ? 'a/b' : name, never),
      ]) {
        assert.equal(
          'failure' in answer && answer.failure.code,
          'registry.invalidName',
          JSON.stringify(name),
        );
      }
    }
    assert.deepEqual(
      asked.filter(({ url }) => !url.includes('/oauth2/')),
      [],
    );
  });
});
