import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { HostSession } from './hostSession';
import { again } from './waiting';

type Name = string | RegExp;

/** User settings for pictures in both kinds of theme: the window follows the page's colour scheme. */
export const bothThemes = {
  'window.autoDetectColorScheme': true,
  'workbench.preferredDarkColorTheme': 'Default Dark Modern',
  'workbench.preferredLightColorTheme': 'Default Light Modern',
};

/**
 * The workbench of VS Code as a user meets it: what tests do with it, in its own words. The selectors are
 * those that have held over versions of VS Code; nowhere else should there be any.
 */
export class Workbench {
  constructor(private readonly session: () => HostSession) {}

  get page(): Page {
    return this.session().page;
  }

  /** Opens one of the containers of the activity bar; does nothing when it is open already. */
  async openViewContainer(title: Name): Promise<void> {
    const tab = this.page.locator('.part.activitybar').getByRole('tab', { name: title });
    await tab.waitFor();
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
    await this.page.locator('.part.sidebar').waitFor();
    // A mouse that stays on the tab has its name shown, over the view.
    await this.page.mouse.move(700, 20);
  }

  tree(name: Name): Locator {
    return this.page.locator('.part.sidebar').getByRole('tree', { name });
  }

  /** A visible item of the tree views. Names are accessible names: label, then description or tooltip. */
  treeItem(name: Name): Locator {
    return this.page.locator('.part.sidebar').getByRole('treeitem', { name }).first();
  }

  /** Expands the items of a path one after the other, and gives the last. */
  async expand(...path: readonly Name[]): Promise<Locator> {
    if (path.length === 0) throw new Error('a path has at least one item');
    for (const name of path) {
      const item = this.treeItem(name);
      await item.waitFor();
      if ((await item.getAttribute('aria-expanded')) !== 'false') continue;
      await item.locator('.monaco-tl-twistie').click();
      await item.and(this.page.locator('[aria-expanded="true"]')).waitFor();
    }
    return this.treeItem(path.at(-1) ?? '');
  }

  /** From the menu of an item of a tree. A tree that is drawn anew under the mouse opens the menu of another item. */
  async pickFromContextMenu(target: Locator, item: Name): Promise<void> {
    await again(async (milliseconds) => {
      await target.click({ button: 'right', timeout: milliseconds });
      try {
        await target.and(this.page.locator('.focused')).waitFor({ timeout: milliseconds });
      } catch (error) {
        await this.page.keyboard.press('Escape');
        throw error;
      }
    });
    await this.pickFromMenu(item);
  }

  /**
   * Menus ignore the mouse for a moment after they have opened, so that a fast click is swallowed; a click
   * counts only when the menu is gone after it.
   */
  async pickFromMenu(item: Name): Promise<void> {
    const entry = this.page.getByRole('menuitem', { name: item });
    const menu = this.page.getByRole('menuitem');
    await menu.first().waitFor();
    await this.page.waitForTimeout(250);
    await again(async (milliseconds) => {
      if ((await entry.count()) > 0) return;
      // It may stand in a submenu, which the mouse opens.
      for (const submenu of await menu.and(this.page.locator('.monaco-submenu-item')).all()) {
        try {
          await submenu.hover({ timeout: milliseconds });
          await entry.waitFor({ timeout: milliseconds / 2 });
          return;
        } catch {
          // In the next one.
        }
      }
      await entry.waitFor({ timeout: milliseconds });
    });
    await again(async (milliseconds) => {
      if ((await entry.count()) > 0) await entry.click({ timeout: milliseconds });
      await entry.waitFor({ state: 'detached', timeout: milliseconds });
    });
  }

  /** Presses one of the buttons that show on an item when the mouse is over it. */
  async pressInline(item: Locator, action: Name): Promise<void> {
    await item.hover();
    await item.getByRole('button', { name: action }).click();
  }

  /** Runs a command by its full title, as the palette shows it. */
  async runCommand(title: string): Promise<void> {
    const palette = this.page.locator('.quick-input-widget input[placeholder*="run"]');
    // A page that is just coming up passes no keys on.
    await again(async (milliseconds) => {
      await this.page.keyboard.press('F1');
      await palette.waitFor({ timeout: milliseconds });
    });
    const rows = await this.filterQuickInput(`>${title}`);
    // Enter would run the row in front, which may be another one while the list still fills. The label is
    // followed by the key binding, or by where the command stands in the list.
    await rows
      .and(this.page.locator(`[aria-label="${title}"], [aria-label^="${title},"]`))
      .first()
      .click();
    // The next quick input shows in the same box, so that this one has to be gone first.
    await palette.waitFor({ state: 'hidden' });
  }

  /** The quick pick or input box of this title, when it is there; whoever has the keyboard. */
  async asked(title: string): Promise<Locator> {
    const widget = this.page.locator('.quick-input-widget').filter({ visible: true });
    await widget.locator('.quick-input-title').filter({ hasText: title }).waitFor();
    return widget;
  }

  /** Types over what is in the open quick pick or input box. */
  async typeQuickInput(text: string): Promise<void> {
    await this.quickInput.fill(text);
  }

  /** Accepts what the open quick pick or input box has. The key goes to it, wherever the focus is. */
  async acceptQuickInput(): Promise<void> {
    await this.quickInput.press('Enter');
  }

  private get quickInput(): Locator {
    return this.page.locator('.quick-input-widget').filter({ visible: true }).locator('input[type="text"]');
  }

  /** Picks a row of the open quick pick. */
  async pickQuickInput(text: string): Promise<void> {
    const rows = await this.filterQuickInput(text);
    await rows.filter({ hasText: text }).first().click();
  }

  /** Answers the open input box. */
  async answerQuickInput(text: string): Promise<void> {
    await this.typeQuickInput(text);
    await this.acceptQuickInput();
  }

  private async filterQuickInput(text: string): Promise<Locator> {
    const widget = this.page.locator('.quick-input-widget').filter({ visible: true });
    await widget.locator('input[type="text"]').fill(text);
    return widget.locator('.quick-input-list .monaco-list-row');
  }

  async openFile(name: string): Promise<Locator> {
    await this.page.keyboard.press('Control+P');
    const rows = await this.filterQuickInput(name);
    await rows.filter({ hasText: name }).first().waitFor();
    await this.page.keyboard.press('Enter');
    const editor = this.editor(name);
    await editor.waitFor();
    await editor.click();
    return editor;
  }

  /** The text editor of a file, by the end of its address. */
  editor(fileName: string): Locator {
    return this.page.locator(`.editor-instance .monaco-editor[data-uri$="${fileName}"]`);
  }

  /** The lines of an editor that are on the screen, in their order: VS Code renders no others. */
  async visibleText(editor: Locator): Promise<string> {
    const lines = await editor.locator('.view-line').evaluateAll((elements) =>
      elements
        .map((element) => {
          const { style, textContent } = element as unknown as {
            style: { top: string };
            textContent: string;
          };
          return { top: parseFloat(style.top), text: textContent };
        })
        .sort((one, other) => one.top - other.top)
        .map(({ text }) => text),
    );
    return lines.join('\n').replaceAll('\u00a0', ' ');
  }

  /** What was copied, as soon as it begins so: all windows of the browser have one clipboard. */
  async copied(beginning: string): Promise<string> {
    let text = '';
    for (let look = 0; look < 100; look += 1) {
      text = String(await this.page.evaluate('navigator.clipboard.readText()'));
      if (text.startsWith(beginning)) return text;
      await this.page.waitForTimeout(100);
    }
    throw new Error(`This was copied: ${text}`);
  }

  /** The document inside of the webview in front. */
  webview(): FrameLocator {
    return this.page
      .locator('iframe.webview.ready')
      .filter({ visible: true })
      .contentFrame()
      .frameLocator('iframe#active-frame');
  }

  /**
   * A notification, once it has come. VS Code leaves it on the screen for ten seconds, and doesn't put it there at all
   * while others come fast; then it is under the bell, which is opened for it.
   */
  async notification(text: Name): Promise<Locator> {
    const [onScreen, underBell] = ['.notifications-toasts', '.notifications-center'].map((place) =>
      this.page.locator(place).locator('.notification-list-item').filter({ hasText: text }),
    ) as [Locator, Locator];
    const item = onScreen.or(underBell).first();
    try {
      await item.waitFor({ timeout: 8_000 });
    } catch {
      await this.runCommand('Notifications: Show Notifications');
      await item.waitFor();
    }
    return item;
  }

  async answerDialog(button: Name): Promise<void> {
    const dialog = this.page.locator('.monaco-dialog-box');
    await dialog.getByRole('button', { name: button }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  async setColorTheme(theme: string): Promise<void> {
    await this.runCommand('Preferences: Color Theme');
    await this.pickQuickInput(theme);
    await this.page.locator('.quick-input-widget').filter({ visible: true }).waitFor({ state: 'detached' });
  }

  /** Reloads the window by its command: a plain reload of the page would lose what VS Code has yet to save. */
  async reload(): Promise<void> {
    const reloaded = this.page.waitForEvent('load');
    await this.runCommand('Developer: Reload Window');
    await reloaded;
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
  }

  /**
   * Where pictures are asked for, puts one in each kind of theme into out/screenshots, and leaves the window dark. Needs
   * `bothThemes`. What is open and has the focus stays as it is.
   */
  async pictures(name: string): Promise<void> {
    if (!process.env['TEST_PICTURES']) return;
    for (const [theme, media] of [
      ['light', { colorScheme: 'light', forcedColors: 'none' }],
      ['contrast', { colorScheme: 'dark', forcedColors: 'active' }],
      ['dark', { colorScheme: 'dark', forcedColors: 'none' }],
    ] as const) {
      await this.page.emulateMedia(media);
      await this.settled();
      await this.screenshot(`${name}-${theme}`);
    }
  }

  /** What the window says now, in a few lines, for the error of a test that failed. */
  async words(): Promise<string> {
    const places: readonly (readonly [what: string, locator: Locator])[] = [
      ['dialog', this.page.locator('.monaco-dialog-box')],
      ['quick input', this.page.locator('.quick-input-widget').filter({ visible: true })],
      ['notifications', this.page.locator('.notification-list-item')],
      ['page', this.webview().locator('body')],
    ];
    const lines = await Promise.all(
      places.map(async ([what, locator]) => {
        const texts = await locator.allInnerTexts().catch(() => []);
        const words = texts.join(' | ').replace(/\s+/g, ' ').trim();
        return words === '' ? [] : [`${what}: ${words.slice(0, 400)}`];
      }),
    );
    // An element without a word in it, a page for one, can have the keyboard, too.
    const focused = await this.page.evaluate(
      '(({ tagName, className }) => `keyboard: ${tagName} ${className}`)(document.activeElement)',
    );
    return ['The window shows', ...lines.flat(), String(focused)].join('\n  ');
  }

  /** Themes and a form's own drawing need a moment that nothing in the page tells the end of. */
  async settled(): Promise<void> {
    await this.page.mouse.move(700, 20);
    await this.page.waitForTimeout(400);
  }

  /** Puts a picture of the window into out/screenshots. */
  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(this.session().screenshots, `${name}.png`) });
  }
}
