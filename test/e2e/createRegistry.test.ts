import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { apiVersions } from '../../src/model/apiVersions';
import { assertReadable } from '../support/readable';
import { story } from '../support/story';
import { bothThemes } from '../support/workbench';

const apps = '876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4';
const group = 'rg-empty';
const groupId = `/subscriptions/${apps}/resourceGroups/${group}`;

/** From an empty resource group to a registry that can be linked, by keyboard alone. */
describe('creating a private registry', () => {
  const { workbench, keyboard, azure } = story('create', { settings: bothThemes });

  before(() =>
    azure.arm('PUT', `${groupId}?api-version=${apiVersions.resourceGroup}`, { location: 'northeurope' }),
  );

  it('is opened from the palette, and is filled', async () => {
    await workbench.openViewContainer('ACR Private Link');
    await workbench.treeItem(/^Contoso Apps/).waitFor();
    await keyboard.run('ACR Private Link: Create Private Registry…');
    await keyboard.pick('Create Private Registry', 'Contoso Apps');
    await field('#field-name').waitFor();
    await available('contosoappsacr');
    await workbench.pictures('create-form');
  });

  it('says at the field that a name is taken, and that another one is free', async () => {
    await replace('#field-name', 'contosodata');
    await form().locator('.error').filter({ hasText: 'contosodata is already in use' }).waitFor();
    await workbench.pictures('create-taken');
    await replace('#field-name', 'no spaces');
    await form().locator('.error').filter({ hasText: '5 to 50 characters' }).waitFor();
    await replace('#field-name', 'contosoempty');
    await available('contosoempty');
  });

  it('comes back after it was closed with what was typed, and what follows from that follows it still', async () => {
    await replace('#field-name', 'contosofirst');
    await available('contosofirst');
    await keyboard.run('View: Close Editor');
    await keyboard.run('ACR Private Link: Create Private Registry…');
    await keyboard.pick('Create Private Registry', 'Contoso Apps');
    await available('contosofirst');
    assert.equal(await field('#field-name').inputValue(), 'contosofirst');
    await replace('#field-name', 'contosoempty');
    await available('contosoempty');
    const network = form()
      .locator('details.option')
      .filter({ has: form().locator('#field-networkName') });
    await network.locator('summary').filter({ hasText: 'vnet-contosoempty (new)' }).waitFor();
    assert.equal(await field('#field-networkName').inputValue(), 'vnet-contosoempty');
  });

  it('takes the empty group, and its region', async () => {
    await tabTo('#field-group');
    await keyboard.type(group);
    await form().locator('#field-group').filter({ hasText: group }).waitFor();
    await form().locator('#field-groupName').waitFor({ state: 'detached' });
    await form().locator('#field-location').filter({ hasText: 'North Europe' }).waitFor();
  });

  it('takes tags as they are typed, key by key, with the section open and the focus in it', async () => {
    await form().locator('summary').filter({ hasText: 'Names and tags' }).click();
    await form().locator('#field-tags').click();
    await workbench.page.keyboard.type('owner=platform', { delay: 60 });
    const value = () =>
      form()
        .locator('#field-tags')
        .evaluate((element) => (element as unknown as { value: string }).value);
    await form().locator('#field-tags').locator(':focus').waitFor();
    assert.equal(await value(), 'owner=platform');
    // Empty again, so that the plan of the next steps is the proposed one.
    for (const key of ['End', 'Shift+Home', 'Backspace']) await keyboard.press(key);
    assert.equal(await value(), '');
    await form().locator('summary').filter({ hasText: 'Names and tags' }).click();
    await backToForm();
  });

  it('refuses ranges that no virtual network takes, and leaves out the blanks around what is typed', async () => {
    const network = form()
      .locator('details.option')
      .filter({ has: form().locator('#field-networkPrefix') });
    await network.locator('summary').click();
    const proposed = await field('#field-networkPrefix').inputValue();
    const error = network.locator('[data-field="networkPrefix"] .error');
    for (const range of ['127.0.0.0/24', '224.0.0.0/24', '169.254.0.0/24']) {
      await replace('#field-networkPrefix', range);
      await error.filter({ hasText: range.split('.')[0] ?? '' }).waitFor();
    }
    await replace('#field-networkPrefix', `  ${proposed}  `);
    await error.waitFor({ state: 'detached' });
    await network.locator('summary').click();
    await backToForm();
  });

  it('can be read in a narrow window, and in high contrast', async () => {
    await workbench.page.setViewportSize({ width: 760, height: 860 });
    await assertReadable(form());
    await workbench.screenshot('create-narrow');
    await workbench.page.setViewportSize({ width: 1280, height: 860 });
    await workbench.setColorTheme('Dark High Contrast');
    await form().locator('body.vscode-high-contrast').waitFor();
    await assertReadable(form());
    await workbench.screenshot('create-contrast');
    await workbench.setColorTheme('Dark Modern');
    await backToForm();
  });

  it('shows the plan, what it closes and what it costs', async () => {
    await tabTo('#preview');
    await workbench.page.keyboard.press('Enter');
    await form().getByRole('heading', { name: 'Plan', exact: true }).waitFor();
    await form()
      .getByText(/Public network access of contosoempty is disabled from the start/)
      .waitFor();
    await form()
      .getByText(/costs about US\$ 1\.667 a day/)
      .waitFor();
    await workbench.pictures('create-plan');
  });

  it('is applied once every effect is acknowledged, and is checked afterwards', async () => {
    const boxes = form().locator('vscode-checkbox[id^="hazard-"]');
    for (let index = 0; index < (await boxes.count()); index += 1) {
      await form().locator('#apply[disabled]').waitFor();
      await tabTo(`[id="${(await boxes.nth(index).getAttribute('id')) ?? ''}"]`);
      await workbench.page.keyboard.press('Space');
      await boxes.nth(index).and(form().locator('[aria-checked="true"]')).waitFor();
    }
    await azure.hold('privateEndpoint');
    await tabTo('#apply');
    await workbench.page.keyboard.press('Enter');
    await form().getByRole('heading', { name: 'Applying' }).waitFor();
    await form().locator('.is-done').first().waitFor();
    await workbench.pictures('create-running');
    await azure.release();
    await form().getByRole('heading', { name: 'contosoempty is ready' }).waitFor({ timeout: 60_000 });
    await workbench.pictures('create-done');
    const registry = `${groupId}/providers/Microsoft.ContainerRegistry/registries/contosoempty`;
    const made = await azure.arm('GET', `${registry}?api-version=${apiVersions.registry}`);
    const { properties, sku } = (await made.json()) as {
      properties: Record<string, unknown>;
      sku: { name: string };
    };
    assert.deepEqual(
      [sku.name, properties['publicNetworkAccess'], properties['adminUserEnabled']],
      ['Premium', 'Disabled', false],
    );
  });

  it('shows the registry in the tree, and goes on to linking it', async () => {
    await tabTo('#show');
    await workbench.page.keyboard.press('Enter');
    await workbench.treeItem(/^contosoempty/).waitFor();
    await backToForm();
    await tabTo('#link');
    await workbench.page.keyboard.press('Enter');
    await form().getByRole('heading', { name: 'Choose AKS clusters' }).waitFor();
    await form().getByRole('heading', { name: 'Link contosoempty → …' }).waitFor();
    await workbench.screenshot('create-link');
  });

  function form(): FrameLocator {
    return workbench.webview();
  }

  /** What is said at the name, once Azure has answered. */
  function available(name: string): Promise<void> {
    const words = `Available. Login server: ${name}.azurecr.io`;
    return form().locator('.field-note').filter({ hasText: words }).waitFor();
  }

  /** The input inside of a toolkit field. */
  function field(id: string): Locator {
    return form().locator(`${id} input`);
  }

  async function replace(selector: string, text: string): Promise<void> {
    await tabTo(selector);
    await keyboard.replace(text);
  }

  function tabTo(selector: string): Promise<void> {
    return keyboard.tabTo(form(), selector);
  }

  /** The palette, which changes themes, takes the keyboard away from the form. */
  function backToForm(): Promise<void> {
    return form().locator('#form-title').focus();
  }
});
