import assert from 'node:assert/strict';
import type { KnownOperation } from '../../../src/platform/operations';
import { failureOf } from '../../../src/commands/target';
import { explorerStates } from '../../../src/contributions';
import { wayOutOf } from '../../../src/views/explorer/estateNodes';
import { failureNode, signInNode } from '../../../src/views/explorer/failureNode';
import { operationNodes } from '../../../src/views/explorer/operationNodes';

const operation: KnownOperation = {
  state: 'interrupted',
  operationId: 'a',
  title: 'Link contoso to aks-x',
  kind: 'link',
  startedAt: 1000,
  stepsDone: 2,
  stepsTotal: 8,
  isHere: false,
};

describe('operations in the tree', () => {
  it('come newest first and say what they are', () => {
    const nodes = operationNodes(
      [
        {
          state: 'unreadable',
          reason: 'setAside',
          operationId: 'c',
          message: 'The journal is not JSON.',
          nextAction: 'Discard it.',
        },
        {
          state: 'unreadable',
          reason: 'unchecked',
          operationId: 'd',
          message: 'Its key is locked.',
          nextAction: 'Unlock it.',
        },
        operation,
        { ...operation, operationId: 'b', startedAt: 2000, state: 'running', isHere: true },
        { ...operation, operationId: 'e', startedAt: 3000, state: 'running' },
      ],
      (at) => `at ${at}`,
    );
    assert.deepEqual(
      nodes.map(({ label, description, operationId, context }) => [label, description, operationId, context]),
      [
        [
          'Running in another window: Link contoso to aks-x',
          'started at 3000 · 2 of 8 steps done',
          'e',
          'operation',
        ],
        ['Running: Link contoso to aks-x', 'started at 2000 · 2 of 8 steps done', 'b', 'operation'],
        ['Interrupted: Link contoso to aks-x', 'started at 1000 · 2 of 8 steps done', 'a', 'interruptedLink'],
        ['Operation c can’t be used', 'The journal is not JSON.', 'c', 'damagedOperation'],
        ['Operation d can’t be checked now', 'Its key is locked.', 'd', 'operation'],
      ],
    );
    assert.match(nodes.at(-1)?.tooltip ?? '', /Its key is locked\\\.\n\nUnlock it/);
  });
});

describe('a failure in the tree', () => {
  const failure = {
    code: 'network.unreachable',
    kind: 'transient',
    message: 'Couldn’t reach Azure.',
    nextAction: 'Check the network.',
  } as const;

  it('says what happened and what to do, in full by a click, and has Retry below it', () => {
    const node = failureNode('x', failure, ['Showing data from 10:42']);
    assert.deepEqual(
      [node.label, node.description, node.context, node.opens, node.expanded],
      ['Couldn’t reach Azure.', 'Check the network.', 'failure', 'showFailure', true],
    );
    assert.match(node.tooltip ?? '', /Couldn’t reach Azure[^]*Check the network/);
    assert.deepEqual(
      node.children?.map(({ label, opens }) => [label, opens]),
      [
        ['Retry', 'retry'],
        ['Showing data from 10:42', undefined],
      ],
    );
    assert.equal(failureOf(node).message, failure.message);
  });

  it('leads to the sign-in where that is what helps', () => {
    assert.equal(failureNode('x', { ...failure, code: 'signIn.directory' }).opens, 'signIn');
    const node = signInNode({ ...failure, code: 'signIn.required', message: 'You are not signed in.' });
    assert.deepEqual([node.label, node.opens], ['You are not signed in.', 'signIn']);
  });

  it('is a defect where what is said to be one has another form', () => {
    for (const odd of [undefined, {}, { failure: { code: 'x' } }, { failure: 'x' }]) {
      assert.equal(failureOf(odd).name, 'Error');
    }
  });
});

describe('a tree with nothing but operations in it', () => {
  it('says what to do in each state that has a welcome text for an empty one', () => {
    const ways = explorerStates.map((state) => [state, wayOutOf(state)?.opens]);
    assert.deepEqual(Object.fromEntries(ways), {
      loading: undefined,
      signedOut: undefined,
      noSubscriptions: 'signInToDirectory',
      onlyDisabled: 'signInToDirectory',
      filteredOut: 'selectSubscriptions',
      noResources: 'createRegistry',
      failed: undefined,
      ready: undefined,
    });
  });
});
