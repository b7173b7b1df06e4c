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

/** A linked private pair is asked whether it pulls: by keyboard alone, in every theme, and where it doesn't. */
describe('verifying from inside of a cluster', () => {
  const { workbench, azure } = story('verify', { settings: bothThemes });

  it('says what it will do before anything is sent', async () => {
    await workbench.openViewContainer('ACR Private Link');
    await workbench.expand(
      /^Contoso Platform/,
      /^Container registries/,
      new RegExp(`^${registry}`),
      /^Linked clusters/,
    );
    await workbench.pickFromContextMenu(
      workbench.treeItem(new RegExp(`^${cluster}`)),
      'Verify from Inside the Cluster…',
    );
    await page()
      .getByRole('heading', { name: `Verify ${registry} from ${cluster}` })
      .waitFor();
    await shown('The image is pulled and never started').waitFor();
    await page().locator('#run[disabled]').waitFor();
    assert.deepEqual(await pods(), []);
    await workbench.pictures('verify-choose');
  });

  it('refuses what can’t be an image, and reads the namespaces', async () => {
    await input('#field-image').fill('shop/api; rm -rf /');
    await page().locator('.error').first().waitFor();
    await input('#field-image').fill('shop/api:1.4.2');
    await page().locator('.error').waitFor({ state: 'detached' });
    await press('#look');
    await page().locator('vscode-dropdown#field-namespace').waitFor();
    await page().getByText('Pod manifest').click();
    await page().getByText('"restartPolicy": "Never"').waitFor();
    await workbench.pictures('verify-ready');
    await page().getByText('Pod manifest').click();
  });

  it('shows the run as it goes on, and Pulled at its end', async () => {
    await azure.hold('runCommand');
    await press('#run');
    await page().getByRole('heading', { name: 'Run', exact: true }).waitFor();
    await page().locator('#cancel').waitFor();
    await workbench.pictures('verify-running');
    await azure.release();
    await page().locator('[data-verdict="pulled"]').waitFor({ timeout: 60_000 });
    assert.equal(await page().locator('.hop:not([data-state="done"])').count(), 0);
    await shown('All pods of this run are deleted.').waitFor();
    assert.deepEqual(await pods(), []);
    await workbench.pictures('verify-pulled');
    await press('#report');
    await waitUntil(async () => {
      const report = await workbench.page.evaluate('navigator.clipboard.readText()');
      assert.match(
        String(report),
        /^Verify from inside the cluster: Pulled\n[\s\S]*Successfully pulled image/,
      );
    });
  });

  it('fits a narrow column', async () => {
    await workbench.page.setViewportSize({ width: 760, height: 900 });
    await assertReadable(page());
    await workbench.screenshot('verify-pulled-narrow');
    await workbench.page.setViewportSize({ width: 1280, height: 860 });
  });

  it('shows the hop where the way ends, its cause and the way out, as soon as nobody waits any longer', async () => {
    await azure.arm(
      'DELETE',
      `/subscriptions/${platform}/resourceGroups/rg-registry-core-weu/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io/virtualNetworkLinks/link-vnet-shop-weu?api-version=2024-06-01`,
    );
    await press('#again');
    await page().locator('#run:not([disabled])').waitFor();
    await press('#run');
    // What the first try met is shown at once; the verdict would take the minutes in which kubelet tries again.
    await shown('its firewall denied them').first().waitFor({ timeout: 60_000 });
    await press('#stop-waiting');
    await page().locator('[data-verdict="failed"]').waitFor({ timeout: 60_000 });
    assert.deepEqual(
      await page()
        .locator('.hop')
        .evaluateAll((hops) =>
          hops.map((hop) => (hop as unknown as { dataset: { state: string } }).dataset.state),
        ),
      // The name leads to the public address, where a private one is meant.
      ['done', 'failed', 'failed', 'notStarted', 'notStarted'],
    );
    await shown('its firewall denied them').first().waitFor();
    await page().locator('#link').waitFor();
    await page().locator('#diagnose').waitFor();
    assert.deepEqual(await pods(), []);
    await workbench.pictures('verify-failed');
  });

  it('deletes its pods when it is cancelled', async () => {
    await press('#again');
    await page().locator('#run:not([disabled])').waitFor();
    await azure.hold('runCommand');
    const before = await azure.sent('POST', 'runCommand');
    await press('#run');
    // The run's commands read what is there, create the pods, and watch them, which is where it is held.
    for (const command of [1, 2, 3]) {
      await waitUntil(async () => {
        assert.ok((await azure.sent('POST', 'runCommand')) >= before + command);
      });
      if (command < 3) await azure.settle();
    }
    await shown('Watching the nodes pull…').waitFor();
    await azure.holdNoMore();
    assert.equal((await pods()).length, 1);
    await press('#cancel');
    await page().locator('[data-verdict]').waitFor({ timeout: 60_000 });
    assert.deepEqual(await pods(), []);
    await workbench.screenshot('verify-cancelled');
  });

  it('says why a cluster can’t be asked', async () => {
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('ACR Private Link: Verify from Inside the Cluster…');
    await workbench.pickQuickInput('aks-batch-neu');
    await workbench.pickQuickInput(registry);
    await shown('is stopped, so no node can pull').waitFor();
    await workbench.pictures('verify-refused');
  });

  function page(): FrameLocator {
    return workbench.webview();
  }

  /** Text of the page, not of what is said to screen readers besides. */
  function shown(text: string): Locator {
    return page().locator('.form').getByText(text);
  }

  function input(id: string): Locator {
    return page().locator(`${id} input`);
  }

  /** By keyboard: a button takes the focus, and Enter presses it. */
  async function press(id: string): Promise<void> {
    await page().locator(`${id}:not([disabled])`).focus();
    await workbench.page.keyboard.press('Enter');
  }

  /** The pods in the cluster that carry the extension's label. */
  async function pods(): Promise<readonly string[]> {
    const command = 'kubectl get pods --all-namespaces --selector=acr-private-link/verify-run --output=name';
    const logs = await azure.inCluster(clusterId, command);
    return logs.split('\n').filter((line) => line !== '');
  }
});
