import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/contributions';
import {
  eventually,
  nodesOf,
  openPanels,
  registryNode,
  repeatUntilDone,
  treeWhen,
} from '../support/extensionHost';

describe('Verify from Inside the Cluster', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  async function clusterIds(...names: readonly string[]): Promise<readonly (string | undefined)[]> {
    let ids: readonly (string | undefined)[] = [];
    await treeWhen((roots) => {
      const clusters = nodesOf(roots, 'cluster');
      ids = names.map((name) => clusters.find(({ label }) => label === name)?.resourceId);
      assert.ok(ids.every((id) => id !== undefined));
    });
    return ids;
  }

  it('opens one panel a pair of registry and cluster, and asks for nothing that the argument says', async () => {
    const { resourceId: registryId } = await registryNode('contosocore');
    const [clusterId, otherId] = await clusterIds('aks-shop-weu', 'aks-payments-weu');
    for (const id of [clusterId, otherId, clusterId]) {
      await vscode.commands.executeCommand(commandIds.verifyFromInside, { registryId, clusterId: id });
    }
    await eventually(() => {
      assert.deepEqual([...openPanels('verify')].toSorted(), [
        'Verify contosocore from aks-payments-weu',
        'Verify contosocore from aks-shop-weu',
      ]);
    });
  });

  it('asks for the cluster on a registry, and opens nothing when nobody answers', async () => {
    const done = vscode.commands.executeCommand(
      commandIds.verifyFromInside,
      await registryNode('contosocore'),
    );
    await repeatUntilDone(done, 'workbench.action.closeQuickOpen');
    assert.deepEqual(openPanels('verify'), []);
  });
});
