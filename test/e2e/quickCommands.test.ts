import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { agreeAndApply } from '../support/planPage';
import { story } from '../support/story';
import { bothThemes } from '../support/workbench';

const apps = '876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4';
const registry = 'contosoapps';
const cluster = 'aks-shop-eus2';
const clusterId = `/subscriptions/${apps}/resourceGroups/rg-shop-eus2/providers/Microsoft.ContainerService/managedClusters/${cluster}`;
const image = `${registry}.azurecr.io/samples/aci-helloworld:v1`;
/** May read, and not push. */
const pusher = '6d7a0a37-e0ce-47c6-96ab-9d427242311b';

/** What one does with a registry besides linking it: each by its menu, its questions and its confirmation. */
describe('the quick commands of a registry', () => {
  // A workspace may say what Markdown looks like, and with it what it says.
  const told = story('quick-commands', {
    settings: { ...bothThemes, 'markdown.styles': ['restyled.css'] },
  });
  const { workbench, azure } = told;

  before(async () => {
    const restyled =
      'body::before { content: "Safe to go on."; } h2, p, ul, table { display: none !important; }';
    await writeFile(join(told.session().folder, 'restyled.css'), restyled);
    await workbench.openViewContainer('ACR Private Link');
    await workbench.expand(/^Contoso Apps/, /^Container registries/, new RegExp(`^${registry}`));
  });

  const menu = (item: string) =>
    workbench.pickFromContextMenu(workbench.treeItem(new RegExp(`^${registry}`)), item);
  /** The page of the plan that was shown last. */
  const plan = () => workbench.webview();
  const heading = (name: string | RegExp) => plan().getByRole('heading', { name }).first();
  /** Agrees to every effect, one by one, and applies. */
  const apply = () => agreeAndApply(plan());
  const pull = async () => (await azure.pull(clusterId, image)).verdict;
  const push = async () => (await azure.push(pusher, image, '192.0.2.10')).verdict;
  /** Whether some registry holds an image that was imported from there. */
  const holds = async (source: string) =>
    [...(await azure.state()).values()].some((resource) => resource.includes(source));
  /** Ticks rows of a pick of several and accepts, by the keyboard alone. */
  const tick = async (text: string) => {
    const widget = workbench.page.locator('.quick-input-widget').filter({ visible: true });
    const row = widget.locator('.monaco-list-row').filter({ hasText: text }).first();
    await workbench.typeQuickInput(text);
    await row.waitFor();
    await widget.locator('input[type="text"]').press('ArrowDown');
    await row.and(workbench.page.locator('.focused')).waitFor();
    await widget.locator('.quick-input-list .monaco-list').press('Space');
    await row.and(workbench.page.locator('[aria-checked="true"]')).waitFor();
    await workbench.acceptQuickInput();
  };

  it('attaches a cluster on the page that shows the plan', async () => {
    assert.equal(await pull(), 'Failed');
    await menu('Attach (AcrPull only)…');
    await workbench.asked(`Attach ${registry}`);
    await tick(cluster);
    await heading(`Attach ${registry} to ${cluster}`).waitFor();
    await plan().getByText('1 resource: 1 to create.').waitFor();
    // The page that came up has the keyboard.
    await plan().locator(':focus').waitFor();
    await workbench.pictures('attach-plan');
  });

  it('shows what is sent on a page that the workspace can’t restyle, and copies the plan', async () => {
    await plan().getByRole('row').filter({ hasText: 'AcrPull' }).getByText('Request').click();
    assert.match(await plan().locator('pre').first().innerText(), /"roleDefinitionId"/);
    for (const link of await plan().locator('link[rel="stylesheet"]').all()) {
      assert.match((await link.getAttribute('href')) ?? '', /\/media\/\w+\.css$/);
    }
    await plan().locator('#copy-plan').click();
    await workbench.copied('# Attach contosoapps to aks\\-shop\\-eus2\n');
    await plan().locator('#export-plan').click();
    await workbench.pickQuickInput('Terraform');
    await workbench.pickQuickInput('Open in an Editor');
    const words = workbench.page.locator('.view-line').filter({ hasText: /azurerm_role_assignment/ });
    await words.first().waitFor();
    await workbench.pictures('export-terraform');
    await workbench.runCommand('View: Revert and Close Editor');
    await apply();
    await heading('Done').waitFor();
    await workbench.pictures('attached');
    assert.equal(await pull(), 'Pulled');
    await workbench.runCommand('View: Close Editor');
  });

  it('imports a test image, and goes on to the manifest', async () => {
    await menu('Import Test Image…');
    await workbench.asked('Import an image into');
    await workbench.pickQuickInput('Sample image');
    await workbench.asked('(target)');
    await workbench.acceptQuickInput();
    await workbench.page.locator('.monaco-dialog-box').waitFor();
    await workbench.screenshot('import-confirm');
    await workbench.answerDialog('Import');
    const there = await workbench.notification(`Imported ${image}`);
    await workbench.screenshot('import-done');
    await there.getByRole('button', { name: 'Insert deployment.yaml…' }).click();
    await workbench.pickQuickInput('Deployment');
    await workbench.page
      .locator('.view-line')
      .filter({ hasText: `image:\u00a0${image}` })
      .first()
      .waitFor();
  });

  it('offers to overwrite a tag that is there, and asks before it does', async () => {
    await menu('Import Test Image…');
    await workbench.asked('Import an image into');
    await workbench.pickQuickInput('Another public image…');
    await workbench.asked('(image)');
    await workbench.answerQuickInput('mcr.microsoft.com/oss/kubernetes/pause:3.9');
    await workbench.asked('(target)');
    await workbench.answerQuickInput('samples/aci-helloworld:v1');
    await workbench.answerDialog('Import');
    const refused = await workbench.notification(/already has an image samples\/aci-helloworld:v1/);
    await refused.getByRole('button', { name: 'Overwrite…' }).click();
    await workbench.page.locator('.monaco-dialog-box').waitFor();
    await workbench.screenshot('import-overwrite');
    assert.equal(await holds('oss/kubernetes/pause:3.9'), false);
    await workbench.answerDialog('Overwrite');
    await workbench.notification(`Imported ${image}`);
    assert.equal(await holds('oss/kubernetes/pause:3.9'), true);
  });

  it('lets a user push, who is found in the directory', async () => {
    assert.equal(await push(), 'Denied');
    await menu('Grant Push Access…');
    await workbench.asked('Grant Push Access to');
    await workbench.screenshot('grant-who');
    await workbench.pickQuickInput('User…');
    await workbench.asked('(user)');
    await workbench.screenshot('grant-search');
    await workbench.typeQuickInput('nobody');
    await workbench.page.getByText('No user in the directory has a name that begins with this').waitFor();
    await workbench.typeQuickInput('ana');
    const ana = workbench.page
      .locator('.monaco-list-row.focused')
      .filter({ hasText: 'ana.ruiz@contoso.com' });
    await ana.filter({ hasText: pusher }).waitFor();
    await workbench.screenshot('grant-found');
    await workbench.acceptQuickInput();
    await heading(/^Grant .* push access to contosoapps$/).waitFor();
    await workbench.screenshot('grant-plan');
    await apply();
    await heading('Granted').waitFor();
    assert.equal(await push(), 'Pushed');
    await workbench.runCommand('View: Close Editor');
  });

  it('shows how to push, and runs a command only after asking', async () => {
    await menu('Push Guide');
    await workbench.asked('Push Guide (image)');
    await workbench.acceptQuickInput();
    const lens = workbench.page.locator('.codelens-decoration a').filter({ hasText: 'Run in Terminal…' });
    await lens.first().waitFor();
    await workbench.screenshot('push-guide');
    await lens.first().click();
    await workbench.page.locator('.monaco-dialog-box').filter({ hasText: 'az login --tenant' }).waitFor();
    assert.equal(await workbench.page.locator('.terminal-wrapper').count(), 0);
    await workbench.answerDialog('Run');
    await workbench.page.locator('.terminal-wrapper').first().waitFor();
    await workbench.screenshot('push-guide-terminal');
  });

  it('detaches the cluster again', async () => {
    await workbench.runCommand('ACR Private Link: Detach…');
    await workbench.asked('Detach');
    await workbench.pickQuickInput(registry);
    await workbench.asked(`Detach ${registry}`);
    await workbench.pickQuickInput(cluster);
    await heading(`Detach ${registry} from ${cluster}`).waitFor();
    await plan().getByText(`${cluster} can no longer pull from ${registry}`).first().waitFor();
    await workbench.pictures('detach-plan');
    await apply();
    await heading('Detached').waitFor();
    assert.equal(await pull(), 'Failed');
  });

  it('undoes that by a roll back, from the page on which it was done', async () => {
    await plan().locator('#undo').click();
    await heading(`Roll back: Detach ${registry} from ${cluster}`).waitFor();
    await apply();
    await heading('Rolled back').waitFor();
    assert.equal(await pull(), 'Pulled');
  });
});
