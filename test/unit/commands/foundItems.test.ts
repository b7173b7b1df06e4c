import assert from 'node:assert/strict';
import { foundItems } from '../../../src/commands/foundItems';
import { hostileNames } from '../../support/hostileNames';

const mira = {
  objectId: '0bfa048e-67bd-4fcc-b55c-f8c70e86a140',
  name: 'Mira Jansen',
  signInName: 'mira@contoso.com',
};

describe('what a search of the directory offers', () => {
  it('is whom the directory has, by name, sign-in name and object ID', () => {
    assert.deepEqual(foundItems('User', 'mi', [mira]), [
      { label: 'Mira Jansen', description: 'mira@contoso.com', detail: mira.objectId, principal: mira },
    ]);
  });

  it('is the object ID that was typed, whatever the directory says', () => {
    const refused = { code: 'x', kind: 'auth', message: 'No.', nextAction: 'Ask.' } as const;
    for (const answer of [undefined, [], refused]) {
      const [item] = foundItems('Group', mira.objectId, answer);
      assert.deepEqual(item?.principal, { objectId: mira.objectId, name: mira.objectId });
    }
  });

  it('says what to do where nobody was found, nothing typed, or nothing may be read', () => {
    const refused = {
      code: 'x',
      kind: 'auth',
      message: 'It was refused.',
      nextAction: 'Ask an admin.',
    } as const;
    for (const [typed, answer, words] of [
      ['', undefined, /Type the beginning of the service principal’s name/],
      ['zz', [], /No service principal in the directory has a name that begins with this/],
      ['zz', refused, /It was refused\..*Ask an admin\./],
    ] as const) {
      const [item, ...more] = foundItems('ServicePrincipal', typed, answer);
      assert.deepEqual([item?.principal, more], [undefined, []]);
      assert.match(`${item?.label} ${item?.detail}`, words);
      assert.match(item?.detail ?? '', /az ad sp show --id/);
    }
  });

  it('shows names of others as words', () => {
    for (const name of hostileNames) {
      const [item] = foundItems('User', 'x', [{ ...mira, name }]);
      assert.doesNotMatch(item?.label ?? '', /[\n\r]|\]\(/);
    }
  });
});
