import assert from 'node:assert/strict';
import { startHostSession, type HostSession } from '../support/hostSession';
import { Workbench } from '../support/workbench';

const apps = '876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4';
const registry = 'contosoapps';
const cluster = 'aks-shop-eus2';
const clusterId = `/subscriptions/${apps}/resourceGroups/rg-shop-eus2/providers/Microsoft.ContainerService/managedClusters/${cluster}`;
const image = `${registry}.azurecr.io/samples/aci-helloworld:v1`;
/** May read, and not push. */
const pusher = '6d7a0a37-e0ce-47c6-96ab-9d427242311b';

/** What one does with a registry besides linking it: each by its menu, its questions and its confirmation. */
describe('the quick commands of a registry', () => {
  let session: HostSession;
  let workbench: Workbench;

  before(async () => {
    session = await startHostSession({ viewport: { width: 1280, height: 860 } });
    workbench = new Workbench(session);
    await workbench.openViewContainer('ACR Private Link');
    await workbench.expand(/^Contoso Apps/, /^Container registries/, new RegExp(`^${registry}`));
  });
  after(async () => {
    await session.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await workbench.screenshot(`failed-${Date.now()}`);
  });

  const menu = (item: string) =>
    workbench.pickFromContextMenu(workbench.treeItem(new RegExp(`^${registry}`)), item);
  const admin = async (call: string, query: Record<string, string>): Promise<string> => {
    const address = `${session.emulatorUrl}/_emulator/${call}?${new URLSearchParams(query).toString()}`;
    return ((await (await fetch(address)).json()) as { verdict: string }).verdict;
  };
  const pull = () => admin('oracle', { cluster: clusterId, image });
  const push = () => admin('push', { principal: pusher, image, from: '192.0.2.10' });
  /** Whether some registry holds an image that was imported from there. */
  const holds = async (source: string) =>
    (await (await fetch(`${session.emulatorUrl}/_emulator/state`)).text()).includes(source);
  /** VS Code may hold a notification back while another one has the focus: what counts is what Azure does then. */
  const until = async (ask: () => Promise<string>, verdict: string) => {
    while ((await ask()) !== verdict) await workbench.page.waitForTimeout(200);
  };
  const title = (text: string) =>
    workbench.page.locator('.quick-input-title').filter({ hasText: text }).waitFor();
  /** Ticks rows of a pick of several and accepts, by the keyboard alone. */
  const tick = async (text: string) => {
    const widget = workbench.page.locator('.quick-input-widget').filter({ visible: true });
    await widget.locator('input[type="text"]').fill(text);
    await widget.locator('.monaco-list-row').filter({ hasText: text }).first().waitFor();
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('Space');
    await workbench.page.keyboard.press('Enter');
  };

  it('attaches a cluster after showing the plan', async () => {
    assert.equal(await pull(), 'Failed');
    await menu('Attach (AcrPull only)…');
    await title(`Attach ${registry}`);
    await tick(cluster);
    await workbench.page.locator('.monaco-dialog-box').waitFor();
    await workbench.screenshot('attach-plan');
    await workbench.answerDialog('Attach');
    await until(pull, 'Pulled');
  });

  it('imports a test image, and goes on to the manifest', async () => {
    await menu('Import Test Image…');
    await title('Import an image into');
    await workbench.pickQuickInput('Sample image');
    await title('(target)');
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.monaco-dialog-box').waitFor();
    await workbench.screenshot('import-confirm');
    await workbench.answerDialog('Import');
    const there = workbench.notification(`${image} is there`);
    await there.waitFor();
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
    await title('Import an image into');
    await workbench.pickQuickInput('Another public image…');
    await title('(image)');
    await workbench.answerQuickInput('mcr.microsoft.com/oss/kubernetes/pause:3.9');
    await title('(target)');
    await workbench.answerQuickInput('samples/aci-helloworld:v1');
    await workbench.answerDialog('Import');
    const refused = workbench.notification(/has an image samples\/aci-helloworld:v1 already/);
    await refused.waitFor();
    await refused.getByRole('button', { name: 'Overwrite…' }).click();
    await workbench.page.locator('.monaco-dialog-box').waitFor();
    await workbench.screenshot('import-overwrite');
    assert.equal(await holds('oss/kubernetes/pause:3.9'), false);
    await workbench.answerDialog('Overwrite');
    // VS Code may hold the notification back while another one has the focus: what counts is what the registry has.
    while (!(await holds('oss/kubernetes/pause:3.9'))) await workbench.page.waitForTimeout(200);
  });

  it('lets a user push, by object id', async () => {
    assert.equal(await push(), 'Denied');
    await menu('Grant Push Access…');
    await title('Grant Push Access to');
    await workbench.screenshot('grant-who');
    await workbench.pickQuickInput('User…');
    await workbench.answerQuickInput('not a guid');
    await workbench.page
      .locator('.quick-input-message')
      .filter({ hasText: 'An object ID is a GUID' })
      .waitFor();
    await workbench.answerQuickInput(pusher);
    await workbench.page.locator('.monaco-dialog-box').waitFor();
    await workbench.screenshot('grant-plan');
    await workbench.answerDialog('Grant');
    await until(push, 'Pushed');
  });

  it('shows how to push, and runs a command only after asking', async () => {
    await menu('Push Guide');
    await title('Push Guide (image)');
    await workbench.page.keyboard.press('Enter');
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
    await title('Detach');
    await workbench.pickQuickInput(registry);
    await title(`Detach ${registry}`);
    await workbench.pickQuickInput(cluster);
    await title(`Detach ${registry} from ${cluster}`);
    await workbench.page.locator('.quick-input-widget').filter({ hasText: 'AcrPull' }).waitFor();
    await workbench.screenshot('detach-tick');
    await workbench.page.keyboard.press('Enter');
    await workbench.page.locator('.monaco-dialog-box').filter({ hasText: 'can’t pull' }).waitFor();
    await workbench.screenshot('detach-plan');
    await workbench.answerDialog('Detach');
    await until(pull, 'Failed');
  });
});
