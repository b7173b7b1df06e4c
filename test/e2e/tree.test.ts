import assert from 'node:assert/strict';
import { story } from '../support/story';
import { bothThemes } from '../support/workbench';

/** The tree as somebody uses it who has many things to find and a network that fails. */
describe('the tree, the way a user sees it', () => {
  const { workbench, azure } = story('tree', { settings: bothThemes });

  before(() => workbench.openViewContainer('ACR Private Link'));

  it('says the state of registries first, and leads to what is found by its login server', async () => {
    await workbench.treeItem(/^Contoso Apps/).waitFor();
    await workbench.runCommand('ACR Private Link: Find Registry or Cluster…');
    await workbench.asked('Find Registry or Cluster');
    await workbench.pickQuickInput('contosocore.azurecr.io');
    const found = workbench.treeItem(/^contosocore, private · linked to \d+ · Premium · West Europe/);
    await found.and(workbench.page.locator('[aria-selected="true"]')).waitFor();
    await workbench.pictures('tree');
  });

  it('offers in a menu what applies: nothing makes a private registry private', async () => {
    const found = workbench.treeItem(/^contosocore/);
    await found.click({ button: 'right' });
    const entries = workbench.page.getByRole('menuitem');
    await entries.filter({ hasText: 'Link to AKS…' }).waitFor();
    const words = await entries.allInnerTexts();
    assert.ok(!words.some((word) => /Make Private|Attach/.test(word)), words.join(', '));
    await workbench.page.keyboard.press('Escape');
    await workbench.pickFromContextMenu(workbench.treeItem(/^AKS clusters/), 'Refresh');
  });

  it('says what a broken link lacks in words that stand on the row itself', async () => {
    await workbench.expand(/^Contoso Data/, /^Container registries/, /^contosodata/);
    await workbench.expand(/^Linked clusters, .*broken/, /^aks-analytics-weu, broken/);
    const row = workbench.treeItem(/^Public network access of contosodata/);
    await row.waitFor();
    const words = await row.locator('.label-name').innerText();
    assert.equal(words, 'Public network access of contosodata is disabled.');
    await workbench.pictures('tree-lacks');
  });

  it('keeps everything in sight when Azure fails, with Retry, and is well again by itself', async () => {
    await azure.fault({ kind: 'server-error', retryAfter: 0, match: { path: '*', times: 'always' } });
    await workbench.runCommand('ACR Private Link: Refresh');
    await workbench.treeItem(/^Retry/).waitFor();
    await workbench.treeItem(/^contosocore/).waitFor();
    await workbench.screenshot('tree-failed');
    await workbench.treeItem(/Failure$/).click();
    const told = await workbench.notification(/503|could not|temporarily|again/i);
    await told.getByRole('button', { name: 'Copy Details' }).waitFor();
    await azure.withoutFaults();
    await workbench.treeItem(/^Retry/).waitFor({ state: 'detached', timeout: 90_000 });
    await workbench.treeItem(/^contosocore/).waitFor();
  });
});
