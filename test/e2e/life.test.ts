import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { parseAllDocuments } from 'yaml';
import { apiVersions } from '../../src/model/apiVersions';
import { manifestProblems } from '../support/kubernetes';
import { story } from '../support/story';
import { bothThemes } from '../support/workbench';

const apps = '/subscriptions/876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4';
const groupId = `${apps}/resourceGroups/rg-storefront-eus2`;
const registry = 'contosostorefront';
const registryId = `${groupId}/providers/Microsoft.ContainerRegistry/registries/${registry}`;
const image = `${registry}.azurecr.io/samples/aci-helloworld:v1`;
const cluster = 'aks-shop-eus2';
const clusterId = aks('rg-shop-eus2', cluster);
const otherClusterId = aks('rg-payments-weu', 'aks-payments-weu');

/** From an empty resource group to a manifest whose image nodes pull, public access off all the while, by keyboard. */
describe('the life of a private registry', () => {
  const { workbench, keyboard, azure } = story('life', { settings: bothThemes });

  before(async () => {
    await azure.arm('PUT', `${groupId}?api-version=${apiVersions.resourceGroup}`, { location: 'eastus2' });
    await workbench.openViewContainer('ACR Private Link');
    await workbench.treeItem(/^Contoso Apps/).waitFor();
  });

  it('begins with a registry in an empty group, closed to the public from its first moment', async () => {
    await keyboard.run('ACR Private Link: Create Private Registry…');
    await keyboard.pick('Create Private Registry', 'Contoso Apps');
    await keyboard.tabTo(form(), '#field-name');
    await keyboard.replace(registry);
    await form().getByText(`Available. Login server: ${registry}.azurecr.io`, { exact: true }).waitFor();
    await keyboard.tabTo(form(), '#field-group');
    await keyboard.type('rg-storefront-eus2');
    await form().locator('#field-location').filter({ hasText: 'East US 2' }).waitFor();
    await workbench.pictures('life-1-create');
    await previewAndApply();
    await heading(`${registry} is ready`).waitFor({ timeout: 60_000 });
    await workbench.pictures('life-1-created');
    const { publicNetworkAccess, adminUserEnabled } = await azure.properties(
      registryId,
      apiVersions.registry,
    );
    assert.deepEqual([publicNetworkAccess, adminUserEnabled], ['Disabled', false]);
    assert.match((await pull()).eventText, /is not allowed access|no such host|i\/o timeout/);
  });

  it('goes on to the link of a cluster', async () => {
    await keyboard.button(form(), '#link');
    await heading('Choose AKS clusters').waitFor();
    await keyboard.tabTo(form(), '#filter-cluster');
    await keyboard.type(cluster);
    await keyboard.tabTo(form(), 'vscode-checkbox[aria-checked="false"]');
    await keyboard.press('Space');
    await keyboard.button(form(), '#continue');
    await workbench.pictures('life-2-link');
    await previewAndApply();
    await heading('Linked').waitFor({ timeout: 60_000 });
    await workbench.pictures('life-2-linked');
    // The way is there: of a repository that nothing was imported to, the oracle takes the images for granted.
    assert.equal((await pull()).verdict, 'Pulled');
  });

  it('imports an image that nobody could push from here', async () => {
    const title = `Import an image into ${registry}`;
    await keyboard.button(form(), '#import');
    await keyboard.pick(title, 'Sample image');
    await keyboard.asked(`${title} (target)`);
    await keyboard.press('Enter');
    await workbench.page.locator('.monaco-dialog-box').waitFor();
    await workbench.pictures('life-3-import');
    await keyboard.confirm('Import');
    await workbench.notification(`Imported ${image}`);
    await workbench.pictures('life-3-imported');
    assert.equal((await pull()).verdict, 'Pulled');
    assert.match((await pull(image.replace(/v1$/, 'v2'))).eventText, /not found/);
  });

  it('shows Pulled from inside of the cluster, with public access off', async () => {
    await keyboard.run('Notifications: Accept Notification Primary Action');
    const clusters = await keyboard.asked('Verify from inside the cluster');
    await clusters.getByText(`Linked with ${registry}`).first().waitFor();
    await keyboard.pick('Verify from inside the cluster', cluster);
    await heading(`Verify ${registry} from ${cluster}`).waitFor();
    await form().locator('#field-image').waitFor();
    await workbench.pictures('life-4-verify');
    await keyboard.button(form(), '#run');
    await form().locator('[data-verdict="pulled"]').waitFor({ timeout: 60_000 });
    assert.equal(await form().locator('.hop:not([data-state="done"])').count(), 0);
    await workbench.pictures('life-4-pulled');
    const pods = 'kubectl get pods --all-namespaces --selector=acr-private-link/verify-run --output=name';
    assert.equal((await azure.inCluster(clusterId, pods)).trim(), '');
    const { publicNetworkAccess } = await azure.properties(registryId, apiVersions.registry);
    assert.equal(publicNetworkAccess, 'Disabled');
  });

  it('ends with a deployment.yaml of that image, which the linked cluster pulls and another doesn’t', async () => {
    await keyboard.button(form(), '#insert');
    await keyboard.pick('Insert deployment.yaml', 'Deployment and Service');
    await workbench.notification(`Inserted a Deployment of ${image}`);
    await workbench.pictures('life-5-deployment');
    await keyboard.run('View: Focus Active Editor Group');
    await keyboard.press('Control+A');
    await keyboard.press('Control+C');
    const text = String(await workbench.page.evaluate('navigator.clipboard.readText()'));
    const manifests = parseAllDocuments(text).map((document) => document.toJS() as Record<string, unknown>);
    assert.deepEqual(
      manifests.map(({ kind }) => kind),
      ['Deployment', 'Service'],
    );
    assert.deepEqual(manifests.flatMap(manifestProblems), []);
    assert.match(text, /containerPort: 80$/m);
    const images = [...text.matchAll(/^\s*(?:- )?image: (.*)$/gm)].map(([, found]) => found ?? '');
    assert.deepEqual(images, [image]);
    assert.doesNotMatch(text, /imagePullSecrets|privatelink/);
    const properties = await azure.properties(registryId, apiVersions.registry);
    assert.equal(image.split('/')[0], properties['loginServer']);
    assert.equal((await pull(images[0])).verdict, 'Pulled');
    assert.equal((await azure.pull(otherClusterId, image)).verdict, 'Failed');
  });

  function form(): FrameLocator {
    return workbench.webview();
  }

  function heading(name: string) {
    return form().getByRole('heading', { name, exact: true }).first();
  }

  function pull(reference = image) {
    return azure.pull(clusterId, reference);
  }

  async function previewAndApply(): Promise<void> {
    await keyboard.button(form(), '#preview');
    await heading('Plan').waitFor();
    await keyboard.tickAll(form(), 'vscode-checkbox[id^="hazard-"]');
    await keyboard.button(form(), '#apply');
  }
});

function aks(group: string, name: string): string {
  return `${apps}/resourceGroups/${group}/providers/Microsoft.ContainerService/managedClusters/${name}`;
}
