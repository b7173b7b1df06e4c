import assert from 'node:assert/strict';
import { startEmulator, type Emulator } from '../../emulator/src/server';
import { FailureError } from '../../src/model/failure';
import type { PrincipalType } from '../../src/provisioning/plan/grantPushSpec';
import { azureAt, fakeJwt, failureFrom, never } from './support/azure';
import { contoso } from './support/contoso';
import { personOf } from './support/people';

describe('the directory', () => {
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator({ scenario: 'contoso' });
  });
  after(() => emulator.close());

  const find = (type: PrincipalType, text: string) => azureAt(emulator.url).findPrincipals(type, text, never);

  it('finds users by how their name begins, in whatever case', async () => {
    for (const text of ['mira', 'MIRA.jansen@']) {
      assert.deepEqual(
        (await find('User', text)).map(({ objectId }) => objectId),
        [contoso('mira')],
      );
    }
    assert.deepEqual(await find('User', 'jansen'), []);
  });

  it('finds groups and service principals, each by their own kind', async () => {
    assert.deepEqual(await find('Group', 'platform'), [
      { objectId: contoso('platformEngineers'), name: 'Platform Engineers' },
    ]);
    assert.deepEqual(
      (await find('ServicePrincipal', 'sp-contoso')).map(({ name }) => name),
      ['sp-contoso-automation', 'sp-contoso-pipeline'],
    );
    assert.deepEqual(await find('User', 'Platform'), []);
  });

  it('takes quotes and other signs as part of a name', async () => {
    for (const text of ["o'neill", "x') or startswith(displayName,'m", 'a&$top=1', '../me', '%27']) {
      assert.deepEqual(await find('User', text), [], text);
    }
  });

  it('tells who is signed in where the token doesn’t', async () => {
    const tokenSource = () => Promise.resolve({ token: 'opaque', expiresOn: Date.now() + 3_600_000 });
    assert.deepEqual(await azureAt(emulator.url, { tokenSource }).signedIn(never), {
      objectId: contoso('mira'),
      type: 'User',
    });
  });

  it('says that an application may not read it', async () => {
    const { azure } = personOf(emulator, contoso('pipeline'));
    const failure = await failureFrom(azure.findPrincipals('User', 'mira', never));
    assert.deepEqual([failure.kind, failure.azure?.status], ['auth', 403]);
    assert.ok(!JSON.stringify(failure).includes(contoso('pipeline')));
  });

  it('asks for a token of its own, and says where there is none', async () => {
    const asked: string[] = [];
    const azure = azureAt(emulator.url, {
      tokenSource: ([scope = '']) => {
        asked.push(scope);
        if (scope === 'https://management.azure.com/.default') {
          return Promise.resolve({ token: fakeJwt, expiresOn: Date.now() + 3_600_000 });
        }
        const failure = {
          code: 'signIn.required',
          kind: 'auth',
          message: 'No.',
          nextAction: 'Sign in.',
        } as const;
        return Promise.reject(new FailureError(failure));
      },
    });
    const failure = await failureFrom(azure.findPrincipals('User', 'mira', never));
    assert.deepEqual([failure.code, failure.kind], ['directory.noToken', 'auth']);
    assert.match(failure.nextAction, /Enter the object ID/);
    assert.deepEqual(asked, [`${emulator.url}/.default`]);
  });

  it('can be given up', async () => {
    const work = azureAt(emulator.url).findPrincipals('User', 'mira', AbortSignal.abort());
    assert.equal((await failureFrom(work)).kind, 'cancelled');
  });
});
