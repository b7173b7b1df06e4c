import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { story } from '../support/story';
import { bothThemes } from '../support/workbench';

const registry = 'contosodata';
const cluster = 'aks-shop-eus2';

const walkthrough = ['see', 'link', 'verify', 'deploy', 'diagnose'];
/** From an editor without an account to a pair that is linked, verified, deployed and diagnosed. */
const mostSteps = 21;

/** The `.vsix` in a VS Code without an account or a setting of ours, by keyboard: everything is tried without Azure. */
describe('the sample estate', () => {
  const { workbench, keyboard } = story('sample', {
    settings: { ...bothThemes, 'acrPrivateLink.emulator.endpoint': '' },
    ownHost: true,
  });

  const ticked = (step: string, isTicked: boolean) =>
    workbench.page.locator(`[data-done-step-id$="#${step}"][aria-checked="${isTicked}"]`);

  it('is the first step of the walkthrough, none of which is ticked yet', async () => {
    await workbench.openViewContainer('ACR Private Link');
    await keyboard.run('ACR Private Link: Get Started');
    for (const step of walkthrough) await ticked(step, false).waitFor();
    // VS Code gives the keyboard to the page's step in front, some time after the page is drawn.
    await workbench.page.locator('.getting-started-step.expanded:focus').waitFor();
    await workbench.pictures('walkthrough');
  });

  it('stands in for Azure at one command, and says so', async () => {
    await keyboard.run('ACR Private Link: Try It on a Sample Estate');
    await workbench.treeItem(/^Contoso Data/).waitFor({ timeout: 60_000 });
    await status().waitFor();
    await workbench.page.getByText('Sample estate. No changes are made in Azure').first().waitFor();
    await workbench.pictures('sample-tree');
  });

  it('takes a link', async () => {
    await keyboard.run('ACR Private Link: Link to AKS…');
    await keyboard.pick('Link to AKS', registry);
    await heading('Choose AKS clusters').waitFor();
    await keyboard.tabTo(form(), '#filter-cluster');
    await keyboard.replace(cluster);
    await keyboard.toggle(form(), 'vscode-checkbox[aria-checked="false"]');
    await keyboard.button(form(), '#continue');
    await keyboard.button(form(), '#preview');
    await heading('Plan').waitFor();
    await form().getByText('Sample estate').first().waitFor();
    await keyboard.tickAll(form(), 'vscode-checkbox[id^="hazard-"]');
    await keyboard.button(form(), '#apply');
    await heading('Linked').waitFor({ timeout: 60_000 });
  });

  it('shows a node that pulls', async () => {
    await keyboard.run('ACR Private Link: Verify from Inside the Cluster…');
    await keyboard.pick('Verify from inside the cluster', cluster);
    await keyboard.pick('Verify from inside the cluster', registry);
    await heading(`Verify ${registry} from ${cluster}`).waitFor();
    await keyboard.tabTo(form(), '#field-image');
    await keyboard.replace('etl/run:1');
    await keyboard.button(form(), '#run');
    await form().locator('[data-verdict="pulled"]').waitFor({ timeout: 90_000 });
    await workbench.pictures('sample-verified');
  });

  it('gives a deployment.yaml of that image', async () => {
    await keyboard.button(form(), '#insert');
    await keyboard.pick('Insert deployment.yaml', 'Deployment with safeguards');
    await workbench.notification('Inserted a Deployment of');
  });

  it('is diagnosed, and found well', async () => {
    await keyboard.run('ACR Private Link: Diagnose…');
    await keyboard.pick('Diagnose', cluster);
    await keyboard.pick(`Diagnose ${cluster}`, registry);
    await form().locator('#result-title[data-state="ok"]').waitFor({ timeout: 60_000 });
    await workbench.pictures('sample-diagnosed');
  });

  it('takes a person no more than these steps, after which the walkthrough has ticked itself', async () => {
    console.log(`      steps by keyboard: ${keyboard.steps}`);
    assert.ok(keyboard.steps <= mostSteps, `${keyboard.steps} steps`);
    await keyboard.run('ACR Private Link: Get Started');
    for (const step of walkthrough) await ticked(step, true).waitFor();
    await workbench.pictures('walkthrough-done');
  });

  it('is gone when it is left', async () => {
    await keyboard.run('ACR Private Link: Leave the Sample Estate');
    await status().waitFor({ state: 'hidden' });
    await workbench.treeItem(/^Contoso Data/).waitFor({ state: 'hidden' });
  });

  function form(): FrameLocator {
    return workbench.webview();
  }

  function heading(name: string): Locator {
    return form().getByRole('heading', { name, exact: true }).first();
  }

  function status(): Locator {
    return workbench.page.locator('.statusbar-item').filter({ hasText: 'Sample Estate' });
  }
});
