/** Who is to get a role: picked where Resource Manager knows them, else entered by object id. */
import * as vscode from 'vscode';
import { isGuid } from '../model/guid';
import type { EstateStore } from '../platform/estateStore';
import type { GrantPushSpec, PrincipalType } from '../provisioning/anyPlan';
import type { GrantReader } from '../provisioning/ports';
import { chooseOthers, pickLoaded } from './pick';

type Principal = Pick<GrantPushSpec, 'principalId' | 'principalType' | 'principalName'>;

/** Undefined if the user turned away. Rejects with FailureError when Azure can't be asked. */
export async function pickPrincipal(
  title: string,
  store: EstateStore,
  azure: Pick<GrantReader, 'listIdentities' | 'signedIn'>,
): Promise<Principal | undefined> {
  const { signal } = new AbortController();
  const load = async () => [...(await signedInItems(azure, signal)), ...otherItems];
  const chosen = await pickLoaded<Principal | 'identity' | PrincipalType>(
    title,
    'Choose who is to push',
    load,
    '',
  );
  if (chosen === undefined || typeof chosen === 'object') return chosen;
  return chosen === 'identity' ? pickIdentity(title, store, azure, signal) : enter(title, chosen);
}

const icon = (id: string) => ({ iconPath: new vscode.ThemeIcon(id) });

async function signedInItems(azure: Pick<GrantReader, 'signedIn'>, signal: AbortSignal) {
  const caller = await azure.signedIn(signal);
  if (caller === undefined) {
    const detail = 'By your object ID, which this sign-in doesn’t tell: az ad signed-in-user show --query id';
    return [{ label: 'Me…', detail, ...icon('account'), value: 'User' as const }];
  }
  const value: Principal = {
    principalId: caller.objectId,
    principalType: caller.type,
    principalName: `yourself (${caller.objectId})`,
  };
  return [
    { label: 'Me', description: caller.objectId, detail: 'Who is signed in here', ...icon('account'), value },
  ];
}

// The directory itself is Microsoft Graph's, another service with another sign-in.
const byId = 'By its object ID: the directory can’t be searched from here';
const otherItems = [
  {
    label: 'Managed identity…',
    detail: 'One of the user-assigned managed identities that you can see, e.g. of a pipeline',
    ...icon('server-process'),
    value: 'identity' as const,
  },
  { label: 'User…', detail: byId, ...icon('person'), value: 'User' as const },
  { label: 'Service principal…', detail: byId, ...icon('robot'), value: 'ServicePrincipal' as const },
  { label: 'Group…', detail: byId, ...icon('organization'), value: 'Group' as const },
];

function pickIdentity(
  title: string,
  store: EstateStore,
  azure: Pick<GrantReader, 'listIdentities'>,
  signal: AbortSignal,
): Promise<Principal | undefined> {
  const load = async () => {
    const { subscriptions } = await store.get();
    const identities = await azure.listIdentities(
      subscriptions.map(({ id }) => id),
      signal,
    );
    return identities
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map(({ id, name, location, principalId }) => ({
        label: name,
        description: location,
        detail: id,
        ...icon('server-process'),
        value: { principalId, principalType: 'ServicePrincipal' as const, principalName: name },
      }));
  };
  return pickLoaded(
    title,
    'Choose a managed identity',
    load,
    `No user-assigned managed identities in the chosen subscriptions. ${chooseOthers} Or enter an object ID.`,
  );
}

const questions: Readonly<Record<PrincipalType, { noun: string; find: string }>> = {
  User: { noun: 'user', find: 'az ad user show --id <sign-in name> --query id' },
  Group: { noun: 'group', find: 'az ad group show --group <name> --query id' },
  ServicePrincipal: { noun: 'service principal', find: 'az ad sp show --id <application id> --query id' },
};

async function enter(title: string, principalType: PrincipalType): Promise<Principal | undefined> {
  const { noun, find } = questions[principalType];
  const entered = await vscode.window.showInputBox({
    title,
    prompt: `Object ID of the ${noun}: “${find}” tells it.`,
    placeHolder: '00000000-0000-0000-0000-000000000000',
    ignoreFocusOut: true,
    validateInput: (text) =>
      isGuid(text.trim()) ? undefined : 'An object ID is a GUID: digits and a to f in groups of 8-4-4-4-12.',
  });
  const principalId = entered?.trim();
  return principalId === undefined || principalId === ''
    ? undefined
    : { principalId, principalType, principalName: principalId };
}
