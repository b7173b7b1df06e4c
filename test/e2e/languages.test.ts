import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Frame, FrameLocator } from 'playwright-core';
import { loadScript } from '../support/scripts';
import { story } from '../support/story';

/** What is the same in every language: names of the sample estate, and what Azure, Kubernetes and commands call things. */
const sameEverywhere = new Set(
  [
    readFileSync('emulator/scenarios/contoso.json', 'utf8'),
    readFileSync('src/model/regionNames.ts', 'utf8'),
    readFileSync('src/model/roles.ts', 'utf8'),
    readFileSync('src/diagnosis/sources.ts', 'utf8'),
    'Approved Pending Rejected Disconnected Succeeded Failed Enabled Disabled Connected Completed None',
    'Linux Windows',
  ]
    .join(' ')
    .match(/[A-Za-z]+(?:[’'][a-z]+)?/g),
);

const zoneLink =
  '/subscriptions/3300cf11-4e09-4165-af3d-7f18744f6647/resourceGroups/rg-registry-core-weu/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io/virtualNetworkLinks/link-vnet-shop-weu';

/** In the pseudo-language each letter of a text has an accent and the text is longer, so that what is still English is seen. */
describe('another language', () => {
  const { workbench, keyboard, azure } = story('languages', { language: 'qps-ploc' });
  let pseudo: (text: string) => string;
  const english: string[] = [];
  const cut: string[] = [];

  before(async () => {
    ({ pseudo } = await loadScript<{ pseudo: typeof pseudo }>('l10n/pseudo.mjs'));
    await workbench.openViewContainer(pseudo('ACR Private Link'));
    await workbench.treeItem(/^Contoso Data/).waitFor();
  });

  it('is the tree’s', async () => {
    await workbench.expand(/^Contoso Data/);
    await workbench.treeItem(/contosodata/).waitFor();
    const items = workbench.page.locator('.part.sidebar').getByRole('treeitem');
    lookAt(
      'tree',
      await items.evaluateAll((all) => all.map((each) => String((each as { ariaLabel?: string }).ariaLabel))),
    );
    await workbench.screenshot('language-tree');
  });

  it('is that of a form, its plan, and what was applied', async () => {
    await run('Link to AKS…');
    await pick(pseudo('Link to AKS'), 'contosodata');
    await form().locator('#filter-cluster input').fill('eus2');
    await form().getByRole('checkbox', { name: 'aks-shop-eus2' }).press('Space');
    await form().locator('vscode-checkbox[aria-checked="true"]').waitFor();
    await check('choosing');
    await keyboard.button(form(), '#continue');
    await form().locator('#preview').waitFor();
    await check('form');
    await keyboard.button(form(), '#preview');
    await form().locator('#apply').waitFor();
    await check('plan');
    await keyboard.tickAll(form(), 'vscode-checkbox[id^="hazard-"]');
    await keyboard.button(form(), '#apply');
    await check('applied');
  });

  it('is that of what takes the link away, and of what says why a pull fails', async () => {
    await run('Unlink…');
    await pick(pseudo('Unlink'), 'contosodata');
    await pick(`${pseudo('Unlink')} contosodata`, 'aks-shop-eus2');
    await form().locator('#preview').waitFor();
    await check('unlink');
    await azure.arm('DELETE', `${zoneLink}?api-version=2024-06-01`);
    await azure.settle();
    await run('Diagnose…');
    await pick(pseudo('Diagnose'), 'aks-shop-weu');
    await pick(`${pseudo('Diagnose')} aks-shop-weu`, 'contosocore');
    await form().locator('#result-title[data-state="broken"]').waitFor();
    await check('diagnose');
  });

  it('is that of the other forms, and of what was done', async () => {
    await run('Make Private…');
    await pick(pseudo('Make Private'), 'contosoapps');
    await form().locator('.pullers-table').waitFor();
    await check('who pulls');
    await keyboard.button(form(), '#stage-endpoint');
    await form().locator('#preview').waitFor();
    await check('make private');
    await run('Create Private Registry…');
    await pick(pseudo('Create Private Registry'), 'Contoso Apps');
    await form().locator('#field-name').waitFor();
    await form().getByRole('radio').first().waitFor();
    await check('create');
    await run('Verify from Inside the Cluster…');
    for (const each of ['aks-payments-weu', 'contosodata'])
      await pick(pseudo('Verify from inside the cluster'), each);
    await form().locator('#field-image').waitFor();
    await check('verify');
    await run('Operation History');
    await form().locator('table').waitFor();
    await check('history');
  });

  it('has nothing left in English, and nothing that is cut off', () => {
    assert.deepEqual([...new Set(english)], []);
    assert.deepEqual(cut, []);
  });

  function run(title: string): Promise<void> {
    return workbench.runCommand(`${pseudo('ACR Private Link')}: ${pseudo(title)}`);
  }

  async function pick(title: string, row: string): Promise<void> {
    await workbench.asked(title);
    await workbench.pickQuickInput(row);
  }

  function form(): FrameLocator {
    return workbench.webview();
  }

  async function frame(): Promise<Frame> {
    const body = await form().locator('body').elementHandle();
    return (await body.ownerFrame()) ?? assert.fail('the page has a frame');
  }

  function lookAt(where: string, texts: readonly string[]): void {
    for (const text of texts) {
      // Ids, names that are proposed, and names that are cut in the middle because the drawing has no room.
      const words =
        text.replace(/\/subscriptions\/\S+|contoso\w+|[\w-]+…[\w-]+/g, ' ').match(/\p{L}[\p{L}’']{2,}/gu) ??
        [];
      const left = words.filter((word) => /^[A-Za-z’']+$/.test(word) && !sameEverywhere.has(word));
      if (left.length > 0)
        english.push(`${where}: ${left.join(' ')} (${text.replace(/\s+/g, ' ').slice(0, 120)})`);
    }
  }

  /** All that is read or heard on the page, code apart; and what doesn't fit into its place. */
  async function check(page: string): Promise<void> {
    const inside = await frame();
    const [texts, overflowing] = await inside.evaluate<[string[], string[]]>(`(() => {
      for (const each of document.querySelectorAll('details')) each.setAttribute('open', '');
      const texts = [];
      const overflowing = [];
      const walk = (node) => {
        for (const child of node.childNodes) {
          if (child.nodeType === Node.TEXT_NODE && child.textContent.trim() !== '') texts.push(child.textContent);
          if (child.nodeType !== Node.ELEMENT_NODE || child.matches('script, style, code, pre')) continue;
          for (const name of ['aria-label', 'title', 'placeholder']) {
            if (child.hasAttribute(name)) texts.push(child.getAttribute(name));
          }
          const { overflowX } = getComputedStyle(child);
          if (overflowX !== 'visible' && overflowX !== 'auto' && child.scrollWidth > child.clientWidth + 1 && child.clientWidth > 1)
            overflowing.push(child.tagName + '.' + child.className + ': ' + child.textContent.trim().slice(0, 80));
          walk(child);
        }
      };
      walk(document.body);
      if (document.documentElement.scrollWidth > innerWidth + 1) overflowing.push('the page');
      return [texts, overflowing];
    })()`);
    lookAt(page, texts);
    cut.push(...overflowing.map((each) => `${page}: ${each}`));
    await workbench.screenshot(`language-${page.replaceAll(' ', '-')}`);
  }
});
