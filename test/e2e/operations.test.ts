import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { differences } from '../support/estateState';
import { story } from '../support/story';

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
    await heading('The link is not complete').waitFor();
    await operation('Failed', 'aks-shop-eus2').waitFor();
    await workbench.screenshot('operations-1-failed');
    assert.notDeepEqual(differences(before, await azure.state()), []);
    await azure.withoutFaults();
    await form().locator('#roll-back').click();
    await heading('Roll back').waitFor();
    await form().locator('#apply:not([disabled])').waitFor();
    assert.ok((await form().getByRole('row').filter({ hasText: 'Delete' }).count()) > 0);
    await workbench.screenshot('operations-1-roll-back');
    await form().locator('#apply').click();
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
    await heading('What is left').waitFor();
    await workbench.screenshot('operations-2-left');
    await agreeAndApply();
    await heading('Linked').waitFor();
    await workbench.screenshot('operations-2-resumed');
    assert.equal(await pull('aks-shop-eus2'), 'Pulled');
    await operation('Interrupted', 'aks-shop-eus2').waitFor({ state: 'detached' });
    await workbench.runCommand('View: Close Editor');
  });

  it('another one is resumed from the tree, after asking', async () => {
    await linkAndReload('aks-devtest-weu');
    await heading('This link was interrupted').waitFor();
    await workbench.runCommand('View: Close Editor');
    const interrupted = operation('Interrupted', 'aks-devtest-weu');
    await interrupted.waitFor();
    assert.equal(await pull('aks-devtest-weu'), 'Failed');
    await workbench.pickFromContextMenu(interrupted, 'Resume Operation…');
    const text = await question();
    assert.match(text, /Resume “Link contosodata to aks-devtest-weu”\?/);
    assert.match(text, /• Create .*[Pp]eering/);
    await workbench.screenshot('operations-3-resume');
    await workbench.answerDialog('Resume');
    await workbench.notification('Link contosodata to aks-devtest-weu: done');
    assert.equal(await pull('aks-devtest-weu'), 'Pulled');
    await interrupted.waitFor({ state: 'detached' });
  });

  it('a failed link is discarded, and nothing else is touched', async () => {
    await azure.fault({ kind: 'policy-denied', match: peerings });
    await link('aks-batch-neu');
    await heading('The link is not complete').waitFor();
    await azure.withoutFaults();
    await workbench.runCommand('View: Close Editor');
    const before = await azure.state();
    const failed = operation('Failed', 'aks-batch-neu');
    await failed.waitFor();
    await workbench.pickFromContextMenu(failed, 'Discard Operation…');
    assert.match(
      await question(),
      /Discard “Link contosodata to aks-batch-neu”\?[\s\S]*Nothing in Azure changes/,
    );
    await workbench.screenshot('operations-4-discard');
    await workbench.answerDialog('Cancel');
    await failed.waitFor();
    await workbench.pickFromContextMenu(failed, 'Discard Operation…');
    await workbench.answerDialog('Discard');
    await failed.waitFor({ state: 'detached' });
    assert.deepEqual(differences(before, await azure.state()), []);
  });

  it('and is rolled back from the palette all the same, after asking', async () => {
    await workbench.runCommand('ACR Private Link: Roll Back Operation…');
    await workbench.pickQuickInput('Link contosodata to aks-batch-neu');
    const text = await question();
    assert.match(text, /Roll back “Link contosodata to aks-batch-neu”\?[\s\S]*• Delete /);
    await workbench.screenshot('operations-5-roll-back');
    await workbench.answerDialog('Roll Back');
    await workbench.notification(/Roll back: Link contosodata to aks-batch-neu: done/);
    assert.equal(await pull('aks-devtest-weu'), 'Pulled');
  });

  it('a pair is unlinked: what goes is ticked, shown and confirmed, and others still pull', async () => {
    await unlink('aks-shop-eus2');
    const widget = await parts('aks-shop-eus2');
    const ticked = widget.locator('.monaco-list-row[aria-checked="true"]');
    assert.match((await ticked.allInnerTexts()).join('\n'), /Peering[\s\S]*Role|Role[\s\S]*Peering/);
    assert.equal(await ticked.filter({ hasText: 'Private endpoint' }).count(), 0);
    await workbench.screenshot('operations-6-ticks');
    await workbench.acceptQuickInput();
    const text = await question();
    assert.match(text, /Unlink contosodata from aks-shop-eus2\?/);
    assert.match(text, /• Delete [\s\S]*[Pp]eering/);
    assert.doesNotMatch(text, /Delete Private endpoint/);
    await workbench.screenshot('operations-6-unlink');
    await workbench.answerDialog('Unlink');
    await workbench.notification(/Unlink contosodata from aks-shop-eus2: done/);
    assert.deepEqual([await pull('aks-shop-eus2'), await pull('aks-devtest-weu')], ['Failed', 'Pulled']);
  });

  it('what everybody uses goes only after its name is typed', async () => {
    await unlink('aks-devtest-weu');
    const widget = await parts('aks-devtest-weu');
    await widget.locator('.monaco-list-row').filter({ hasText: 'Private endpoint' }).first().click();
    await workbench.screenshot('operations-7-ticks');
    await workbench.acceptQuickInput();
    assert.match(await question(), /! .*no private endpoint left/);
    await workbench.screenshot('operations-7-unlink');
    await workbench.answerDialog('Unlink');
    await workbench.page.getByText(`Type ${registry} to go on`).waitFor();
    await workbench.answerQuickInput('contosoapps');
    await workbench.page.locator('.quick-input-message').filter({ hasText: 'That is not' }).waitFor();
    await workbench.screenshot('operations-7-word');
    assert.equal(await pull('aks-devtest-weu'), 'Pulled');
    await workbench.answerQuickInput(registry);
    await workbench.notification(/Unlink contosodata from aks-devtest-weu: done/);
    assert.equal(await pull('aks-devtest-weu'), 'Failed');
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
    await agreeAndApply();
  }

  async function agreeAndApply(): Promise<void> {
    const open = form().locator('vscode-checkbox[id^="hazard-"][aria-checked="false"]');
    const ids = await open.evaluateAll((boxes) => boxes.map((box) => (box as unknown as { id: string }).id));
    for (const id of ids) await form().locator(`[id="${id}"]`).click();
    await form().locator('#apply:not([disabled])').click();
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
  }

  /** The list of what can be deleted. */
  async function parts(cluster: Cluster): Promise<Locator> {
    const widget = workbench.page.locator('.quick-input-widget').filter({ visible: true });
    const title = widget.locator('.quick-input-title');
    await title.filter({ hasText: `Unlink ${registry} from ${cluster}` }).waitFor();
    await widget.locator('.monaco-list-row').first().waitFor();
    return widget;
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
