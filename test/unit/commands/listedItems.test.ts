import assert from 'node:assert/strict';
import { listedItems, type ListState } from '../../../src/commands/listedItems';
import { deploymentPieces } from '../../../src/manifests/deployment';
import { repositoryProblem, tagProblem } from '../../../src/manifests/image';
import { hostileNames } from '../../support/hostileNames';

const state: ListState = {
  choices: [{ name: 'shop/api' }, { name: 'shop/web', description: '3 days ago' }],
  hasMore: true,
  refusal: undefined,
};
const closed: ListState = {
  choices: [],
  hasMore: false,
  refusal: {
    kind: 'forbidden',
    missingRole: { id: 'x', name: 'AcrPull' },
    failure: {
      code: 'registry.forbidden',
      kind: 'auth',
      message: 'You don’t have permission to list repositories.',
      nextAction: 'Ask an owner.',
    },
  },
};
const offered = (from: ListState, typed: string) =>
  listedItems(from, typed, repositoryProblem).map(({ label, action }) => [
    label,
    action.kind === 'choose' ? action.name : action.kind,
  ]);

describe('a picker over a registry’s list', () => {
  it('offers the list and more of it', () => {
    assert.deepEqual(offered(state, ''), [
      ['shop/api', 'shop/api'],
      ['shop/web', 'shop/web'],
      ['Load more…', 'more'],
    ]);
  });

  it('offers what was typed behind what was found, unless it is in the list', () => {
    assert.deepEqual(offered(state, 'shop').slice(2), [
      ['Use shop', 'shop'],
      ['Load more…', 'more'],
    ]);
    assert.equal(offered(state, ' shop/web ').length, 3);
    assert.deepEqual(offered(state, 'Shop')[2], ['Repository names must be lowercase.', 'note']);
  });

  it('takes more of what is typed than of what is listed, where it may', () => {
    const listed = { ...closed, choices: [{ name: 'web:v1' }] };
    const items = listedItems(listed, 'contoso.azurecr.io/web:v1', repositoryProblem, () => undefined);
    assert.deepEqual(
      items.map(({ label }) => label),
      [
        'Use contoso.azurecr.io/web:v1',
        'Not shown because of invalid names: 1',
        'You don’t have permission to list repositories.',
      ],
    );
  });

  it('says why there is no list, and takes what is typed', () => {
    assert.deepEqual(offered(closed, ''), [
      ['Or type a name', 'note'],
      ['You don’t have permission to list repositories.', 'retry'],
    ]);
    assert.deepEqual(offered(closed, 'shop/web')[0], ['Use shop/web', 'shop/web']);
    for (const item of listedItems(closed, 'x', repositoryProblem)) assert.equal(item.alwaysShow, true);
  });

  it('never offers a name that no image can have, listed or typed', () => {
    for (const problemOf of [repositoryProblem, tagProblem]) {
      const bad = hostileNames.filter((name) => problemOf(name) !== undefined);
      const from = { choices: bad.map((name) => ({ name })), hasMore: false, refusal: undefined };
      for (const typed of ['', ...bad]) {
        for (const { label, action } of listedItems(from, typed, problemOf)) {
          assert.notEqual(action.kind, 'choose', label);
          if (typed.length > 3) assert.equal(label.includes(typed), false, label);
        }
      }
      assert.match(
        listedItems(from, '', problemOf)[0]?.label ?? '',
        new RegExp(`^Not shown because of invalid names: ${bad.length}$`),
      );
    }
  });

  it('nor does the snippet take one that comes another way', () => {
    for (const name of hostileNames) {
      const parts = { loginServer: 'contoso.azurecr.io', service: false };
      assert.throws(() => deploymentPieces({ ...parts, repository: name, tag: 'v1' }), {
        name: 'FailureError',
      });
      if (tagProblem(name) !== undefined) {
        assert.throws(() => deploymentPieces({ ...parts, repository: 'web', tag: name }), {
          name: 'FailureError',
        });
      }
    }
  });
});
