/**
 * The way to VS Code's quick picks. The texts of every item pass `shownLabel`, and a pick stays until it is answered: a page
 * that opens meanwhile takes the keyboard, not the question.
 */
import * as vscode from 'vscode';
import { shownLabel, shownText } from '../model/shownText';
import { focusSettled } from './questionFocus';

export interface PickerOptions {
  readonly title: string;
  readonly placeholder: string;
  /** One or several can be chosen. */
  readonly several?: boolean;
}

export interface Asking<Item, Answer> {
  /** What accepting gives; undefined leaves the pick open. */
  readonly accepted: (selected: readonly Item[]) => Answer | undefined;
  /** Called when the pick is there; what it rejects with ends the pick. */
  readonly opened?: () => Promise<void>;
  /** The filter was typed into. */
  readonly typed?: () => void;
}

/** A quick pick that can be filled and changed while it is open. */
export class Picker<Item extends vscode.QuickPickItem> {
  readonly #picker = vscode.window.createQuickPick();
  /** The items by what is shown of them. */
  #items = new Map<vscode.QuickPickItem, Item>();

  constructor({ title, placeholder, several = false }: PickerOptions) {
    this.#picker.title = shownText(title);
    this.placeholder = placeholder;
    this.#picker.canSelectMany = several;
    this.#picker.matchOnDescription = true;
    this.#picker.matchOnDetail = true;
    this.#picker.ignoreFocusOut = true;
  }

  set placeholder(text: string) {
    this.#picker.placeholder = shownText(text);
  }

  get busy(): boolean {
    return this.#picker.busy;
  }

  set busy(busy: boolean) {
    this.#picker.busy = busy;
  }

  /** What stands in the filter. */
  get filter(): string {
    return this.#picker.value;
  }

  get items(): readonly Item[] {
    return [...this.#items.values()];
  }

  /** Those with `picked` are chosen to begin with. The place in the list stays. */
  set items(items: readonly Item[]) {
    this.#items = new Map(items.map((item) => [shownItem(item), item]));
    const shown = [...this.#items.keys()];
    this.#picker.keepScrollPosition = true;
    this.#picker.items = shown;
    if (this.#picker.canSelectMany)
      this.#picker.selectedItems = shown.filter(({ picked }) => picked === true);
  }

  /** Shows it until it is answered; undefined when the user turns away. It can't be shown again. */
  async ask<Answer>({ accepted, opened, typed }: Asking<Item, Answer>): Promise<Answer | undefined> {
    const picker = this.#picker;
    try {
      await focusSettled();
      return await new Promise<Answer | undefined>((resolve, reject) => {
        picker.onDidHide(() => {
          resolve(undefined);
        });
        picker.onDidAccept(() => {
          const answer = accepted(picker.selectedItems.flatMap((shown) => this.#items.get(shown) ?? []));
          if (answer !== undefined) resolve(answer);
        });
        picker.onDidChangeValue(() => typed?.());
        picker.show();
        opened?.().catch(reject);
      });
    } finally {
      picker.dispose();
    }
  }
}

/** Lets the user tick among items that are known already: those that are ticked, undefined when they turn away. */
export function pickSeveral<Item extends vscode.QuickPickItem>(
  title: string,
  placeholder: string,
  items: readonly Item[],
): Promise<readonly Item[] | undefined> {
  const picker = new Picker<Item>({ title, placeholder, several: true });
  picker.items = items;
  return picker.ask({ accepted: (selected) => selected });
}

/** With the texts that are shown; the rest, such as the icon, is as it was. */
function shownItem(item: vscode.QuickPickItem): vscode.QuickPickItem {
  const { label, description, detail } = item;
  return {
    ...item,
    label: shownLabel(label),
    ...(description !== undefined && { description: shownLabel(description) }),
    ...(detail !== undefined && { detail: shownLabel(detail) }),
  };
}
