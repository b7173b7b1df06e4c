import { t } from '@vscode/l10n';
import { FailureError } from '../model/failure';
import { sameId } from '../model/armId';
import type { EstateStore } from '../platform/estateStore';
import { Picker } from '../platform/picker';
import type { Settings } from '../platform/parseSettings';
import { saveTenant } from '../platform/settings';
import { requireAzure, signIn } from './signIn';

/** Lets the user choose one of the directories that the account is in, keeps it as the setting, and signs in to it. */
export async function signInToDirectory(
  store: EstateStore,
  settings: Settings,
  reset: () => void,
): Promise<void> {
  requireAzure(settings);
  const picker = new Picker<{ id: string; label: string; description: string; detail: string }>({
    title: t('Sign In to Another Directory'),
    placeholder: t('Loading…'),
  });
  picker.busy = true;
  const tenant = await picker.ask<string>({
    accepted: ([selected]) => selected?.id,
    opened: async () => {
      const directories = await store.listDirectories();
      if (directories.length === 0) throw new FailureError(noDirectories);
      picker.items = directories.map(({ id, name, domain }) => ({
        id,
        label: name,
        description: isIn(settings.tenant, { id, domain }) ? t`${domain} (current)` : domain,
        detail: id,
      }));
      picker.placeholder = t('Choose the directory with your subscriptions');
      picker.busy = false;
    },
  });
  if (tenant === undefined) return;
  await saveTenant(tenant);
  // Other ways of signing in say what to do for the directory.
  await signIn(store, { ...settings, tenant }, reset);
}

function isIn(tenant: string | undefined, { id, domain }: { id: string; domain: string }): boolean {
  return sameId(tenant, id) || sameId(tenant, domain);
}

const noDirectories = {
  code: 'signIn.noDirectories',
  kind: 'auth',
  message: t('Azure returned no directories for this account.'),
  nextAction: t('Sign in with another account.'),
} as const;
