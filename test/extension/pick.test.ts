import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { pickClusters, pickResource } from '../../src/commands/pickInEstate';
import { pickImages } from '../../src/commands/pointPick';
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

describe('every pick of registries and clusters', () => {
  it('finds them by name, subscription, resource group and login server', () =>
    opened(async (pickers) => {
      const store = storeOf(['aks-shop']);
      const { inventory } = await store.get();
      const registry = {
        id: `/subscriptions/${subscription}/resourceGroups/rg-data/providers/Microsoft.ContainerRegistry/registries/contosodata`,
        name: 'contosodata',
        loginServer: 'contosodata-a1b2.azurecr.io',
        sku: 'Premium',
        location: 'westeurope',
        publicNetworkAccess: 'Disabled',
        connections: [{ status: 'Approved' }],
      };
      Object.assign(inventory, { registries: [registry] });
      const chosen = pickResource(store, 'Find');
      await eventually(() => {
        assert.deepEqual(
          pickers[0]?.items.map(({ label, description, detail }) => [label, description, detail]),
          [
            ['Contoso Apps', undefined, undefined],
            ['aks-shop', 'Contoso Apps · g', 'Kubernetes 1.34 · West Europe'],
            [
              'contosodata',
              'Contoso Apps · rg-data',
              'contosodata-a1b2.azurecr.io · private · Premium · West Europe',
            ],
          ],
        );
      });
      assert.deepEqual([pickers[0]?.matchOnDescription, pickers[0]?.matchOnDetail], [true, true]);
      await repeatUntilDone(chosen, 'workbench.action.closeQuickOpen');
    }));
});

describe('a pick of images to point', () => {
  const fields = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      image: `nginx:${index}`,
      workload: 'Pod web',
      container: 'web',
      place: { start: 0, end: 1 },
      text: { start: 0, end: 1 },
    }));
  for (const [count, ticked] of [
    [3, 3],
    [2000, 0],
  ] as const) {
    it(`has ${ticked} of ${count} ticked to begin with`, () =>
      opened(async (pickers) => {
        const chosen = pickImages(fields(count));
        await eventually(() => {
          assert.equal(pickers[0]?.items.length, count);
        });
        assert.equal(pickers[0]?.selectedItems.length, ticked);
        assert.equal(await repeatUntilDone(chosen, 'workbench.action.closeQuickOpen'), undefined);
      }));
  }
});

describe('a pick of clusters', () => {
  it('says what is missing and what to do where there is none', () =>
    opened(async (pickers) => {
      const chosen = pickClusters(storeOf([]), 'Attach contosoapps');
      await eventually(() => {
        assert.match(
          pickers[0]?.placeholder ?? '',
          /^No AKS clusters .*\. Use Select Subscriptions… to choose others\.$/,
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
