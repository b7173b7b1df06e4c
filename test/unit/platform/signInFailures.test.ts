import assert from 'node:assert/strict';
import { clouds } from '../../../src/model/clouds';
import { asksForSignIn, moreProof, noSession } from '../../../src/platform/signInFailures';
import { failureNode } from '../../../src/views/explorer/failureNode';

describe('no session of VS Code', () => {
  it('is somebody who isn’t signed in, where no directory is named', () => {
    const failure = noSession(clouds.public, undefined);
    assert.equal(failure.code, 'signIn.required');
    assert.equal(failure.message, 'You aren’t signed in to Azure.');
    assert.ok(asksForSignIn(failure));
  });

  for (const tenant of ['f3123ee1-4b1e-49d8-a901-fb5cc01bae12', 'fabrikam.example']) {
    it(`names the directory ${tenant}, which may ask for more proof, and one click signs in`, () => {
      const failure = noSession(clouds.public, tenant);
      assert.match(failure.message, new RegExp(`directory ${tenant}, which may require more verification`));
      assert.doesNotMatch(failure.message, /not signed in/);
      assert.ok(asksForSignIn(failure));
      assert.equal(failureNode('estate', failure).opens, 'signIn');
    });
  }

  it('calls a directory by its name where that is known, and says whose sign-in lacks', () => {
    const lena = { id: 'lena', label: 'lena@fabrikam.example' };
    for (const failure of [
      noSession(clouds.public, 'f3123ee1', lena, 'Fabrikam'),
      moreProof(clouds.public, 'f3123ee1', lena, 'Fabrikam'),
    ]) {
      assert.match(failure.message, /in the directory Fabrikam,/);
      assert.match(failure.message, /for lena@fabrikam\.example/);
      assert.deepEqual(failure.signIn, { tenantId: 'f3123ee1', account: 'lena' });
    }
  });
});
