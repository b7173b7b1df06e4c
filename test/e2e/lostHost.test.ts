import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { signalExtensionHost } from '../support/extensionHostProcess';
import { story } from '../support/story';
import { bothThemes } from '../support/workbench';
import { agreeAndApply } from '../support/planPage';

const registry = 'contosodata';
const cluster = 'aks-devtest-weu';
const clusterId = `/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4/resourceGroups/rg-devtest-weu/providers/Microsoft.ContainerService/managedClusters/${cluster}`;

/** VS Code starts an extension host anew when it was killed; the page of before stays, and nobody answers it. */
describe('a form whose extension host is gone', () => {
  const told = story('lost-host', { settings: bothThemes, ownHost: true });
  const { workbench, keyboard, azure } = told;

  before(async function () {
    // Processes are found with `ps`.
    if (process.platform === 'win32') this.skip();
    await workbench.openViewContainer('ACR Private Link');
    await workbench.expand(/^Contoso Data/, /^Container registries/, new RegExp(`^${registry}`));
    await workbench.pickFromContextMenu(workbench.treeItem(new RegExp(`^${registry}`)), 'Link to AKS…');
    await form().locator('#filter-cluster input').fill(cluster);
    await form().getByRole('checkbox', { name: cluster, exact: true }).click();
    await form().locator('#continue:not([disabled])').click();
    await form().locator('#preview:not([disabled])').waitFor();
  });

  it('says nothing while the host answers, and says so when it doesn’t: until it does again', async () => {
    await signalExtensionHost(told.session().serverPid, 'SIGSTOP');
    try {
      await form().locator('#preview').click();
      await lost('the connection to this form').waitFor();
      await workbench.pictures('lost-slow');
    } finally {
      await signalExtensionHost(told.session().serverPid, 'SIGCONT');
    }
    await lost('the connection to this form').waitFor({ state: 'detached' });
    // What was pressed meanwhile has arrived.
    await heading('Plan').waitFor();
    assert.equal(await form().locator('.lost').count(), 0);
  });

  it('says that the operation is lost, where it stands, and what brings the form back', async () => {
    await azure.hold('peering');
    await agreeAndApply(form());
    await form().locator('.is-done').first().waitFor();
    await form().locator('.is-running').first().waitFor();
    await signalExtensionHost(told.session().serverPid, 'SIGKILL');
    await lost('this operation').waitFor();
    const notice = form().getByRole('alert');
    assert.match(await notice.innerText(), /ACR Private Link view/);
    assert.match(await notice.innerText(), /To restore this form, use Reload Window/);
    // The title can be seen wherever the page was scrolled to.
    await form().locator('#cancel').scrollIntoViewIfNeeded();
    await workbench.pictures('lost-operation');
  });

  it('leads from a button that has no effect to the reason, and on with the keyboard', async () => {
    await form().locator('#cancel').click();
    await form().locator('#lost-title:focus').waitFor();
    await keyboard.press('Tab');
    await form().getByRole('link', { name: 'Reload Window' }).and(form().locator(':focus')).waitFor();
    await keyboard.press('Tab');
    await form().getByRole('link', { name: 'Show the tree' }).and(form().locator(':focus')).waitFor();
  });

  it('shows the tree, in which the operation stands, also when another view was open', async () => {
    await workbench.openViewContainer('Explorer');
    await form().getByRole('link', { name: 'Show the tree' }).click();
    await operation(/^(?:Running(?: in another window)?|Interrupted)/).waitFor();
    assert.equal(await workbench.page.locator('.part.sidebar').getByText('Link contosodata').count(), 1);
  });

  it('is back after Reload Window, and the link comes to its end', async () => {
    await azure.release();
    const reloaded = workbench.page.waitForEvent('load');
    await form().getByRole('link', { name: 'Reload Window' }).click();
    await reloaded;
    await heading('This link was interrupted').waitFor({ timeout: 60_000 });
    assert.equal(await form().locator('.lost').count(), 0);
    // The window that was killed could give nothing back: it is waited for until its lease runs out.
    await operation(/^Interrupted/).waitFor({ timeout: 90_000 });
    await form().locator('#resume').click();
    // What Azure hasn't done by itself is shown before it is written.
    const left = form().locator('#apply');
    await left.or(heading('Linked')).first().waitFor({ timeout: 60_000 });
    if (await left.isVisible()) await agreeAndApply(form());
    await heading('Linked').waitFor({ timeout: 60_000 });
    const { verdict } = await azure.pull(clusterId, `${registry}.azurecr.io/shop/web:1.0.0`);
    assert.equal(verdict, 'Pulled');
  });

  function form(): FrameLocator {
    return workbench.webview();
  }

  function heading(name: string): Locator {
    return form().getByRole('heading', { name, exact: true }).first();
  }

  function lost(what: string): Locator {
    return form()
      .getByRole('alert')
      .getByRole('heading', { name: `VS Code lost ${what}` });
  }

  function operation(state: RegExp): Locator {
    return workbench.treeItem(new RegExp(`${state.source}: Link ${registry} to ${cluster}`));
  }
});
