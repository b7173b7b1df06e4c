import * as vscode from 'vscode';
import { principalNoun } from '../model/roles';
import { failureFrom } from '../platform/failures';
import type { PrincipalType } from '../provisioning/plan/grantPushSpec';
import type { DirectoryPrincipal } from '../provisioning/observed/observedGrant';
import type { GrantReader } from '../provisioning/ports';
import { foundItems, type Answer, type FoundItem } from './foundItems';

/** Milliseconds without a key after which the directory is asked. */
const PAUSE = 250;

type Item = vscode.QuickPickItem & Pick<FoundItem, 'principal'>;

/**
 * A picker that asks the directory for what is typed, and takes an object id as well; where the directory can't be read it
 * says why. Answers undefined when the user turns away.
 */
export async function searchDirectory(
  title: string,
  type: PrincipalType,
  azure: Pick<GrantReader, 'findPrincipals'>,
): Promise<DirectoryPrincipal | undefined> {
  const picker = vscode.window.createQuickPick<Item>();
  const noun = principalNoun(type);
  picker.title = `${title} (${noun})`;
  picker.placeholder = `Name of the ${noun}, or its object ID`;
  picker.ignoreFocusOut = true;

  let asking = new AbortController();
  const show = (answer: Answer) => {
    // Shown whatever is typed: the directory has matched it already, by members that aren't all on the screen.
    picker.items = foundItems(type, picker.value.trim(), answer).map((item) => ({
      ...item,
      alwaysShow: true,
    }));
  };
  const ask = async (): Promise<void> => {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const isOver = () => signal.aborted;
    const typed = picker.value.trim();
    show(undefined);
    // Where there is something to offer already, the directory isn't needed.
    picker.busy = picker.items.length === 0;
    if (!picker.busy) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (isOver()) return;
    const answer = await azure.findPrincipals(type, typed, signal).catch(failureFrom);
    if (isOver()) return;
    picker.busy = false;
    show(answer);
  };

  try {
    return await new Promise<DirectoryPrincipal | undefined>((resolve) => {
      picker.onDidHide(() => {
        resolve(undefined);
      });
      picker.onDidChangeValue(() => void ask());
      picker.onDidAccept(() => {
        const principal = picker.selectedItems[0]?.principal;
        if (principal !== undefined) resolve(principal);
      });
      show(undefined);
      picker.show();
    });
  } finally {
    asking.abort();
    picker.dispose();
  }
}
