import { t } from '@vscode/l10n';
import type * as vscode from 'vscode';
import { principalNoun } from '../model/roles';
import { failureFrom } from '../platform/failures';
import { Picker } from '../platform/picker';
import type { DirectoryPrincipal, GrantReader, PrincipalType } from '../provisioning';
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
  const noun = principalNoun(type);
  const picker = new Picker<Item>({
    title: `${title} (${noun})`,
    placeholder: t`Name of the ${noun}, or its object ID`,
  });

  let asking = new AbortController();
  const show = (answer: Answer) => {
    // Shown whatever is typed: the directory has matched it already, by members that aren't all on the screen.
    picker.items = foundItems(type, picker.filter.trim(), answer).map((item) => ({
      ...item,
      alwaysShow: true,
    }));
  };
  const ask = async (): Promise<void> => {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const isOver = () => signal.aborted;
    const typed = picker.filter.trim();
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
    show(undefined);
    return await picker.ask({
      accepted: ([item]) => item?.principal,
      typed: () => void ask(),
    });
  } finally {
    asking.abort();
  }
}
