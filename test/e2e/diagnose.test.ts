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
const group = `/subscriptions/${platform}/resourceGroups/rg-registry-core-weu`;
const registryId = `${group}/providers/Microsoft.ContainerRegistry/registries/${registry}`;
const zone = `${group}/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io`;
const zoneLink = `${zone}/virtualNetworkLinks/link-vnet-shop-weu`;

/** Somebody breaks a pair in three ways: the tree leads to why nodes can't pull, the page to the plan that repairs it. */
describe('diagnosing a pair', () => {
  const { workbench, keyboard, azure } = story('diagnose', { settings: bothThemes });

  it('shows a pair that is well, hop by hop', async () => {
    await workbench.openViewContainer('ACR Private Link');
    await openFromTree();
    await page().locator('#result-title[data-state="ok"]').waitFor();
    assert.equal(await page().locator('.hop:not([data-state="done"])').count(), 0);
    assert.equal(await page().locator('.finding.notice-error').count(), 0);
  });

  it('finds what somebody has broken, and says by what', async () => {
    await azure.arm('DELETE', `${zoneLink}?api-version=2024-06-01`);
    await findsBroken('name.zoneNotLinked');
    const finding = page().locator('[data-rule="name.zoneNotLinked"]');
    await finding.getByText('isn’t linked to a zone privatelink.azurecr.io').waitFor();
    await page().locator('.hop[data-part="door"][data-state="failed"]').waitFor();
    await assertReadable(page());
    await workbench.pictures('diagnose-broken');
  });

  it('repairs it by the plan that the page opens, and is clean afterwards', async () => {
    await repair(press, async (selector) => page().locator(selector).click());
    await workbench.screenshot('diagnose-repaired');
  });

  it('has a record that is gone written again', async () => {
    await azure.arm('DELETE', `${zone}/A/contosocore?api-version=2024-06-01`);
    await findsBroken('name.recordMissing');
    await repair(press, async (selector) => page().locator(selector).click());
  });

  it('finds and repairs a role that was taken away by keyboard alone', async () => {
    const { identityProfile } = (await azure.properties(clusterId, '2026-06-01')) as {
      identityProfile: { kubeletidentity: { objectId: string } };
    };
    const listed = `${registryId}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`;
    const { value } = (await (await azure.arm('GET', listed)).json()) as {
      value: readonly { id: string; properties: { principalId: string } }[];
    };
    const own = value.filter(
      ({ properties }) => properties.principalId === identityProfile.kubeletidentity.objectId,
    );
    assert.ok(own.length > 0);
    for (const { id } of own) await azure.arm('DELETE', `${id}?api-version=2022-04-01`);
    await workbench.runCommand('View: Close All Editors');
    await keyboard.run('ACR Private Link: Diagnose…');
    await keyboard.pick('Diagnose', cluster);
    await keyboard.pick(`Diagnose ${cluster}`, registry);
    await heading().waitFor();
    await page().locator('[data-rule="identity.noRole"]').waitFor();
    await repair(
      (selector) => keyboard.button(page(), selector),
      (selector) => keyboard.button(page(), selector),
    );
  });

  it('comes back after a reload, and looks again', async () => {
    await workbench.reload();
    await page().locator('#result-title[data-state="ok"]').waitFor();
  });

  async function findsBroken(rule: string): Promise<void> {
    await waitUntil(async () => {
      assert.equal(await verdict(), 'Failed');
    });
    await press('#look-again');
    await page().locator('#result-title[data-state="broken"]').waitFor();
    await page().locator(`[data-rule="${rule}"]`).waitFor();
    assert.equal(await page().locator('.finding.notice-error').count(), 1);
  }

  /** From the finding over the plan that it opens to a pull, and to a page that is clean. */
  async function repair(
    open: (selector: string) => Promise<void>,
    go: (selector: string) => Promise<void>,
  ): Promise<void> {
    await open('#repair-0');
    await page().locator('#preview:not([disabled])').waitFor();
    await go('#preview');
    await page().getByRole('heading', { name: 'Plan', exact: true }).waitFor();
    await keyboard.tickAll(page(), 'vscode-checkbox[id^="hazard-"]');
    await page().locator('#apply:not([disabled])').waitFor();
    await go('#apply');
    await waitUntil(async () => {
      assert.equal(await verdict(), 'Pulled');
    });
    // The tree is being drawn anew, so that a menu could open on what has moved below the mouse.
    await workbench.page.getByRole('tab', { name: /^Diagnose contosocore/ }).click();
    await heading().waitFor();
    await press('#look-again');
    await page().locator('#result-title[data-state="ok"]').waitFor();
    assert.equal(await page().locator('.finding.notice-error').count(), 0);
  }

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
    await page().getByText('Read-only.').waitFor();
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
    await page().getByText('Pod event:').waitFor();
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
