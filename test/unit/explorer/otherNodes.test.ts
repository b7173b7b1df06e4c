import assert from 'node:assert/strict';
import { failureNode } from '../../../src/views/explorer/failureNode';
import { operationNodes } from '../../../src/views/explorer/operationNodes';

const operation = {
  operationId: 'a',
  registryName: 'contoso',
  clusterName: 'aks-x',
  startedAt: 1000,
  running: false,
};

describe('interrupted operations in the tree', () => {
  it('come newest first and say what they are', () => {
    const nodes = operationNodes(
      [operation, { ...operation, operationId: 'b', startedAt: 2000, running: true }],
      (at) => `at ${at}`,
    );
    assert.deepEqual(
      nodes.map(({ label, description, operationId, context }) => [label, description, operationId, context]),
      [
        ['Running: Link contoso to aks-x', 'started at 2000', 'b', 'operation'],
        ['Interrupted: Link contoso to aks-x', 'started at 1000', 'a', 'operation'],
      ],
    );
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
