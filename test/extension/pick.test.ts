import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { pickClusters } from '../../src/commands/pick';
import type { Estate, EstateStore } from '../../src/platform/estateStore';
import { eventually, repeatUntilDone } from '../support/extensionHost';

const subscription = '876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4';

function storeOf(clusterNames: readonly string[]): EstateStore {
  const clusters = clusterNames.map((name) => ({
    id: `/subscriptions/${subscription}/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/${name}`,
    name,
    kubernetesVersion: '1.34.1',
    location: 'westeurope',
  }));
  const estate = {
    subscriptions: [{ id: subscription, name: 'Contoso Apps', tenantId: subscription }],
    inventory: { registries: [], clusters },
    links: [],
  };
  return { get: () => Promise.resolve(estate as unknown as Estate) } as unknown as EstateStore;
}

/** The quick picks that are opened, as VS Code makes them. */
async function opened(work: (pickers: readonly vscode.QuickPick<vscode.QuickPickItem>[]) => Promise<void>) {
  const create = vscode.window.createQuickPick;
  const pickers: vscode.QuickPick<vscode.QuickPickItem>[] = [];
  vscode.window.createQuickPick = <T extends vscode.QuickPickItem>() => {
    const picker = create<T>();
    pickers.push(picker);
    return picker;
  };
  try {
    await work(pickers);
  } finally {
    vscode.window.createQuickPick = create;
  }
}

describe('a pick of clusters', () => {
  it('says what is missing and what to do where there is none', () =>
    opened(async (pickers) => {
      const chosen = pickClusters(storeOf([]), 'Attach contosoapps');
      await eventually(() => {
        assert.match(
          pickers[0]?.placeholder ?? '',
          /^No AKS clusters .*\. Choose others with Select Subscriptions…$/,
        );
      });
      assert.equal(await repeatUntilDone(chosen, 'workbench.action.closeQuickOpen'), undefined);
    }));

  it('answers several', () =>
    opened(async (pickers) => {
      const chosen = pickClusters(storeOf(['aks-a', 'aks-b', 'aks-c']), 'Attach contosoapps');
      await eventually(() => {
        assert.equal(pickers[0]?.items.length, 4);
      });
      pickers[0]!.selectedItems = pickers[0]!.items.slice(1, 3);
      const ids = await repeatUntilDone(chosen, 'workbench.action.acceptSelectedQuickOpenItem');
      assert.deepEqual(
        ids?.map((id) => id.slice(-5)),
        ['aks-a', 'aks-b'],
      );
    }));
});
