import assert from 'node:assert/strict';
import type { Failure } from '../../../src/model/failure';
import { roleIds } from '../../../src/model/roles';
import type { Listing } from '../../../src/provisioning';
import { withMyAddress } from '../../../src/views/makePrivate/myAddress';

const failure: Failure = { code: 'x', kind: 'user', message: 'It broke.', nextAction: '' };
const seenAt = (address: string | undefined): Listing<unknown> => ({
  kind: 'unreachable',
  reason: 'firewall',
  address,
  failure,
});

describe('adding the address of this computer', () => {
  it('adds the one that the registry named to what was typed', () => {
    for (const [typed, ranges] of [
      ['', '198.51.100.7'],
      ['203.0.113.0/24', '203.0.113.0/24, 198.51.100.7'],
      ['203.0.113.0/24,\n ', '203.0.113.0/24, 198.51.100.7'],
    ] as const) {
      assert.deepEqual(withMyAddress(typed, 'contoso', seenAt('198.51.100.7')), { kind: 'added', ranges });
    }
  });

  it('says why it has none, and never makes one up', () => {
    const answers: readonly (readonly [Listing<unknown>, RegExp])[] = [
      [{ kind: 'listed', items: [], next: undefined }, /contoso allows this computer/],
      [
        { kind: 'forbidden', missingRole: { id: roleIds.acrPull, name: 'AcrPull' }, failure },
        /contoso allows this computer/,
      ],
      [{ kind: 'failed', failure }, /It broke\./],
      [seenAt(undefined), /doesn’t say which address/],
      [seenAt('2001:db8::7'), /IPv4 addresses only/],
    ];
    for (const [answer, words] of answers) {
      const found = withMyAddress('203.0.113.9', 'contoso', answer);
      assert.ok(found.kind === 'none');
      assert.match(found.words, words);
      assert.match(found.words, /manually/);
    }
  });

  it('says that it is there already', () => {
    const found = withMyAddress('203.0.113.9; 198.51.100.7', 'contoso', seenAt('198.51.100.7'));
    assert.ok(found.kind === 'none' && found.words.includes('already contains 198.51.100.7'));
  });
});
