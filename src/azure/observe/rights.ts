import { t } from '@vscode/l10n';
import * as v from 'valibot';
import {
  distinctIds,
  groupIdOf,
  idKey,
  isAtOrBelow,
  subscriptionOf,
  subscriptionScope,
} from '../../model/armId';
import { apiVersions } from '../../model/apiVersions';
import type {
  AzureOptions,
  DenyAssignment,
  Fact,
  Facts,
  HeldPermission,
  Lock,
  ObservedRights,
  ProviderAsked,
  RightsAsked,
  SignedIn,
} from '../../provisioning';
import { providerId } from '../../provisioning/adapters';
import { signedInOf } from '../auth/callerOf';
import type { Clients } from '../http/clients';
import { Reads } from '../http/facts';
import { readLocks } from '../resources/locks';
import { parseAnswer } from '../http/parse';
import { getJson, listJson } from '../http/reading';

/** The version in which a permission set tells the condition that it is granted under. */
const PERMISSIONS_VERSION = '2022-04-01';
const PROVIDERS_VERSION = apiVersions.resourceGroup;

const texts = v.nullish(v.array(v.string()), []);

const permissionJson = v.object({
  actions: texts,
  notActions: texts,
  condition: v.nullish(v.string()),
});

const principals = v.optional(
  v.array(v.object({ id: v.string(), type: v.optional(v.nullish(v.string()), '') })),
  [],
);

const denyAssignmentJson = v.object({
  id: v.string(),
  properties: v.object({
    denyAssignmentName: v.optional(v.string(), t('without a name')),
    scope: v.string(),
    doNotApplyToChildScopes: v.optional(v.boolean(), false),
    permissions: v.optional(v.array(v.object({ actions: texts, notActions: texts })), []),
    principals,
    excludePrincipals: principals,
  }),
});

const providerJson = v.object({ registrationState: v.string() });

/** What the signed-in person may do at each of the scopes; see RightsReader.readRights. */
export async function readRights(
  clients: Clients,
  { tokenSource, cloud: { scope } }: Pick<AzureOptions, 'tokenSource' | 'cloud'>,
  asked: RightsAsked,
  signal: AbortSignal,
): Promise<ObservedRights> {
  const reads = new Reads(clients, signal);
  const { token } = await tokenSource([scope], { signal });
  const rights = await observeRights(reads, asked, signedInOf(token));
  reads.refuseSilence();
  return rights;
}

async function observeRights(
  reads: Reads,
  asked: RightsAsked,
  signedIn: SignedIn | undefined,
): Promise<ObservedRights> {
  const subscriptions = distinctIds(asked.scopes.map((scope) => subscriptionScope(subscriptionOf(scope))));
  const [permissions, denyAssignments, locks, registrations] = await Promise.all([
    each(asked.scopes, (scope) => reads.fact(readPermissions(reads, scope), scope)),
    each(asked.scopes, (scope) => reads.fact(readDenyAssignments(reads, scope), scope)),
    each(subscriptions, (subscription) => observeLocks(reads, subscription, asked.scopes)),
    Promise.all(
      asked.providers.map(async (provider) => {
        const id = providerId(provider);
        return [idKey(id), await reads.fact(readRegistration(reads, provider), id)] as const;
      }),
    ),
  ]);
  const { objectId: caller, signInName } = signedIn ?? {};
  return {
    caller,
    ...(signInName === undefined ? {} : { callerName: signInName }),
    permissions,
    denyAssignments,
    locks,
    registrations: Object.fromEntries(registrations),
  };
}

async function readPermissions(reads: Reads, scope: string): Promise<readonly HeldPermission[]> {
  const items = await listBelow(reads, scope, 'permissions');
  return items.map((item) => {
    const { actions, notActions, condition } = parseAnswer(permissionJson, item, t('a permission'));
    return { actions, notActions, ...(condition === null || condition === undefined ? {} : { condition }) };
  });
}

async function readDenyAssignments(reads: Reads, scope: string): Promise<readonly DenyAssignment[]> {
  const items = await listBelow(reads, scope, 'denyAssignments', { $filter: 'atScope()' });
  return items.flatMap((item) => {
    const { id, properties } = parseAnswer(denyAssignmentJson, item, t('a deny assignment'));
    return properties.permissions.map(({ actions, notActions }) => ({
      id,
      name: properties.denyAssignmentName,
      scope: properties.scope,
      actions,
      notActions,
      onlyAtScope: properties.doNotApplyToChildScopes,
      principals: properties.principals.map(principalOf),
      excludedPrincipals: properties.excludePrincipals.map(principalOf),
    }));
  });
}

function principalOf({ id, type }: { readonly id: string; readonly type: string | null | undefined }) {
  return { id, type: type ?? '' };
}

/** Of the whole subscription; who may not read there is asked about in the groups that the plan writes to. */
async function observeLocks(
  reads: Reads,
  subscription: string,
  scopes: readonly string[],
): Promise<Fact<readonly Lock[]>> {
  const { clients, signal } = reads;
  const whole = await reads.fact(readLocks(clients, subscription, signal), subscription);
  if (whole.state !== 'unreadable') return whole;
  const groups = distinctIds(
    scopes
      .filter((scope) => isAtOrBelow(scope, subscription) && /\/resourceGroups\//i.test(scope))
      .map(groupIdOf),
  );
  const parts = await Promise.all(groups.map((id) => reads.fact(readLocks(clients, id, signal), id)));
  const known = parts.flatMap((part) => (part.state === 'known' ? [part.value] : []));
  return known.length === 0 ? whole : { state: 'known', value: known.flat() };
}

async function readRegistration({ clients, signal }: Reads, provider: ProviderAsked): Promise<string> {
  const id = providerId(provider);
  const json = await getJson(clients.resources(provider.subscriptionId), id, PROVIDERS_VERSION, signal);
  return parseAnswer(providerJson, json, `provider ${provider.namespace}`).registrationState;
}

function listBelow({ clients, signal }: Reads, scope: string, type: string, query?: Record<string, string>) {
  const client = clients.resources(subscriptionOf(scope));
  const path = `${scope}/providers/Microsoft.Authorization/${type}`;
  return listJson(client, path, PERMISSIONS_VERSION, signal, query);
}

async function each<T>(
  scopes: readonly string[],
  observe: (scope: string) => Promise<Fact<T>>,
): Promise<Facts<T>> {
  const entries = scopes.map(async (scope) => [idKey(scope), await observe(scope)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
