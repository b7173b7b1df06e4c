import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { differences } from '../support/estateState';
import { story } from '../support/story';
import { agreeAndApply } from '../support/planPage';

const subscription = '/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4';
const registry = 'contosodata';
const image = `${registry}.azurecr.io/shop/web:1.0.0`;
const clusters = {
  'aks-shop-eus2': 'rg-shop-eus2',
  'aks-devtest-weu': 'rg-devtest-weu',
  'aks-batch-neu': 'rg-batch-neu',
};
type Cluster = keyof typeof clusters;
const peerings = { path: '*/virtualNetworkPeerings/*', method: 'PUT' };

/** What becomes of operations that don't come to their end, and of links that nobody wants any more. */
describe('operations that end half-way', () => {
  const { workbench, azure } = story('operations');

  before(async () => {
    await workbench.openViewContainer('ACR Private Link');
    await workbench.expand(/^Contoso Data/, /^Container registries/, new RegExp(`^${registry}`));
  });

  it('a link that failed is rolled back from the form, and nothing of it is left', async () => {
    const before = await azure.state();
    await azure.fault({ kind: 'policy-denied', match: peerings });
    await link('aks-shop-eus2');
    await heading('The link isn’t complete').waitFor();
    await operation('Failed', 'aks-shop-eus2').waitFor();
    await workbench.screenshot('operations-1-failed');
    assert.notDeepEqual(differences(before, await azure.state()), []);
    await azure.withoutFaults();
    await form().locator('#roll-back').click();
    await heading('Roll back').waitFor();
    assert.ok((await form().getByRole('row').filter({ hasText: 'Delete' }).count()) > 0);
    await workbench.screenshot('operations-1-roll-back');
    await agreeAndApply(form());
    await heading('Rolled back').waitFor();
    await workbench.screenshot('operations-1-rolled-back');
    assert.deepEqual(differences(before, await azure.state()), []);
    await operation('Failed', 'aks-shop-eus2').waitFor({ state: 'detached' });
    await workbench.runCommand('View: Close Editor');
  });

  it('a link whose window is reloaded is resumed from the form', async () => {
    await linkAndReload('aks-shop-eus2');
    await heading('This link was interrupted').waitFor();
    await operation('Interrupted', 'aks-shop-eus2').waitFor();
    await workbench.notification(/was interrupted/);
    await workbench.screenshot('operations-2-interrupted');
    assert.equal(await pull('aks-shop-eus2'), 'Failed');
    await form().locator('#resume').click();
    await heading('Remaining steps').waitFor();
    await workbench.screenshot('operations-2-left');
    await agreeAndApply(form());
    await heading('Linked').waitFor();
    await workbench.screenshot('operations-2-resumed');
    assert.equal(await pull('aks-shop-eus2'), 'Pulled');
    await operation('Interrupted', 'aks-shop-eus2').waitFor({ state: 'detached' });
    await workbench.runCommand('View: Close Editor');
  });

  it('another one is resumed from the tree, on a page that shows what is left', async () => {
    await linkAndReload('aks-devtest-weu');
    await heading('This link was interrupted').waitFor();
    await workbench.runCommand('View: Close Editor');
    const interrupted = operation('Interrupted', 'aks-devtest-weu');
    await interrupted.waitFor();
    assert.equal(await pull('aks-devtest-weu'), 'Failed');
    await workbench.pickFromContextMenu(interrupted, 'Resume Operation…');
    await heading('Resume: Link contosodata to aks-devtest-weu').waitFor();
    await heading('Remaining steps').waitFor();
    await form()
      .getByRole('row')
      .filter({ hasText: 'Create' })
      .filter({ hasText: 'Peering' })
      .first()
      .waitFor();
    await workbench.pictures('resume-page');
    await agreeAndApply(form());
    await heading('Done').waitFor();
    assert.equal(await pull('aks-devtest-weu'), 'Pulled');
    await interrupted.waitFor({ state: 'detached' });
    await workbench.runCommand('View: Close Editor');
  });

  it('a failed link is discarded, and nothing else is touched', async () => {
    await azure.fault({ kind: 'policy-denied', match: peerings });
    await link('aks-batch-neu');
    await heading('The link isn’t complete').waitFor();
    await azure.withoutFaults();
    await workbench.runCommand('View: Close Editor');
    const before = await azure.state();
    const failed = operation('Failed', 'aks-batch-neu');
    await failed.waitFor();
    await workbench.pickFromContextMenu(failed, 'Discard Operation…');
    assert.match(
      await question(),
      /Discard “Link contosodata to aks-batch-neu”\?[\s\S]*Nothing changes in Azure/,
    );
    await workbench.screenshot('operations-4-discard');
    await workbench.answerDialog('Cancel');
    await failed.waitFor();
    await workbench.pickFromContextMenu(failed, 'Discard Operation…');
    await workbench.answerDialog('Discard');
    await failed.waitFor({ state: 'detached' });
    assert.deepEqual(differences(before, await azure.state()), []);
  });

  it('and is rolled back from the palette all the same: what stays is said, and can’t be ticked', async () => {
    await workbench.runCommand('ACR Private Link: Roll Back Operation…');
    await workbench.pickQuickInput('Link contosodata to aks-batch-neu');
    await heading('Roll back: Link contosodata to aks-batch-neu').waitFor();
    await form().locator('#apply').waitFor();
    await form().locator('summary').filter({ hasText: 'Options' }).click();
    const stays = form().getByRole('region', { name: 'What is kept' });
    assert.equal(await stays.locator('vscode-checkbox').count(), 0);
    await workbench.pictures('roll-back-page');
    await agreeAndApply(form());
    await heading('Rolled back').waitFor();
    assert.equal(await pull('aks-devtest-weu'), 'Pulled');
    await workbench.runCommand('View: Close Editor');
  });

  it('a pair is unlinked: what goes is chosen on the page, who can’t pull is named, and others still pull', async () => {
    await unlink('aks-shop-eus2');
    // All that can go does by default, so the plan is there by itself, and what was chosen is a click away.
    await heading('Plan').waitFor();
    await form().locator('summary').filter({ hasText: 'Options' }).click();
    const ticked = form().locator('vscode-checkbox[aria-checked="true"]');
    await ticked.filter({ hasText: 'Peering' }).first().waitFor();
    await ticked.filter({ hasText: 'Role' }).first().waitFor();
    assert.equal(await ticked.filter({ hasText: 'Private endpoint' }).count(), 0);
    await workbench.pictures('unlink-choices');
    await form().getByText('aks-shop-eus2 can no longer pull from contosodata').first().waitFor();
    const going = form().locator('tr.step-delete');
    await going.filter({ hasText: 'Peering' }).first().waitFor();
    assert.equal(await going.filter({ hasText: 'Private endpoint' }).count(), 0);
    // Not before it is agreed to.
    await form().locator('#apply[disabled]').waitFor();
    await workbench.pictures('unlink-plan');
    await agreeAndApply(form());
    await heading('Unlinked').waitFor();
    await workbench.pictures('unlinked');
    assert.deepEqual([await pull('aks-shop-eus2'), await pull('aks-devtest-weu')], ['Failed', 'Pulled']);
    await workbench.runCommand('View: Close Editor');
  });

  it('what everybody uses goes only after its name is typed', async () => {
    await unlink('aks-devtest-weu');
    await form().locator('vscode-checkbox').filter({ hasText: 'Private endpoint' }).first().click();
    await form().locator('#preview').click();
    await form().getByText('no private endpoint left').first().waitFor();
    await workbench.screenshot('operations-7-unlink');
    await agreeAndApply(form());
    await workbench.page.getByText(`Type ${registry} to confirm`).waitFor();
    await workbench.answerQuickInput('contosoapps');
    await workbench.page.locator('.quick-input-message').filter({ hasText: 'doesn’t match' }).waitFor();
    await workbench.screenshot('operations-7-word');
    assert.equal(await pull('aks-devtest-weu'), 'Pulled');
    await workbench.answerQuickInput(registry);
    await heading('Unlinked').waitFor();
    assert.equal(await pull('aks-devtest-weu'), 'Failed');
  });

  it('the history says in words how each ended, and has the journal a click away', async () => {
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('ACR Private Link: Operation History');
    const entry = (title: string) => form().getByRole('row').filter({ hasText: title });
    const unlinked = entry(`Unlink ${registry} from aks-devtest-weu`).first();
    await unlinked.filter({ hasText: 'Succeeded' }).filter({ hasText: 'Deleted' }).waitFor();
    assert.equal(await unlinked.getByRole('button', { name: 'Roll back…' }).count(), 0);
    const rolledBack = entry(`Link ${registry} to aks-batch-neu`).filter({ hasNotText: 'Roll back: ' });
    await rolledBack.filter({ hasText: 'Rolled back' }).first().waitFor();
    await workbench.pictures('history');
    await unlinked.getByRole('button', { name: 'View journal' }).click();
    await workbench.page.locator('.view-line').filter({ hasText: '"schemaVersion"' }).first().waitFor();
  });

  function form(): FrameLocator {
    return workbench.webview();
  }

  function heading(name: string): Locator {
    return form().getByRole('heading', { name, exact: true }).first();
  }

  /** An operation at the top of the tree. */
  function operation(word: string, cluster: Cluster): Locator {
    return workbench.treeItem(new RegExp(`^${word}: Link ${registry} to ${cluster}`));
  }

  /** From the registry's menu to where the form writes. */
  async function link(cluster: Cluster): Promise<void> {
    await workbench.expand(/^Contoso Data/, /^Container registries/);
    await workbench.pickFromContextMenu(workbench.treeItem(new RegExp(`^${registry}`)), 'Link to AKS…');
    await form().locator('#filter-cluster input').fill(cluster);
    await form().getByRole('checkbox', { name: cluster, exact: true }).click();
    await form().locator('#continue:not([disabled])').click();
    await form().locator('#preview:not([disabled])').click();
    await heading('Plan').waitFor();
    await agreeAndApply(form());
  }

  /** The window ends while Azure is at work, which goes on without it. */
  async function linkAndReload(cluster: Cluster): Promise<void> {
    await azure.hold('peering');
    await link(cluster);
    await form().locator('.is-done').first().waitFor();
    await form().locator('.is-running').first().waitFor();
    await workbench.reload();
    await azure.release();
  }

  async function unlink(cluster: Cluster): Promise<void> {
    const ofRegistry = [/^Contoso Data/, /^Container registries/, new RegExp(`^${registry}`)];
    await workbench.expand(...ofRegistry, /^Linked clusters/);
    const pair = workbench.treeItem(new RegExp(`^${cluster}.*linked`));
    await workbench.pickFromContextMenu(pair, 'Unlink…');
    await heading(`Unlink ${registry} from ${cluster}`).waitFor();
  }

  /** What the dialog that is open says, its details with it. */
  function question(): Promise<string> {
    return workbench.page.locator('.monaco-dialog-box').innerText();
  }

  async function pull(cluster: Cluster): Promise<string> {
    const group = `${subscription}/resourceGroups/${clusters[cluster]}`;
    const id = `${group}/providers/Microsoft.ContainerService/managedClusters/${cluster}`;
    return (await azure.pull(id, image)).verdict;
  }
});
