import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { story } from '../support/story';
import { agreeAndApply } from '../support/planPage';

const registry = 'contosodata';
const cluster = 'aks-shop-eus2';
const other = 'aks-devtest-weu';
const clusterId = `/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-shop-eus2/providers/Microsoft.ContainerService/managedClusters/${cluster}`;

/** Pages that were closed, left or overtaken say nothing of Azure that isn't so any more, and what runs stays in sight. */
describe('pages that come back', () => {
  const { workbench, azure } = story('coming-back');

  before(async () => {
    await workbench.openViewContainer('ACR Private Link');
    await workbench.expand(/^Contoso Data/, /^Container registries/, new RegExp(`^${registry}`));
  });

  it('what runs is in the tree and in the status bar when its tab is closed, and a click leads back', async () => {
    await azure.hold('peering');
    await openForm();
    await form().locator('#preview:not([disabled])').click();
    await heading('Plan').waitFor();
    await agreeAndApply(form());
    await form().locator('.is-running').first().waitFor();
    await workbench.runCommand('View: Close Editor');
    await workbench.treeItem(new RegExp(`^Running: Link ${registry} to ${cluster}`)).waitFor();
    const running = workbench.page
      .locator('.part.statusbar')
      .getByRole('button', { name: new RegExp(`Link ${registry} to ${cluster}`) });
    await running.waitFor();
    await workbench.screenshot('coming-back-running');
    await running.click();
    await heading('Applying').waitFor();
    await workbench.runCommand('View: Close Editor');
    await azure.release();
    await workbench.notification(new RegExp(`Link ${registry} to ${cluster}: done`));
    await running.waitFor({ state: 'detached' });
    assert.equal(await pull(), 'Pulled');
  });

  it('a link that was unlinked since is not called linked by the page that linked it', async () => {
    await workbench.expand(
      /^Contoso Data/,
      /^Container registries/,
      new RegExp(`^${registry}`),
      /^Linked clusters/,
    );
    await workbench.pickFromContextMenu(workbench.treeItem(new RegExp(`^${cluster}.*linked`)), 'Unlink…');
    await heading(`Unlink ${registry} from ${cluster}`).waitFor();
    await form().locator('#preview:not([disabled])').click();
    await heading('Plan').waitFor();
    await agreeAndApply(form());
    await heading('Unlinked').waitFor();
    assert.equal(await pull(), 'Failed');
    await workbench.runCommand('View: Close All Editors');
    await openForm();
    await form()
      .locator('#preview:not([disabled])')
      .or(form().getByText(/not linked any more|isn’t linked/))
      .first()
      .waitFor();
    assert.equal(await heading('Linked').count(), 0);
    assert.equal(await form().locator('#insert').count(), 0);
    await workbench.screenshot('coming-back-unlinked');
  });

  it('a link that is made again is rolled back by its own operation alone, which names who can’t pull any more', async () => {
    await form().locator('#preview:not([disabled])').click();
    await heading('Plan').waitFor();
    await agreeAndApply(form());
    await heading('Linked').waitFor();
    assert.equal(await pull(), 'Pulled');
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('ACR Private Link: Roll Back Operation…');
    const picker = await workbench.asked('Roll Back Operation');
    const offered = picker.locator('.monaco-list-row').filter({ hasText: `Link ${registry} to ${cluster}` });
    await offered.first().waitFor();
    assert.equal(await offered.count(), 1);
    await workbench.pickQuickInput(`Link ${registry} to ${cluster}`);
    await heading(`Roll back: Link ${registry} to ${cluster}`).waitFor();
    await form().getByText(`${cluster} can no longer pull from ${registry}`).first().waitFor();
    await form().locator('#apply[disabled]').waitFor();
    await workbench.screenshot('coming-back-roll-back');
    await workbench.runCommand('View: Close All Editors');
    assert.equal(await pull(), 'Pulled');
  });

  it('an operation that the browser’s reload cut off is closed once its link is completed in a new form', async () => {
    await azure.hold('peering');
    await openForm(other);
    await form().locator('#preview:not([disabled])').click();
    await heading('Plan').waitFor();
    await agreeAndApply(form());
    await form().locator('.is-done').first().waitFor();
    await form().locator('.is-running').first().waitFor();
    await workbench.page.reload();
    await azure.release();
    const interrupted = workbench.treeItem(new RegExp(`^Interrupted: Link ${registry} to ${other}`));
    await interrupted.waitFor({ timeout: 90_000 });
    await workbench.screenshot('coming-back-interrupted');
    await workbench.runCommand('View: Close All Editors');
    await workbench.expand(/^Contoso Data/, /^Container registries/, new RegExp(`^${registry}`));
    await openForm(other);
    await workbench.screenshot('coming-back-new-form');
    await form().locator('#preview:not([disabled])').click();
    await heading('Plan').waitFor();
    await agreeAndApply(form());
    await heading('Linked').waitFor();
    await interrupted.waitFor({ state: 'detached' });
    await workbench.screenshot('coming-back-completed');
  });

  function form(): FrameLocator {
    return workbench.webview();
  }

  function heading(name: string): Locator {
    return form().getByRole('heading', { name, exact: true }).first();
  }

  async function openForm(to = cluster): Promise<void> {
    await workbench.pickFromContextMenu(workbench.treeItem(new RegExp(`^${registry}`)), 'Link to AKS…');
    await form().locator('#filter-cluster input').fill(to);
    await form().getByRole('checkbox', { name: to, exact: true }).click();
    await form().locator('#continue:not([disabled])').click();
  }

  async function pull(): Promise<string> {
    return (await azure.pull(clusterId, `${registry}.azurecr.io/shop/web:1.0.0`)).verdict;
  }
});
