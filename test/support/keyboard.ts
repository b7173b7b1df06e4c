import type { FrameLocator, Page } from 'playwright-core';
import type { HostSession } from './hostSession';
import { again } from './waiting';

/** What a user does without a mouse: every way on is typed, tabbed to, or pressed. */
export class Keyboard {
  /** What the user has done so far: a command, an answer, a text, a box or a button each; moving the focus is none. */
  steps = 0;

  constructor(private readonly session: () => HostSession) {}

  private get page(): Page {
    return this.session().page;
  }

  press(key: string): Promise<void> {
    return this.page.keyboard.press(key);
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }

  /** Types over what the focused field holds, which is one line; VS Code takes its time over Ctrl+A in a webview. */
  async replace(text: string): Promise<void> {
    this.steps += 1;
    await this.typeOver(text);
  }

  private async typeOver(text: string): Promise<void> {
    await this.press('End');
    await this.press('Shift+Home');
    await this.type(text);
  }

  /** Runs a command by its full title from the palette. */
  async run(title: string): Promise<void> {
    this.steps += 1;
    const input = this.page.locator('.quick-input-widget input[placeholder*="run"]');
    // The label is followed by the key binding, or by where the command stands in the list.
    const wanted = this.page
      .locator('.quick-input-list .monaco-list-row')
      .and(this.page.locator(`[aria-label="${title}"], [aria-label^="${title},"]`));
    // The palette closes when a page that is just coming up takes the keyboard; a user opens it once more.
    await again(async (milliseconds) => {
      await this.press('F1');
      await input.waitFor({ timeout: milliseconds });
      await this.typeOver(`>${title}`);
      await wanted.first().waitFor({ timeout: milliseconds });
    });
    // Others that hold the same words may come before it.
    const inFront = wanted.and(this.page.locator('.focused'));
    for (let presses = 0; presses < 20 && !(await inFront.isVisible()); presses += 1) {
      await this.press('ArrowDown');
    }
    await inFront.waitFor();
    await this.press('Enter');
    // The next quick input shows in the same box, so that this one has to be gone first.
    await input.waitFor({ state: 'hidden' });
  }

  /** Filters the quick pick of this title until the row in front is the wanted one, and takes it. */
  async pick(title: string, row: string): Promise<void> {
    this.steps += 1;
    const widget = await this.asked(title);
    await widget.locator('.monaco-list-row').filter({ hasText: row }).first().waitFor();
    await this.typeOver(row);
    await widget.locator('.monaco-list-row.focused').filter({ hasText: row }).waitFor();
    await this.press('Enter');
  }

  /** The quick input of this title, when it is there and has the keyboard. */
  async asked(title: string) {
    const widget = this.page.locator('.quick-input-widget').filter({ visible: true });
    await widget.locator('.quick-input-title').filter({ hasText: title }).waitFor();
    await widget.locator(':focus').first().waitFor();
    return widget;
  }

  /** Goes on with Tab from where the focus is, round the page if need be. */
  async tabTo(frame: FrameLocator, selector: string): Promise<void> {
    const target = frame.locator(selector);
    await target.waitFor();
    for (let presses = 0; presses < 90; presses += 1) {
      const isReached = await target.evaluate((element) =>
        (element as unknown as { matches(selector: string): boolean }).matches(':focus, :focus-within'),
      );
      if (isReached) return;
      await this.press('Tab');
    }
    throw new Error(`${selector} can’t be reached with Tab.`);
  }

  /** Presses a button of a page, when it can be pressed. */
  async button(frame: FrameLocator, selector: string): Promise<void> {
    this.steps += 1;
    await frame.locator(`${selector}:not([disabled])`).waitFor();
    await this.tabTo(frame, selector);
    await this.press('Enter');
  }

  /** Ticks or unticks a box. */
  async toggle(frame: FrameLocator, selector: string): Promise<void> {
    this.steps += 1;
    await this.tabTo(frame, selector);
    await this.press('Space');
  }

  /** Ticks every box that the selector finds and that isn't ticked, one after the other. */
  async tickAll(frame: FrameLocator, selector: string): Promise<void> {
    const ids = await frame
      .locator(`${selector}[aria-checked="false"]`)
      .evaluateAll((boxes) => boxes.map((box) => (box as unknown as { id: string }).id));
    this.steps += ids.length;
    for (const id of ids) {
      await this.tabTo(frame, `[id="${id}"]`);
      await this.press('Space');
      await frame.locator(`[id="${id}"][aria-checked="true"]`).waitFor();
    }
  }

  /** Confirms a dialog by this button. */
  async confirm(button: string): Promise<void> {
    const dialog = this.page.locator('.monaco-dialog-box');
    // A webview that draws itself anew behind the dialog can take the focus, so that the button gets it back first.
    await dialog.locator('.monaco-button').filter({ hasText: button }).first().press('Enter');
    await dialog.waitFor({ state: 'detached' });
  }
}
