import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { assertReadable } from '../support/readable';
import { story } from '../support/story';
import { waitUntil } from '../support/waiting';
import { bothThemes } from '../support/workbench';

const platform = '3300cf11-4e09-4165-af3d-7f18744f6647';
const apps = '876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4';
const registry = 'contosocore';
const cluster = 'aks-shop-weu';
const clusterId = `/subscriptions/${apps}/resourceGroups/rg-shop-weu/providers/Microsoft.ContainerService/managedClusters/${cluster}`;
const zoneLink = `/subscriptions/${platform}/resourceGroups/rg-registry-core-weu/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io/virtualNetworkLinks/link-vnet-shop-weu`;

/** Somebody unlinks the zone: the tree leads to why nodes can't pull, the page to the plan that repairs it. */
describe('diagnosing a pair', () => {
  const { workbench, azure } = story('diagnose', { settings: bothThemes });

  it('shows a pair that is well, hop by hop', async () => {
    await workbench.openViewContainer('ACR Private Link');
    await openFromTree();
    await page().locator('#result-title[data-state="ok"]').waitFor();
    assert.equal(await page().locator('.hop:not([data-state="done"])').count(), 0);
    assert.equal(await page().locator('.finding.notice-error').count(), 0);
  });

  it('finds what somebody has broken, and says by what', async () => {
    await azure.arm('DELETE', `${zoneLink}?api-version=2024-06-01`);
    await waitUntil(async () => {
      assert.equal(await verdict(), 'Failed');
    });
    await press('#look-again');
    await page().locator('#result-title[data-state="broken"]').waitFor();
    const finding = page().locator('[data-rule="name.zoneNotLinked"]');
    await finding.getByText("isn't linked to a zone privatelink.azurecr.io").waitFor();
    assert.equal(await page().locator('.finding.notice-error').count(), 1);
    await page().locator('.hop[data-part="door"][data-state="failed"]').waitFor();
    await assertReadable(page());
    await workbench.pictures('diagnose-broken');
  });

  it('repairs it by the plan that the page opens, and is clean afterwards', async () => {
    await press('#repair-0');
    const button = page().getByRole('button', { name: 'Preview', exact: true });
    await button.click();
    await page().getByRole('heading', { name: 'Plan', exact: true }).waitFor();
    const open = page().locator('vscode-checkbox[id^="hazard-"][aria-checked="false"]');
    const ids = await open.evaluateAll((boxes) => boxes.map((box) => (box as unknown as { id: string }).id));
    for (const id of ids) await page().locator(`[id="${id}"]`).click();
    await page().locator('#apply:not([disabled])').click();
    await waitUntil(async () => {
      assert.equal(await verdict(), 'Pulled');
    });
    // The tree is being drawn anew, so that a menu could open on what has moved below the mouse.
    await workbench.page.getByRole('tab', { name: /^Diagnose contosocore/ }).click();
    await heading().waitFor();
    await press('#look-again');
    await page().locator('#result-title[data-state="ok"]').waitFor();
    assert.equal(await page().locator('.finding.notice-error').count(), 0);
    await workbench.screenshot('diagnose-repaired');
  });

  it('comes back after a reload, and looks again', async () => {
    await workbench.reload();
    await page().locator('#result-title[data-state="ok"]').waitFor();
  });

  async function openFromTree(): Promise<void> {
    await workbench.expand(
      /^Contoso Platform/,
      /^Container registries/,
      new RegExp(`^${registry}`),
      /^Linked clusters/,
    );
    await workbench.pickFromContextMenu(workbench.treeItem(new RegExp(`^${cluster}`)), 'Diagnose…');
    await heading().waitFor();
  }

  function heading(): Locator {
    return page().getByRole('heading', { name: `Diagnose ${registry} from ${cluster}` });
  }

  function page(): FrameLocator {
    return workbench.webview();
  }

  async function press(id: string): Promise<void> {
    await page().locator(`${id}:not([disabled])`).focus();
    await workbench.page.keyboard.press('Enter');
  }

  async function verdict(): Promise<string> {
    return (await azure.pull(clusterId, `${registry}.azurecr.io/shop/api:1.4.2`)).verdict;
  }
});

/** Somebody unlinks the zone: the cluster's page finds the pods that wait for images, and leads to why and to the plan. */
describe('diagnosing a cluster', () => {
  const { workbench, azure } = story('diagnose-cluster', { settings: bothThemes });
  const image = `${registry}.azurecr.io/shop/api:1.4.2`;

  it('finds the pods that fail to pull', async () => {
    await azure.arm('DELETE', `${zoneLink}?api-version=2024-06-01`);
    await azure.inCluster(clusterId, `kubectl run broken --image=${image} --restart=Never`);
    await workbench.openViewContainer('ACR Private Link');
    await workbench.expand(/^Contoso Apps/, /^AKS clusters/);
    await workbench.pickFromContextMenu(workbench.treeItem(new RegExp(`^${cluster}`)), 'Find Failing Pulls…');
    await page().locator('#result-title[data-state="broken"]').waitFor();
    await page().getByText('It only reads.').waitFor();
    await press('#find-pulls');
    await page().locator(`[data-image="${image}"]`).waitFor();
    await assertReadable(page());
    await workbench.pictures('diagnose-cluster');
  });

  it('leads from a pod to why, and to the plan that repairs it', async () => {
    await press('#diagnose-pull-0');
    await page()
      .getByRole('heading', { name: `Diagnose ${registry} from ${cluster}` })
      .waitFor();
    await page().getByText('The pod says:').waitFor();
    await page().locator('[data-rule="name.zoneNotLinked"]').waitFor();
    await press('#repair-0');
    await page().getByRole('button', { name: 'Preview', exact: true }).waitFor();
  });

  function page(): FrameLocator {
    return workbench.webview();
  }

  async function press(id: string): Promise<void> {
    await page().locator(`${id}:not([disabled])`).focus();
    await workbench.page.keyboard.press('Enter');
  }
});
