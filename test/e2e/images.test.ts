import type { Locator } from 'playwright-core';
import { story } from '../support/story';

/** What a registry holds, the way a user sees it: in the tree, in the picker, and where the registry is closed. */
describe('looking at the images of registries', () => {
  const { workbench } = story('images');
  const item = (name: RegExp): Locator => workbench.treeItem(name);

  before(() => workbench.openViewContainer('ACR Private Link'));

  it('shows repositories and tags, and more of them on a click', async () => {
    await workbench.expand(
      /^Contoso Apps/,
      /^Container registries/,
      /^contosoapps/,
      /^Images/,
      /^payments\/web/,
    );
    await item(/^latest, .* ago · sha256:[0-9a-f]{12}, tag/).waitFor();
    await workbench.screenshot('images');
    await item(/^latest/).click();
    await workbench.page.keyboard.press('End');
    const more = item(/^Load more…, 100 shown/);
    await more.scrollIntoViewIfNeeded().catch(() => undefined);
    for (let tries = 0; tries < 20 && !(await more.isVisible()); tries += 1) {
      await workbench.page.keyboard.press('PageUp');
    }
    await more.click();
    await more.waitFor({ state: 'detached' });
  });

  it('takes an image of the list for deployment.yaml, found by typing', async () => {
    await workbench.page.keyboard.press('Home');
    await workbench.pickFromContextMenu(item(/^payments\/web/), 'Insert deployment.yaml…');
    const widget = workbench.page.locator('.quick-input-widget').filter({ visible: true });
    await widget.locator('.monaco-list-row').filter({ hasText: 'latest' }).waitFor();
    await workbench.screenshot('images-picker');
    await workbench.pickQuickInput('7.2');
    await workbench.pickQuickInput('Deployment and Service');
    const editor = workbench.page.locator('.editor-instance .monaco-editor').first();
    await editor
      .locator('.view-line')
      .filter({ hasText: 'contosoapps.azurecr.io/payments/web:7.2' })
      .waitFor();
  });

  it('says that a registry is closed, offers the ways on, and takes a name all the same', async () => {
    await item(/^Contoso Apps/)
      .locator('.monaco-tl-twistie')
      .click();
    await workbench.expand(/^Contoso Platform/, /^contosocore/, /^Images/);
    await item(/^Blocks this computer \(198\.51\.100\.20\)/).waitFor();
    await item(/^Import Test Image…/).waitFor();
    await workbench.screenshot('images-closed');
    await workbench.pickFromContextMenu(item(/^contosocore/), 'Insert deployment.yaml…');
    const widget = workbench.page.locator('.quick-input-widget').filter({ visible: true });
    await widget.locator('.monaco-list-row').filter({ hasText: 'blocks this computer' }).waitFor();
    await workbench.screenshot('images-picker-closed');
    await workbench.pickQuickInput('shop/cart');
    await workbench.asked('(tag)');
    await widget.locator('.monaco-list-row').filter({ hasText: 'blocks this computer' }).waitFor();
    await workbench.pickQuickInput('2.0.0');
    await workbench.pickQuickInput('Deployment and Service');
    await workbench.screenshot('images-place');
    await workbench.pickQuickInput('In a new file');
    await workbench.notification('Inserted a Deployment of contosocore.azurecr.io/shop/cart:2.0.0.');
  });
});
