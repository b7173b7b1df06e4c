import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, FrameLocator } from 'playwright-core';
import { story } from '../support/story';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What VS Code gives a page of a theme. */
interface Theme {
  readonly name: string;
  readonly variables: string;
  readonly classes: string;
}

const themes = [
  'Dark Modern',
  'Light Modern',
  'Light+',
  'Solarized Light',
  'Dark High Contrast',
  'Light High Contrast',
];
const zoneLink =
  '/subscriptions/3300cf11-4e09-4165-af3d-7f18744f6647/resourceGroups/rg-registry-core-weu/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io/virtualNetworkLinks/link-vnet-shop-weu';
/** As wide as it opens, at a zoom of 200 %, and with 320 px for the page. */
const sizes = { normal: [1280, 860], zoomed: [640, 430], narrow: [320, 860] } as const;

/** Every page in every theme and width, by a checker that nobody here wrote, and what that one doesn't see. */
describe('pages for everybody', () => {
  const { workbench, keyboard, azure } = story('accessibility', {
    settings: { 'workbench.reduceMotion': 'on' },
  });
  const found: string[] = [];
  const matrix: string[] = [];
  let known: readonly Theme[] = [];

  before(async () => {
    await workbench.openViewContainer('ACR Private Link');
    await workbench.treeItem(/^Contoso Data/).waitFor();
  });
  after(() => {
    console.log(matrix.join('\n'));
  });

  it('lead from the count of mistakes to the first of them, and begin a name with what is to be seen', async () => {
    await keyboard.run('ACR Private Link: Link to AKS…');
    await keyboard.pick('Link to AKS', 'contosodata');
    await form().getByRole('heading', { name: 'Choose AKS clusters' }).waitFor();
    known = await themesOf();
    await check('choosing');
    await form().locator('#filter-cluster input').fill('eus2');
    await form().getByRole('checkbox', { name: 'aks-shop-eus2', exact: true }).press('Space');
    await form().locator('vscode-checkbox[aria-checked="true"]').waitFor();
    await keyboard.button(form(), '#continue');
    await form().getByRole('button', { name: 'Preview', exact: true }).waitFor();
    await form().getByRole('button', { name: 'Change… (Container registry)' }).waitFor();
    await unfold();
    await check('link form');
    const name = form().locator('#field-peeringToCluster input');
    const proposed = await name.inputValue();
    await name.fill('no spaces, please');
    await form().locator('.error').waitFor();
    await form().getByRole('heading', { level: 1 }).click();
    await form().getByRole('button', { name: '1 field to correct' }).click();
    assert.equal(await (await frame()).evaluate('document.activeElement.id'), 'field-peeringToCluster');
    await check('link form with a mistake');
    await name.fill(proposed);
    await form().locator('.error').waitFor({ state: 'detached' });
  });

  it('keep still where motion isn’t wanted', async () => {
    const motion = `(() => {
      const ring = document.createElement('span');
      ring.className = 'ring';
      document.body.append(ring);
      const still = getComputedStyle(ring).animationName;
      const classes = document.body.className;
      document.body.classList.remove('vscode-reduce-motion');
      const moving = getComputedStyle(ring).animationName;
      document.body.className = classes;
      ring.remove();
      return [still, moving];
    })()`;
    assert.deepEqual(await (await frame()).evaluate(motion), ['none', 'turn']);
  });

  it('show a plan', async () => {
    await form().getByRole('button', { name: 'Preview', exact: true }).click();
    await form().getByRole('heading', { name: 'Plan', exact: true }).waitFor();
    await form().getByText('Request').first().click();
    await check('plan');
  });

  it('show progress, and how it is unlinked', async () => {
    await keyboard.tickAll(form(), 'vscode-checkbox[id^="hazard-"]');
    await azure.hold('peering');
    await keyboard.button(form(), '#apply');
    await form().locator('#cancel').waitFor();
    await check('progress');
    await azure.release();
    await form().getByRole('heading', { name: 'Linked' }).and(form().locator(':focus')).waitFor();
    await keyboard.run('ACR Private Link: Unlink…');
    await keyboard.pick('Unlink', 'contosodata');
    await keyboard.pick('Unlink contosodata', 'aks-shop-eus2');
    await form().getByRole('heading', { level: 1, name: 'Unlink contosodata from aks-shop-eus2' }).waitFor();
    await form().getByText('Choose what to delete.').first().waitFor();
    await form().locator('#preview').waitFor();
    await check('unlink');
  });

  it('diagnose', async () => {
    await azure.arm('DELETE', `${zoneLink}?api-version=2024-06-01`);
    await azure.settle();
    await keyboard.run('ACR Private Link: Diagnose…');
    await keyboard.pick('Diagnose', 'aks-shop-weu');
    await keyboard.pick('Diagnose aks-shop-weu', 'contosocore');
    await form().locator('#result-title[data-state="broken"]').waitFor();
    await unfold();
    await check('diagnose');
  });

  it('create a registry, make one private, verify, and list what was done', async () => {
    await keyboard.run('ACR Private Link: Make Private…');
    await keyboard.pick('Make Private', 'contosoapps');
    await form().locator('#overview-title').waitFor();
    await form().locator('.pullers-table').waitFor();
    await check('who pulls');
    await keyboard.button(form(), '#stage-endpoint');
    await form().getByRole('button', { name: 'Preview', exact: true }).waitFor();
    await unfold();
    await check('make private');
    await keyboard.run('ACR Private Link: Create Private Registry…');
    await keyboard.pick('Create Private Registry', 'Contoso Apps');
    await form().locator('#field-name').waitFor();
    await form().getByRole('radio').first().waitFor();
    await unfold();
    await check('create');
    await keyboard.run('ACR Private Link: Verify from Inside the Cluster…');
    for (const each of ['aks-payments-weu', 'contosodata']) {
      await workbench.asked('Verify from inside the cluster');
      await workbench.pickQuickInput(each);
    }
    await form().locator('#field-image').waitFor();
    await check('verify');
    await keyboard.run('ACR Private Link: Operation History');
    await form().getByRole('heading', { level: 1, name: 'Operation history' }).waitFor();
    await check('history');
  });

  it('have nothing for the checker to find', () => {
    assert.ok(matrix.length > 0);
    assert.deepEqual(found, []);
  });

  function form(): FrameLocator {
    return workbench.webview();
  }

  /** What is folded is looked at as well. */
  async function unfold(): Promise<void> {
    await (
      await frame()
    ).evaluate(`for (const each of document.querySelectorAll('details')) each.setAttribute('open', '')`);
  }

  async function frame(): Promise<Frame> {
    const body = await form().locator('body').elementHandle();
    return (await body.ownerFrame()) ?? assert.fail('the page has a frame');
  }

  /** As VS Code sets them on the page that is open. */
  async function themesOf(): Promise<readonly Theme[]> {
    const given: Theme[] = [];
    for (const name of themes) {
      await workbench.setColorTheme(name);
      await workbench.settled();
      const inside = await frame();
      const [variables, classes] = await inside.evaluate<[string, string]>(
        '[document.documentElement.style.cssText, document.body.className]',
      );
      given.push({ name, variables, classes });
    }
    assert.equal(new Set(given.map(({ variables }) => variables)).size, themes.length);
    return given;
  }

  /**
   * All rules at every width; those of colors, which alone depend on the theme, in every theme, too. Where a theme gives its
   * own buttons or inputs less contrast all over VS Code, that is the theme's.
   */
  async function check(page: string): Promise<void> {
    const inside = await frame();
    await inside.evaluate(axeSource);
    // What is beside the page takes room of the window, too.
    const beside = 1280 - (await inside.evaluate<number>('innerWidth'));
    for (const [size, [width, height]] of Object.entries(sizes)) {
      if (size !== 'normal') await workbench.page.setViewportSize({ width: width + beside, height });
      const counts: string[] = [];
      // Zooming changes no color.
      for (const [index, { name, variables, classes }] of known
        .slice(0, size === 'zoomed' ? 1 : undefined)
        .entries()) {
        const rules =
          index === 0
            ? `runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
               rules: { 'label-content-name-mismatch': { enabled: true } },`
            : `runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },`;
        const violations = await inside.evaluate<readonly string[]>(`(async () => {
          const [root, body] = [document.documentElement, document.body];
          const before = [root.style.cssText, body.className];
          root.style.cssText = ${JSON.stringify(variables)};
          body.className = ${JSON.stringify(classes)};
          // The toolkit takes a theme over with the next frames.
          for (let frames = 0; frames < 3; frames += 1) await new Promise(requestAnimationFrame);
          const { violations } = await axe.run(document, { ${rules} resultTypes: ['violations'] });
          const own = ['button', 'button-secondary', 'input', 'dropdown'].map((what) => {
            const [kind, variant = ''] = what.split('-');
            const of = (ground) => root.style.getPropertyValue('--vscode-' + kind + '-' + variant + ground);
            return variant === '' ? [of('foreground'), of('background')] : [of('Foreground'), of('Background')];
          });
          const isTheme = ({ any: [{ data }] }) =>
            own.some(([front, back]) => data?.fgColor === front && data?.bgColor === back);
          const ours = violations
            .map((each) => ({ ...each, nodes: each.nodes.filter((node) => each.id !== 'color-contrast' || !isTheme(node)) }))
            .filter(({ nodes }) => nodes.length > 0);
          [root.style.cssText, body.className] = before;
          return ours.map(({ id, nodes }) => [id, ...nodes.map(({ html, failureSummary }) =>
            (html + ' ' + failureSummary).slice(0, 300))].join(' | '));
        })()`);
        counts.push(`${name} ${violations.length}`);
        found.push(...violations.map((each) => `${page}, ${name}, ${size} (${height}): ${each}`));
      }
      matrix.push(`${page.padEnd(26)}${size.padEnd(8)}${counts.join(', ')}`);
    }
    await workbench.page.setViewportSize({ width: 1280, height: 860 });
  }
});
