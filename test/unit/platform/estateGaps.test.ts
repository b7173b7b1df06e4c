import assert from 'node:assert/strict';
import type { Failure } from '../../../src/model/failure';
import { gapNames, gapWords, notFound } from '../../../src/platform/estateGaps';
import type { AccountDirectory } from '../../../src/provisioning/observed/inventory';

const failure: Failure = {
  code: 'azure.AuthorizationFailed',
  kind: 'auth',
  message: 'Azure refused to read the subscription.',
  nextAction: 'Get the role Reader on it.',
};
const idOf = (number: number) => `${String(number).repeat(8)}-1111-4111-8111-111111111111`;
const subscriptions = ['Apps', 'Data', 'Lab', 'Tools', 'Web'].map((name, index) => ({
  id: idOf(index + 1).toUpperCase(),
  name,
}));
const scope = (number: number) => `/subscriptions/${idOf(number)}`;
const registryId = (number: number) =>
  `${scope(number)}/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/contoso`;
const unreadAt = (...ids: readonly string[]) => ({ unread: ids.map((id) => ({ id, failure })) });
const directory = (name: string, changes: Partial<AccountDirectory>): AccountDirectory => ({
  id: idOf(9),
  name,
  domain: '',
  account: { id: 'a', label: 'jo@contoso.com' },
  subscriptionIds: [],
  ...changes,
});

describe('what couldn’t be read of an estate', () => {
  it('is named once each: directories, subscriptions, and what has no name', () => {
    assert.deepEqual(gapNames({ inventory: {}, subscriptions }), []);
    const inventory = unreadAt(scope(2), registryId(2), '', scope(8));
    const accountDirectories = [
      directory('Fabrikam', { failure }),
      directory('Hidden', { isHidden: true }),
      directory('jo@outlook.example', { isHidden: true, failure }),
      directory('Contoso', {}),
    ];
    assert.deepEqual(gapNames({ inventory, subscriptions, accountDirectories }), [
      'Fabrikam',
      'Data',
      idOf(8),
      'some resources',
    ]);
  });

  it('is one sentence, however much it is', () => {
    assert.equal(gapWords({ inventory: {}, subscriptions }), undefined);
    assert.equal(
      gapWords({ inventory: unreadAt(scope(1), scope(3)), subscriptions }),
      'Not everything could be read in Apps, Lab.',
    );
    assert.equal(
      gapWords({ inventory: unreadAt(...[1, 2, 3, 4, 5].map(scope)), subscriptions }),
      'Not everything could be read in Apps, Data, Lab and 2 more.',
    );
    const nameless = unreadAt('', '/providers/Microsoft.Authorization/roleAssignments/x');
    assert.equal(gapWords({ inventory: nameless, subscriptions }), 'Not everything could be read.');
  });

  it('leaves unknown whether what somebody named is there, and says why', () => {
    for (const inventory of [unreadAt(scope(1).toUpperCase()), unreadAt(registryId(1)), unreadAt('')]) {
      const { failure: found } = notFound(inventory, registryId(1));
      assert.deepEqual(
        [found.code, found.kind, found.nextAction],
        [failure.code, failure.kind, failure.nextAction],
      );
      assert.equal(
        found.message,
        'It’s unknown whether contoso is there: Azure refused to read the subscription.',
      );
    }
    for (const inventory of [{}, unreadAt(scope(2)), unreadAt(`${registryId(1)}x`)]) {
      const { failure: found } = notFound(inventory, registryId(1));
      assert.deepEqual(
        [found.code, found.message],
        ['estate.notFound', 'contoso isn’t in the selected subscriptions.'],
      );
    }
  });
});
