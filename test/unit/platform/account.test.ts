import assert from 'node:assert/strict';
import { accountOf, hasAllOf } from '../../../src/platform/account';

const token = (claims: unknown) =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;

describe('whose a token is', () => {
  it('is told by account and directory, whatever else is in it', () => {
    const [one, later] = [token({ oid: 'O', tid: 'T', iat: 1 }), token({ oid: 'o', tid: 't', iat: 2 })];
    assert.equal(accountOf(one), 't o');
    assert.equal(accountOf(later), accountOf(one));
    assert.notEqual(accountOf(token({ oid: 'o', tid: 'other' })), accountOf(one));
  });

  it('is not known where the token doesn’t say it', () => {
    const others = ['', 'opaque', 'a.b.c', token(null), token({ oid: 'o' }), token({ tid: 't', oid: 7 })];
    for (const text of others) assert.equal(accountOf(text), undefined, text);
  });

  it('has all of those who were there when somebody has come, and not when somebody has gone', () => {
    assert.ok(hasAllOf('a b c', 'a c'));
    assert.ok(hasAllOf('a', 'a'));
    assert.ok(!hasAllOf('a', 'a b'));
    // Directory and account: another one of the two is somebody else.
    assert.ok(!hasAllOf('t1 o', 't2 o'));
  });
});
