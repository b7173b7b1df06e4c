import * as vscode from 'vscode';
import { Picker } from '../platform/picker';
import type { Continuation, Listing } from '../provisioning';
import { listedItems, type Choice, type ListState, type PickerItem } from './listedItems';

export interface ListedPick<T> {
  readonly title: string;
  readonly placeholder: string;
  /** Reads a page; never rejects. */
  load(from: Continuation | undefined, signal: AbortSignal): Promise<Listing<T>>;
  choiceOf(item: T): Choice;
  /** Why a name can't be used; undefined if it can. */
  problemOf(name: string): string | undefined;
  /** The same for what is typed, where more is taken than a listed name. */
  typedProblemOf?(text: string): string | undefined;
}

interface Item extends vscode.QuickPickItem {
  readonly action: PickerItem['action'];
}

/**
 * A picker over a registry's list that fills page by page and takes what is typed as well; where there is no list, it says
 * why. Answers undefined when the user turns away.
 */
export async function pickListed<T>(options: ListedPick<T>): Promise<string | undefined> {
  const picker = new Picker<Item>(options);
  const abort = new AbortController();
  let state: ListState = { choices: [], hasMore: false, refusal: undefined };
  let next: Continuation | undefined;

  const show = () => {
    picker.items = listedItems(
      state,
      picker.filter,
      (name) => options.problemOf(name),
      options.typedProblemOf && ((text) => options.typedProblemOf?.(text)),
    ).map(toItem);
  };
  const load = async () => {
    if (picker.busy) return;
    picker.busy = true;
    const page = await options.load(next, abort.signal);
    if (abort.signal.aborted) return;
    picker.busy = false;
    if (page.kind === 'listed') {
      next = page.next;
      const choices = [...state.choices, ...page.items.map((item) => options.choiceOf(item))];
      state = { choices, hasMore: next !== undefined, refusal: undefined };
    } else state = { ...state, refusal: page };
    show();
  };

  try {
    return await picker.ask({
      accepted: ([item]) => {
        const action = item?.action;
        if (action?.kind === 'more' || action?.kind === 'retry') void load();
        return action?.kind === 'choose' ? action.name : undefined;
      },
      opened: load,
      typed: show,
    });
  } finally {
    abort.abort();
  }
}

function toItem({ label, description, detail, alwaysShow, icon, action }: PickerItem): Item {
  return {
    label,
    ...(description !== undefined && { description }),
    ...(detail !== undefined && { detail }),
    ...(alwaysShow !== undefined && { alwaysShow }),
    ...(icon !== undefined && { iconPath: new vscode.ThemeIcon(icon) }),
    action,
  };
}
