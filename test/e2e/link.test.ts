import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { story } from '../support/story';
import { bothThemes } from '../support/workbench';
import { agreeToHazards } from '../support/planPage';

const apps = '876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4';
const registry = 'contosodata';
const cluster = 'aks-shop-eus2';
const clusterId = `/subscriptions/${apps}/resourceGroups/rg-shop-eus2/providers/Microsoft.ContainerService/managedClusters/${cluster}`;

/** The main job, the way a user does it: a private registry, a cluster in another network, and a pull that works. */
describe('linking a private registry to a cluster in another network', () => {
  const { workbench, keyboard, azure } = story('link', { settings: bothThemes });

  it('is not linked to begin with, and the cluster can’t pull', async () => {
    assert.match(await pullEvent(), /is not allowed access|no such host|i\/o timeout|401/);
    await workbench.openViewContainer('ACR Private Link');
    await workbench.expand(
      /^Contoso Data/,
      /^Container registries/,
      new RegExp(`^${registry}`),
      /^Linked clusters|^No linked clusters/,
    );
    await workbench.pictures('tree-before');
  });

  it('is offered the cluster, and shows a filled form', async () => {
    await workbench.pickFromContextMenu(workbench.treeItem(new RegExp(`^${registry}`)), 'Link to AKS…');
    await form().getByRole('heading', { name: 'Choose AKS clusters' }).waitFor();
    await workbench.pictures('form-choosing');
    await tick('eus2', cluster);
    await form().getByRole('button', { name: 'Preview', exact: true }).waitFor();
    await workbench.pictures('form');
  });

  it('refuses a bad name where it is typed', async () => {
    await form().getByText('Names and tags').click();
    const name = field('#field-peeringToCluster');
    const proposed = await name.inputValue();
    await name.fill('no spaces, please');
    await form().locator('.error').filter({ hasText: 'Peering names must have' }).scrollIntoViewIfNeeded();
    await workbench.pictures('form-error');
    await name.fill(proposed);
    await form().locator('.error').waitFor({ state: 'detached' });
  });

  it('shows the plan with everything that will be written, and what to know before', async () => {
    await form().getByRole('button', { name: 'Preview', exact: true }).click();
    await form().getByRole('heading', { name: 'Plan', exact: true }).waitFor();
    await workbench.pictures('plan');
    const rows = form().getByRole('row');
    await rows
      .filter({ hasText: 'Create' })
      .filter({ hasText: 'Peering' })
      .first()
      .getByText('Request')
      .click();
    assert.match(
      await form().locator('pre').filter({ visible: true }).first().innerText(),
      /remoteVirtualNetwork/,
    );
    await workbench.pictures('plan-request');
  });

  it('takes the plan home as Terraform, with highlighting', async () => {
    await form().locator('#export-plan').click();
    await workbench.pickQuickInput('Terraform');
    await workbench.pictures('export-place');
    await workbench.pickQuickInput('Open in an Editor');
    const editor = workbench.page
      .locator('.editor-instance .monaco-editor')
      .filter({ visible: true })
      .first();
    await editor.getByText('# Link').first().waitFor();
    await workbench.pictures('export-top');
    await workbench.page.keyboard.press('Control+End');
    const token = (text: RegExp) =>
      editor.locator('.view-line span[class^="mtk"]').filter({ hasText: text }).first();
    const tokens = [
      token(/^#/),
      token(/^resource$/),
      token(/^"azurerm_role_assignment"$/),
      token(/^principal_type$/),
      token(/^"ServicePrincipal"$/),
      token(/^false$/),
    ];
    // Until the grammar is loaded, all is of one color, and no token by itself.
    for (const one of tokens) await one.waitFor();
    const classes = await Promise.all(tokens.map((one) => one.getAttribute('class')));
    assert.equal(new Set(classes).size, classes.length, classes.join());
    await workbench.pictures('export-end');
    const status = workbench.page.locator('.part.statusbar').getByText('Terraform (ACR Private Link)');
    await status.waitFor();
    await workbench.runCommand('View: Revert and Close Editor');
    await form().getByRole('heading', { name: 'Plan', exact: true }).waitFor();
  });

  it('is applied step by step, and verified', async () => {
    await agreeToHazards(form());
    await azure.hold('peering');
    await form().getByRole('button', { name: 'Apply', exact: true }).click();
    await form().getByRole('heading', { name: 'Applying' }).waitFor();
    await form().locator('.is-running').first().waitFor();
    await form().locator('.is-done').first().waitFor();
    await workbench.pictures('running');
    // Closing the form stops nothing, and choosing the same pair again shows how far it is.
    await workbench.runCommand('View: Close Editor');
    await workbench.pickFromContextMenu(workbench.treeItem(new RegExp(`^${registry}`)), 'Link to AKS…');
    await tick('eus2', cluster);
    await form().getByRole('heading', { name: 'Applying' }).waitFor();
    await azure.release();
    await form().getByRole('heading', { name: 'Linked' }).waitFor({ timeout: 60_000 });
    await workbench.pictures('done');
    assert.equal(await form().locator('.is-failed, .is-notStarted, .is-waiting').count(), 0);
    assert.match(await pullEvent(), /Pulled|Successfully pulled/);
  });

  it('shows the link in the tree', async () => {
    await form().getByRole('button', { name: 'Show in tree' }).click();
    await workbench.expand(new RegExp(`^${registry}`), /^Linked clusters/);
    await workbench.treeItem(new RegExp(`^${cluster}.*linked`)).waitFor();
    await workbench.pictures('tree-after');
  });

  it('inserts a deployment.yaml that names the registry', async () => {
    await form().getByRole('button', { name: 'Insert deployment.yaml' }).click();
    for (const [question, answer] of [
      ['(repository)', 'shop/web'],
      ['(tag)', '1.0.0'],
    ] as const) {
      await workbench.asked(question);
      await workbench.pickQuickInput(answer);
    }
    await workbench.pickQuickInput('Deployment');
    const editor = workbench.page
      .locator('.editor-instance .monaco-editor')
      .filter({ visible: true })
      .first();
    await editor.getByText('kind').first().waitFor();
    assert.match(
      await workbench.visibleText(editor),
      new RegExp(`image: ${registry}\\.azurecr\\.io/shop/web:1\\.0\\.0`),
    );
    await workbench.pictures('deployment');
  });

  it('stops where Azure refuses, says what and why, and goes on when the reason is gone', async () => {
    await azure.fault({
      kind: 'policy-denied',
      policy: 'Peerings are made by the <b>network</b> team<img src=x>',
      match: { path: '*/virtualNetworkPeerings/*', method: 'PUT' },
    });
    await workbench.runCommand('Notifications: Clear All Notifications');
    await openFor('contosodata', 'batch', 'aks-batch-neu');
    await previewAndAcknowledge();
    await form().getByRole('button', { name: 'Apply', exact: true }).click();
    await form()
      .getByRole('heading', { name: 'The link isn’t complete' })
      .first()
      .waitFor({ timeout: 60_000 });
    await form().getByText('RequestDisallowedByPolicy').first().waitFor();
    // What others say is shown to the letter, and makes nothing on the page.
    await form().getByText('<b>network</b> team<img src=x>').first().waitFor();
    assert.equal(await form().locator('img, b').count(), 0);
    await form().getByRole('button', { name: 'Roll back…' }).waitFor();
    await form().locator('.is-failed').first().waitFor();
    await workbench.pictures('failed');
    await azure.withoutFaults();
    await form().getByRole('button', { name: 'Preview again' }).click();
    await previewAndAcknowledge();
    await form().getByRole('button', { name: 'Apply', exact: true }).click();
    await form().getByRole('heading', { name: 'Linked' }).waitFor({ timeout: 60_000 });
    await workbench.runCommand('View: Close Editor');
  });

  it('names what is in the way where a link is impossible', async () => {
    await workbench.pickFromContextMenu(workbench.treeItem(new RegExp(`^${registry}`)), 'Link to AKS…');
    await tick('analytics', 'aks-analytics-weu');
    await form().locator('summary').filter({ hasText: 'Private path' }).click();
    await form()
      .getByRole('radio', { name: /In the registry’s virtual network/ })
      .click();
    await form().getByRole('button', { name: 'Preview', exact: true }).click();
    await form()
      .getByRole('heading', { name: /blocks? this plan/ })
      .waitFor();
    await form().locator('#apply[disabled]').waitFor();
    await workbench.pictures('plan-blocked');
    // What is in the way leads to how Azure has it.
    await form()
      .getByRole('button', { name: /: view properties$/ })
      .first()
      .click();
    await workbench.page.getByRole('tab', { name: /^vnet-registry-data-weu\.json/ }).waitFor();
    await workbench.runCommand('View: Close Editor');
    // The way out is a button: it makes the choice and previews again.
    await form()
      .getByRole('button', { name: /^Create an endpoint in/ })
      .first()
      .click();
    await form()
      .getByRole('heading', { name: /blocks? this plan/ })
      .waitFor({ state: 'detached' });
  });

  it('names what a new private endpoint means for others, and asks for each to be acknowledged', async () => {
    await workbench.expand(/^Contoso Apps/, /^Container registries/);
    await workbench.pickFromContextMenu(workbench.treeItem(/^contosoapps/), 'Link to AKS…');
    await tick('shop-eus2', cluster);
    // What is proposed is said without unfolding it.
    await form().locator('summary').filter({ hasText: 'Registry network' }).getByText('(new)').waitFor();
    await workbench.pictures('form-new');
    await form().getByRole('button', { name: 'Preview', exact: true }).click();
    await form().getByRole('heading', { name: 'Review before you Apply' }).waitFor();
    await workbench.pictures('plan-hazards');
    const hazards = await form().locator('vscode-checkbox[id^="hazard-"]').all();
    assert.ok(hazards.length > 1);
    for (const hazard of hazards) {
      await form().locator('#apply[disabled]').waitFor();
      await hazard.click();
    }
    await form().locator('#apply:not([disabled])').waitFor();
  });

  it('shows the same plan again after the window was reloaded', async () => {
    await workbench.reload();
    await form().getByRole('heading', { name: 'Review before you Apply' }).waitFor({ timeout: 60_000 });
  });

  it('links two clusters in one go', async () => {
    await workbench.expand(/^Contoso Apps/, /^Container registries/);
    await openFor('contosoapps', '', 'aks-payments-weu', 'aks-devtest-weu');
    await form().getByRole('heading', { name: 'Link contosoapps → 2 clusters' }).waitFor();
    await workbench.pictures('form-two');
    await previewAndAcknowledge();
    await form().locator('.drawing').scrollIntoViewIfNeeded();
    await workbench.pictures('plan-two');
    await form().getByRole('button', { name: 'Apply', exact: true }).click();
    await form().getByRole('heading', { name: 'Linked' }).waitFor({ timeout: 60_000 });
    await workbench.pictures('done-two');
    await workbench.runCommand('View: Close Editor');
  });

  /** Keyboard only: filter, down to the one that is left, tick, and on to Continue. */
  async function tick(filter: string, ...names: readonly string[]): Promise<void> {
    for (const name of names) {
      await field('#filter-cluster').fill(names.length > 1 ? name : filter);
      const box = form().getByRole('checkbox', { name, exact: true });
      await box.press('Space');
      await form().locator('vscode-checkbox[aria-checked="true"]').filter({ hasText: name }).waitFor();
    }
    await keyboard.button(form(), '#continue');
  }

  function form(): FrameLocator {
    return workbench.webview();
  }

  async function openFor(name: string, filter: string, ...clusters: readonly string[]): Promise<void> {
    await workbench.pickFromContextMenu(workbench.treeItem(new RegExp(`^${name}`)), 'Link to AKS…');
    await tick(filter, ...clusters);
    await form().getByRole('button', { name: 'Preview', exact: true }).waitFor();
  }

  /** Ends when Apply can be pressed. */
  async function previewAndAcknowledge(): Promise<void> {
    const button = form().getByRole('button', { name: 'Preview', exact: true });
    if (await button.isVisible()) await button.click();
    await form().getByRole('heading', { name: 'Plan', exact: true }).waitFor();
    await agreeToHazards(form());
  }

  /** The input inside of a toolkit field. */
  function field(id: string): Locator {
    return form().locator(`${id} input`);
  }

  async function pullEvent(): Promise<string> {
    return (await azure.pull(clusterId, `${registry}.azurecr.io/shop/web:1.0.0`)).eventText;
  }
});
