/** Who is to get a role: whoever is signed in, a managed identity, or somebody of the directory. */
import { t } from '@vscode/l10n';
import { regionName } from '../model/regionNames';
import * as vscode from 'vscode';
import type { EstateStore } from '../platform/estateStore';
import type { GrantPushSpec, GrantReader, PrincipalType } from '../provisioning';
import { facts } from '../views/explorer/treeNode';
import { pickLoaded } from './pick';
import { chooseOthers, gapItems, placeIn } from './pickInEstate';
import { searchDirectory } from './searchDirectory';

type Principal = Pick<GrantPushSpec, 'principalId' | 'principalType' | 'principalName'>;

/** Undefined if the user turned away. Rejects with FailureError when Azure can't be asked. */
export async function pickPrincipal(
  title: string,
  store: EstateStore,
  azure: Pick<GrantReader, 'listIdentities' | 'signedIn' | 'findPrincipals'>,
): Promise<Principal | undefined> {
  const { signal } = new AbortController();
  const load = async () => [...(await signedInItems(azure, signal)), ...otherItems()];
  const chosen = await pickLoaded<Principal | 'identity' | PrincipalType>(
    title,
    t('Choose who gets push access'),
    load,
    '',
  );
  if (chosen === undefined || typeof chosen === 'object') return chosen;
  return chosen === 'identity' ? pickIdentity(title, store, azure, signal) : search(title, chosen, azure);
}

const icon = (id: string) => ({ iconPath: new vscode.ThemeIcon(id) });

async function signedInItems(azure: Pick<GrantReader, 'signedIn'>, signal: AbortSignal) {
  const caller = await azure.signedIn(signal);
  if (caller === undefined) {
    const detail = t(
      'This sign-in doesn’t identify you. Enter your name, or the output of “az ad signed-in-user show --query id”.',
    );
    return [{ label: t('Me…'), detail, ...icon('account'), value: 'User' as const }];
  }
  const value: Principal = {
    principalId: caller.objectId,
    principalType: caller.type,
    principalName: t`yourself (${caller.objectId})`,
  };
  return [
    {
      label: t('Me'),
      description: caller.objectId,
      detail: t('The signed-in account'),
      ...icon('account'),
      value,
    },
  ];
}

const byName = t('Find by name in the directory, or enter an object ID');
const otherItems = () => [
  {
    label: t('Managed identity…'),
    detail: t('A user-assigned managed identity visible to you, for example of a pipeline'),
    ...icon('server-process'),
    value: 'identity' as const,
  },
  { label: t('User…'), detail: byName, ...icon('person'), value: 'User' as const },
  { label: t('Service principal…'), detail: byName, ...icon('robot'), value: 'ServicePrincipal' as const },
  { label: t('Group…'), detail: byName, ...icon('organization'), value: 'Group' as const },
];

function pickIdentity(
  title: string,
  store: EstateStore,
  azure: Pick<GrantReader, 'listIdentities'>,
  signal: AbortSignal,
): Promise<Principal | undefined> {
  const load = async () => {
    const estate = await store.get();
    const { subscriptions } = estate;
    const placeOf = placeIn(estate);
    const { identities, unread } = await azure.listIdentities(
      subscriptions.map(({ id }) => id),
      signal,
    );
    const items = identities
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map(({ id, name, location, principalId }) => ({
        label: name,
        description: facts(placeOf(id), regionName(location)),
        detail: id,
        ...icon('server-process'),
        value: { principalId, principalType: 'ServicePrincipal' as const, principalName: name },
      }));
    return [...items, ...gapItems({ ...estate, inventory: { unread } })];
  };
  return pickLoaded(
    title,
    t('Choose a managed identity'),
    load,
    t`No user-assigned managed identities in the selected subscriptions. ${chooseOthers} Or enter an object ID.`,
  );
}

async function search(
  title: string,
  principalType: PrincipalType,
  azure: Pick<GrantReader, 'findPrincipals'>,
): Promise<Principal | undefined> {
  const found = await searchDirectory(title, principalType, azure);
  // Several may have one name; nobody else signs in so.
  return (
    found && {
      principalId: found.objectId,
      principalType,
      principalName: found.signInName ?? found.name,
    }
  );
}
