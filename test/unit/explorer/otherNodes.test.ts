import assert from 'node:assert/strict';
import type { KnownOperation } from '../../../src/platform/operations';
import { failureNode } from '../../../src/views/explorer/failureNode';
import { operationNodes } from '../../../src/views/explorer/operationNodes';

const operation: KnownOperation = {
  state: 'interrupted',
  operationId: 'a',
  title: 'Link contoso to aks-x',
  kind: 'link',
  startedAt: 1000,
  stepsDone: 2,
  stepsTotal: 8,
  leaseExpires: 1500,
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
        { ...operation, operationId: 'b', startedAt: 2000, state: 'running' },
      ],
      (at) => `at ${at}`,
    );
    assert.deepEqual(
      nodes.map(({ label, description, operationId, context }) => [label, description, operationId, context]),
      [
        ['Running: Link contoso to aks-x', 'started at 2000 · 2 of 8 steps done', 'b', 'operation'],
        ['Interrupted: Link contoso to aks-x', 'started at 1000 · 2 of 8 steps done', 'a', 'interruptedLink'],
        ['Operation c is set aside', 'The journal is not JSON.', 'c', 'damagedOperation'],
        ['Operation d can’t be checked now', 'Its key is locked.', 'd', 'operation'],
      ],
    );
    assert.match(nodes.at(-1)?.tooltip ?? '', /Its key is locked\\\.\n\nUnlock it/);
  });
});

describe('a failure in the tree', () => {
  it('says what happened and what to do, and can be retried', () => {
    const node = failureNode('x', {
      code: 'network.unreachable',
      kind: 'transient',
      message: 'Azure could not be reached.',
      nextAction: 'Check the network.',
    });
    assert.deepEqual(
      [node.label, node.description, node.context],
      ['Azure could not be reached.', 'Check the network.', 'failure'],
    );
  });
});
