import assert from 'node:assert/strict';
import { findManifest, findRepository } from '../../emulator/src/dataPlane/contents';
import type { JsonObject } from '../../emulator/src/estate';
import type { Failure } from '../../src/model/failure';
import { checkImport, observeImport } from '../../src/provisioning/importing/checkImport';
import type { ImageImport } from '../../src/provisioning/plan/imageImport';
import type { Azure } from '../../src/provisioning/ports';
import { failureFrom, never } from './support/azure';
import { changeProperties } from './support/additions';
import { contoso } from './support/contoso';
import { Linking } from './support/linking';
import { assign, newPerson } from './support/people';

const hello: ImageImport = {
  registryId: contoso('appsRegistry'),
  source: { kind: 'public', registry: 'mcr.microsoft.com', image: 'azuredocs/aci-helloworld:latest' },
  target: { repository: 'samples/hello', tag: 'v1' },
  overwrite: false,
};

describe('import of an image', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start();
  });
  afterEach(() => azure.close());

  const run = (request: ImageImport, signal = never) =>
    azure.azure.importImage(request, { accepted: () => undefined }, signal);
  const digestOf = ({ registryId, target }: ImageImport) => {
    const repository = findRepository(azure.emulator.estate, registryId, target.repository);
    return repository && findManifest(repository, target.tag)?.digest;
  };
  const check = async (request: ImageImport, by: Azure = azure.azure) =>
    checkImport(request, await observeImport(request, by, never));
  const failure = (request: ImageImport): Promise<Failure> => failureFrom(run(request));
  const set = (registryId: string, properties: JsonObject) => {
    changeProperties(azure.emulator.core, registryId, properties);
  };

  it('brings a public image in, and says when Azure has taken it', async () => {
    let accepted = false;
    assert.deepEqual(await check(hello), { blockers: [], unsure: [] });
    await azure.azure.importImage(hello, { accepted: () => (accepted = true) }, never);
    assert.equal(accepted, true);
    assert.match(digestOf(hello) ?? '', /^sha256:/);
  });

  it('brings an image of another registry in', async () => {
    await run(hello);
    const copy: ImageImport = {
      ...hello,
      registryId: contoso('devRegistry'),
      source: { kind: 'registry', registryId: hello.registryId, image: 'samples/hello:v1' },
    };
    assert.deepEqual((await check(copy)).blockers, []);
    await run(copy);
    assert.equal(digestOf(copy), digestOf(hello));
  });

  it('leaves a tag that is there alone, and overwrites it only when told to', async () => {
    await run(hello);
    const before = digestOf(hello);
    const other: ImageImport = {
      ...hello,
      source: { ...hello.source, image: 'oss/kubernetes/pause:3.9' },
    };
    const { code, message, nextAction } = await failure(other);
    assert.equal(code, 'import.tagExists');
    assert.match(message, /contosoapps already has an image samples\/hello:v1/);
    assert.match(nextAction, /Overwrite/);
    assert.equal(digestOf(hello), before);
    await run({ ...other, overwrite: true });
    assert.notEqual(digestOf(hello), before);
  });

  describe('whose answer got lost', () => {
    const loseAnswer = () => {
      azure.emulator.faults.add({ kind: 'reset-after', match: { method: 'POST', path: '*/importImage' } });
    };
    const throttle = () => {
      azure.emulator.faults.add({ kind: 'throttled', match: { path: '*/importImage' }, retryAfter: 0 });
    };

    it('doesn’t say that the tag, which may be its own, was left as it was', async () => {
      loseAnswer();
      const { code, message, nextAction } = await failure(hello);
      assert.ok(digestOf(hello), 'Azure took it');
      assert.equal(code, 'import.tagUncertain');
      assert.match(
        message,
        /a response from Azure was lost.*may be azuredocs\/aci-helloworld:latest of this import/,
      );
      assert.match(nextAction, /Compare its digest.*overwrite the tag/);
      await run({ ...hello, overwrite: true });
    });

    it('is known to have changed nothing where Azure only asked to wait', async () => {
      await run(hello);
      throttle();
      assert.equal((await failure(hello)).code, 'import.tagExists');
    });
  });

  it('says that the source has no such image', async () => {
    const source = { kind: 'public', registry: 'mcr.microsoft.com', image: 'no/such:1' } as const;
    const { code, message } = await failure({ ...hello, source });
    assert.equal(code, 'import.sourceNotFound');
    assert.match(message, /mcr\.microsoft\.com has no image no\/such:1/);
  });

  it('says that Docker Hub has had enough', async () => {
    azure.emulator.faults.add({
      kind: 'operation-failed',
      match: { path: '*/importImage' },
      code: 'InvalidParameters',
      message:
        'Operation import failed. Resource Invalid message TOOMANYREQUESTS You have reached your unauthenticated pull rate limit.',
    });
    const source = { kind: 'public', registry: 'docker.io', image: 'library/nginx:latest' } as const;
    const { code, kind, nextAction } = await failure({ ...hello, source });
    assert.deepEqual([code, kind], ['import.throttled', 'transient']);
    assert.match(nextAction, /mcr\.microsoft\.com/);
  });

  describe('into a registry with public access off', () => {
    beforeEach(() => {
      set(hello.registryId, { publicNetworkAccess: 'Disabled' });
    });

    it('works where trusted services are let in', async () => {
      set(hello.registryId, { networkRuleBypassOptions: 'AzureServices' });
      assert.deepEqual((await check(hello)).blockers, []);
      await run(hello);
      assert.ok(digestOf(hello));
    });

    it('is found out about before where they are not, as Azure would say after', async () => {
      set(hello.registryId, { networkRuleBypassOptions: 'None' });
      const { blockers } = await check(hello);
      assert.deepEqual(
        blockers.map(({ code, command }) => [code, command]),
        [['noTrustedServices', 'az acr update --name contosoapps --allow-trusted-services true']],
      );
      assert.equal((await failure(hello)).code, 'import.firewall');
    });
  });

  it('finds the missing right before, with the narrowest role that gives it', async () => {
    const { objectId, azure: theirs } = newPerson(azure.emulator);
    assign(azure.emulator, objectId, 'Reader', hello.registryId);
    const { blockers } = await check(hello, theirs);
    assert.deepEqual(
      blockers.map(({ code }) => code),
      ['missingPermission'],
    );
    assert.match(blockers[0]!.command ?? '', /"?Container Registry Data Importer and Data Reader"?/);
    assign(azure.emulator, objectId, 'Container Registry Data Importer and Data Reader', hello.registryId);
    assert.deepEqual((await check(hello, theirs)).blockers, []);
    await theirs.importImage(hello, { accepted: () => undefined }, never);
  });

  it('finds a registry that Azure is at work on', async () => {
    set(hello.registryId, { provisioningState: 'Updating' });
    const { blockers } = await check(hello);
    assert.deepEqual(
      blockers.map(({ code }) => code),
      ['registryNotReady'],
    );
  });

  it('tells the truth about being cancelled: what was accepted goes on', async () => {
    await azure.close();
    azure = await Linking.start({ latencyScale: 0.05 });
    const abort = new AbortController();
    const progress = {
      accepted() {
        abort.abort();
      },
    };
    const { kind } = await failureFrom(azure.azure.importImage(hello, progress, abort.signal));
    assert.equal(kind, 'cancelled');
    for (let tries = 0; digestOf(hello) === undefined && tries < 400; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 25));
      azure.emulator.core.operations.settle();
    }
    assert.ok(digestOf(hello), 'Azure carried on with it');
  });
});
