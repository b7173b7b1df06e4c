import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { assertReadable } from '../support/readable';
import { story } from '../support/story';
import { bothThemes } from '../support/workbench';

const apps = '/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4';
const registryId = `${apps}/resourceGroups/rg-devtest-weu/providers/Microsoft.ContainerRegistry/registries/contosodev`;
const shopUsKubelet = '55ed73f9-3cee-4098-a731-95f47ae89c3d';
const clusters = {
  devtest: `${apps}/resourceGroups/rg-devtest-weu/providers/Microsoft.ContainerService/managedClusters/aks-devtest-weu`,
  shopUs: `${apps}/resourceGroups/rg-shop-eus2/providers/Microsoft.ContainerService/managedClusters/aks-shop-eus2`,
};

/**
 * By keyboard alone, a public registry becomes private while a cluster pulls from it; a second one is named before it is
 * shut out.
 */
describe('making a public registry private', () => {
  const { workbench, keyboard, azure } = story('make-private', {
    viewport: { width: 1280, height: 900 },
    settings: bothThemes,
  });

  before(() => letPull(shopUsKubelet));

  it('shows both stages, and who pulls by which way', async () => {
    assert.equal(await verdict(clusters.devtest), 'Pulled');
    assert.equal(await verdict(clusters.shopUs), 'Pulled');
    await workbench.openViewContainer('ACR Private Link');
    await workbench.treeItem(/^Contoso Apps/).waitFor();
    await keyboard.run('ACR Private Link: Make Private…');
    await keyboard.pick('Make Private', 'contosodev');
    await path('aks-devtest-weu', 'Public only').waitFor();
    await path('aks-shop-eus2', 'Public only').waitFor();
    await form().getByText('AcrPull on resource group rg-devtest-weu (inherited)').waitFor();
    await workbench.pictures('private-overview');
  });

  it('gives it a private endpoint, and nobody loses a pull', async () => {
    await press('#stage-endpoint');
    await form()
      .getByRole('checkbox', { name: /^Upgrade \w+ from \w+ to Premium/ })
      .waitFor();
    await form().getByText('Accept the upgrade').first().waitFor();
    await keyboard.tabTo(form(), '#field-upgrade');
    await keyboard.press('Space');
    await form().locator('.error').filter({ visible: true }).first().waitFor({ state: 'detached' });
    await workbench.pictures('private-endpoint');
    await press('#preview');
    await form().getByRole('heading', { name: 'Plan', exact: true }).waitFor();
    await workbench.pictures('private-endpoint-plan');
    await acknowledgeAll();
    await press('#apply');
    await form().getByRole('heading', { name: 'Private endpoint created' }).waitFor({ timeout: 60_000 });
    await stage('Private endpoint', 'done').waitFor();
    await stage('Public network access', 'open').waitFor();
    await workbench.pictures('private-endpoint-done');
    assert.equal(await verdict(clusters.devtest), 'Pulled');
    assert.equal(await verdict(clusters.shopUs), 'Pulled');
  });

  it('links the cluster that is to go on pulling', async () => {
    await press('#both-stages');
    await path('aks-devtest-weu', 'Public only').waitFor();
    await press('tr[data-cluster="aks-devtest-weu"] vscode-button');
    await form().getByRole('heading', { name: 'Link contosodev → aks-devtest-weu' }).waitFor();
    await press('#preview');
    await form().getByRole('heading', { name: 'Plan', exact: true }).waitFor();
    await acknowledgeAll();
    await press('#apply');
    await form().getByRole('heading', { name: 'Linked' }).waitFor({ timeout: 60_000 });
    await keyboard.run('View: Close Editor');
    // The page that comes to the front has looked again by itself.
    await path('aks-devtest-weu', 'Private').waitFor();
    await path('aks-shop-eus2', 'Public only').waitFor();
    await workbench.pictures('private-linked');
  });

  it('checks addresses as they are typed', async () => {
    await press('#stage-access');
    await choose(/^Selected IP addresses/);
    const error = form().locator('.error').filter({ visible: true });
    assert.equal(await error.count(), 0, 'nothing is wrong before anything is typed');
    await keyboard.tabTo(form(), '#field-ranges');
    await keyboard.type('203.0.113.0/24, 10.0.0.0/8');
    await form()
      .locator('.error')
      .filter({ hasText: '10.0.0.0/8 can’t be allowed (a private range)' })
      .waitFor();
    await form().locator('#preview[disabled]').waitFor();
    await workbench.pictures('private-ranges-error');
    // Empty again: the choice that is named is there.
    for (const key of ['End', 'Shift+Home', 'Backspace']) await keyboard.press(key);
    await error.filter({ hasText: /^Enter at least one IP address .*, or select “Disabled”\.$/ }).waitFor();
    await form().locator('#field-access').filter({ hasText: 'Disabled' }).waitFor();
    await keyboard.tabTo(form(), '#field-ranges');
    await keyboard.replace('203.0.113.0/24');
    await form().locator('#preview:not([disabled])').waitFor();
  });

  it('names who is shut out, one by one, before public access goes off', async () => {
    await choose(/^Disabled/);
    await press('#preview');
    await form().getByRole('heading', { name: 'Review before you Apply' }).waitFor();
    await form().getByText('Cluster aks-shop-eus2 pulls over the public address').first().waitFor();
    assert.equal(await form().getByText('Cluster aks-devtest-weu pulls').count(), 0);
    await workbench.pictures('private-access-plan');
    assert.ok((await form().locator('vscode-checkbox[id^="hazard-"]').count()) >= 3);
    await form().locator('#apply[disabled]').waitFor();
    await acknowledgeAll();
    await press('#apply');
    await form().getByRole('heading', { name: 'Public network access updated' }).waitFor({ timeout: 60_000 });
    await stage('Public network access', 'done').waitFor();
    await workbench.pictures('private-access-done');
    assert.equal(await verdict(clusters.devtest), 'Pulled');
    assert.equal(await verdict(clusters.shopUs), 'Failed');
  });

  it('is the same again after the window was reloaded, and readable in a narrow panel and in high contrast', async () => {
    await press('#both-stages');
    await path('aks-devtest-weu', 'Private').waitFor();
    await workbench.reload();
    await path('aks-devtest-weu', 'Private').waitFor({ timeout: 60_000 });
    await workbench.page.setViewportSize({ width: 760, height: 900 });
    await workbench.setColorTheme('Dark High Contrast');
    await form().locator('body.vscode-high-contrast').waitFor();
    await assertReadable(form());
    await workbench.screenshot('private-narrow-contrast');
  });

  function form(): FrameLocator {
    return workbench.webview();
  }

  /** The cluster's row, once it says this of the path. */
  function path(cluster: string, words: string): Locator {
    return form()
      .locator(`tr[data-cluster="${cluster}"]`)
      .filter({ has: form().locator('.verdict', { hasText: words }) });
  }

  /** The stage's card, once it says this. */
  function stage(title: string, state: 'done' | 'open'): Locator {
    return form().locator(`.stage-${state}`).filter({ hasText: title });
  }

  function press(button: string): Promise<void> {
    return keyboard.button(form(), button);
  }

  /** Chooses whom public access lets in. */
  async function choose(option: RegExp): Promise<void> {
    await keyboard.tabTo(form(), '#field-access');
    const chosen = form().getByRole('radio', { name: option, checked: true });
    for (let presses = 0; presses < 5 && !(await chosen.isVisible()); presses += 1) {
      await keyboard.press('ArrowDown');
      await workbench.settled();
    }
    await chosen.waitFor();
  }

  function acknowledgeAll(): Promise<void> {
    return keyboard.tickAll(form(), 'vscode-checkbox[id^="hazard-"]');
  }

  async function verdict(cluster: string): Promise<string> {
    return (await azure.pull(cluster, 'contosodev.azurecr.io/shop/web:1.0')).verdict;
  }

  /** As the registry's owner would, with the Azure CLI. */
  async function letPull(principalId: string): Promise<void> {
    const name = '0d7a3c52-1c1a-4b52-9a4e-6c7b0f3d9e11';
    const path = `${registryId}/providers/Microsoft.Authorization/roleAssignments/${name}?api-version=2022-04-01`;
    const roleDefinitionId = `${apps}/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d`;
    await azure.arm('PUT', path, {
      properties: { principalId, roleDefinitionId, principalType: 'ServicePrincipal' },
    });
  }
});
