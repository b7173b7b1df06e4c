import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { FailureError } from '../model/failure';
import type { EstateStore } from '../platform/estateStore';
import type { Settings } from '../platform/parseSettings';
import { Picker } from '../platform/picker';
import { saveHiddenDirectories, saveTenant } from '../platform/settings';
import { signInInteractively } from '../platform/signIn';
import type { AccountDirectory } from '../provisioning';
import { counted } from '../views/explorer/treeNode';
import { requireAzure, signIn } from './signIn';

type Item = vscode.QuickPickItem & {
  readonly label: string;
  readonly picked: boolean;
  readonly directory: AccountDirectory | undefined;
};

const addAccount = t('Sign in with another account…');

/**
 * Accounts and Directories…: which of the directories of all accounts are shown. Choosing one that couldn't be read signs in
 * there, with what Azure has asked for; the last item adds an account. Rejects with FailureError.
 */
export async function accountsAndDirectories(
  store: EstateStore,
  settings: Settings,
  reset: () => void,
): Promise<void> {
  requireAzure(settings);
  // Others have one account, and say what to do for another.
  if (settings.signIn !== 'vscode') return signIn(store, settings, reset);
  const picker = new Picker<Item>({
    title: t('Accounts and Directories'),
    placeholder: t('Loading…'),
    several: true,
  });
  picker.busy = true;
  const chosen = await picker.ask<readonly Item[]>({
    accepted: (selected) => selected,
    opened: async () => {
      picker.items = [...(await store.accountDirectories()).map(itemOf), otherAccount];
      picker.placeholder = t('Choose the directories to show');
      picker.busy = false;
    },
  });
  if (chosen === undefined) return;
  const shown = new Set(chosen.flatMap(({ directory }) => directory?.id.toLowerCase() ?? []));
  const all = picker.items.flatMap(({ directory }) => (directory === undefined ? [] : [directory]));
  for (const directory of chosen.flatMap((item) => item.directory ?? [])) {
    if (directory.failure?.signIn !== undefined) await signInTo(directory, settings);
  }
  if (chosen.some(({ directory }) => directory === undefined))
    await signInInteractively({ cloud: settings.cloud, tenant: undefined });
  // One that is named would be the only one.
  if (settings.tenant !== undefined && shown.size > 0) await saveTenant('');
  const hidden = all.map(({ id }) => id.toLowerCase()).filter((id) => id !== '' && !shown.has(id));
  await saveHiddenDirectories([...new Set(hidden)]);
  reset();
  store.refresh();
}

async function signInTo({ id, account, name }: AccountDirectory, { cloud }: Settings): Promise<void> {
  const tenant = id === '' ? undefined : id;
  try {
    await signInInteractively({ cloud, tenant, account: account.id });
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    throw new FailureError({ ...error.failure, message: `${name}: ${error.failure.message}` });
  }
}

const otherAccount: Item = {
  label: addAccount,
  detail: t('Opens VS Code’s sign-in. Its directories are shown afterward.'),
  iconPath: new vscode.ThemeIcon('add'),
  picked: false,
  directory: undefined,
};

function itemOf(directory: AccountDirectory): Item {
  const { name, domain, account, failure, isHidden, subscriptionIds } = directory;
  return {
    label: name,
    description: [domain, account.label]
      .filter((text, at) => text !== '' && (at === 0 || text !== name))
      .join(' · '),
    detail:
      failure === undefined
        ? isHidden === true
          ? t('Hidden')
          : counted(subscriptionIds.length, t('subscription'), t('subscriptions'))
        : failure.signIn === undefined
          ? `${failure.message} ${failure.nextAction}`
          : // The line is cut off where the picker ends.
            t`Choose it to sign in there. ${failure.message}`,
    iconPath: new vscode.ThemeIcon(failure === undefined ? 'organization' : 'lock'),
    picked: isHidden !== true && failure === undefined,
    directory,
  };
}
