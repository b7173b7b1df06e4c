/** Needs and rights laid side by side. */
import { t } from '@vscode/l10n';
import { idKey, isAtOrBelow, nameOf, scopeWords, subscriptionOf, subscriptionScope } from '../../model/armId';
import { covers } from '../../model/patterns';
import { shellCommand } from '../../model/shell';
import { lackKey, leastGrants, type Grant } from './leastRole';
import type { Need, StepNeeds } from './needs';
import type { MissingRight, Preflight, Remedy, StepRights } from '../plan/verdict';
import {
  providerId,
  rightsFact,
  type DenyAssignment,
  type ObservedRights,
  type ProviderAsked,
} from '../observed/rights';

type Verdict =
  | { readonly state: 'granted' }
  | { readonly state: 'missing'; readonly missing: MissingRight }
  | { readonly state: 'unknown'; readonly reason: string };

const granted: Verdict = { state: 'granted' };

/** Needs of steps, or of an action that is no step of a plan. */
type Needs = Omit<StepNeeds, 'step'> & { readonly step: Pick<StepNeeds['step'], 'id'> };

/** What each step may rely on; the remedies of all steps together ask for as few roles as possible. */
export function judge(needs: readonly Needs[], rights: ObservedRights): Preflight {
  const lacking = needs
    .flatMap((step) => step.rights)
    .filter((need) => need.weight === 'required' && heldAt(need, rights) === 'no');
  const grants = leastGrants(lacking);
  return {
    steps: Object.fromEntries(needs.map((need) => [need.step.id, judgeStep(need, rights, grants)])),
  };
}

function judgeStep(
  { rights: needs, providers, unlocked }: Needs,
  rights: ObservedRights,
  grants: ReadonlyMap<string, Grant>,
): StepRights {
  const verdicts = [
    ...providers.map((provider) => judgeProvider(provider, rights)),
    ...needs.map((need) => judgeNeed(need, rights, grants)),
    ...unlocked.flatMap(({ id, verb }) => judgeLocks(id, verb, rights)),
  ];
  const missing = verdicts.flatMap((verdict) => (verdict.state === 'missing' ? [verdict.missing] : []));
  const reasons = [
    ...new Set(verdicts.flatMap((verdict) => (verdict.state === 'unknown' ? [verdict.reason] : []))),
  ];
  if (missing.length > 0) return { state: 'missing', missing, unsure: reasons };
  return reasons.length > 0 ? { state: 'unknown', reasons } : { state: 'granted' };
}

type Held = 'yes' | 'no' | 'conditional' | 'unread';

/** Permission sets are united: what one of them takes away with notActions another one may grant. */
function heldAt({ action, scope }: Need, { permissions }: ObservedRights): Held {
  const fact = rightsFact(permissions, idKey(scope));
  if (fact.state !== 'known') return 'unread';
  const granting = fact.value.filter(
    ({ actions, notActions }) => covers(actions, action) && !covers(notActions, action),
  );
  if (granting.some(({ condition }) => condition === undefined || condition.trim() === '')) return 'yes';
  return granting.length > 0 ? 'conditional' : 'no';
}

function judgeNeed(need: Need, rights: ObservedRights, grants: ReadonlyMap<string, Grant>): Verdict {
  const { action, scope, weight } = need;
  const held = heldAt(need, rights);
  if (held === 'yes') return weight === 'required' ? judgeDenials(need, rights) : granted;
  if (held === 'unread') {
    const fact = rightsFact(rights.permissions, idKey(scope));
    const why = fact.state === 'unreadable' ? fact.reason : t('It doesn’t exist.');
    return unknown(t`Your permissions on ${scopeWords(scope)} couldn’t be read: ${why}`);
  }
  if (held === 'conditional') {
    return unknown(
      t`${action} on ${scopeWords(scope)} is granted under a condition, which isn’t evaluated here.`,
    );
  }
  if (weight === 'advisory') {
    return unknown(
      t`You don’t have ${action} on ${scopeWords(scope)}, so you may not be able to follow this step until it completes.`,
    );
  }
  const message = t`You don’t have ${action} on ${scopeWords(scope)}.`;
  const remedy = remedyOf(grants.get(lackKey(need)) ?? { role: 'Owner', scope }, rights.caller);
  return { state: 'missing', missing: { kind: 'right', action, scope, message, remedy } };
}

function remedyOf({ role, scope }: Grant, caller: string | undefined): Remedy {
  return {
    words: t`An Owner or User Access Administrator of ${scopeWords(scope)} can assign you the role ${role} there.`,
    command: shellCommand(
      ...['az', 'role', 'assignment', 'create'],
      ...['--assignee', caller ?? '<your object ID>', '--role', role, '--scope', scope],
    ),
  };
}

/** All principals, in the words of deny assignments. */
const everybody = '00000000-0000-0000-0000-000000000000';

function judgeDenials(need: Need, rights: ObservedRights): Verdict {
  const { action, scope, target } = need;
  const fact = rightsFact(rights.denyAssignments, idKey(scope));
  // Where they can't be read there is rarely one: Azure answers with it, should there be.
  if (fact.state !== 'known') return granted;
  const denying = fact.value.filter(
    ({ actions, notActions, onlyAtScope, scope: at }) =>
      covers(actions, action) &&
      !covers(notActions, action) &&
      isAtOrBelow(target, at) &&
      (!onlyAtScope || idKey(at) === idKey(target)),
  );
  const meant = denying.map((denial) => ({ denial, applies: appliesTo(denial, rights.caller) }));
  const certain = meant.find(({ applies }) => applies === 'yes')?.denial;
  if (certain) {
    return {
      state: 'missing',
      missing: {
        kind: 'denied',
        action,
        scope,
        message: t`Deny assignment “${certain.name}” on ${scopeWords(certain.scope)} blocks ${action}, regardless of your roles.`,
        remedy: {
          words: t(
            'It was created by an Azure service, such as AKS for its node resource group or a deployment stack, and can be removed there.',
          ),
          command: undefined,
        },
      },
    };
  }
  const possible = meant.find(({ applies }) => applies === 'maybe')?.denial;
  return possible
    ? unknown(
        t`Deny assignment “${possible.name}” on ${scopeWords(possible.scope)} blocks ${action} for some principals. It’s unknown whether this includes you.`,
      )
    : granted;
}

/** Membership in groups is known to the directory only. */
function appliesTo(denial: DenyAssignment, caller: string | undefined): 'yes' | 'no' | 'maybe' {
  const isCaller = ({ id }: { readonly id: string }) => id.toLowerCase() === caller?.toLowerCase();
  const isGroup = ({ type }: { readonly type: string }) => type === 'Group' || type === '';
  const { principals, excludedPrincipals } = denial;
  if (excludedPrincipals.some(isCaller)) return 'no';
  const meant = principals.some((one) => one.id === everybody || isCaller(one));
  const unsure = caller === undefined ? excludedPrincipals.length > 0 : excludedPrincipals.some(isGroup);
  if (meant) return unsure ? 'maybe' : 'yes';
  return caller === undefined || principals.some(isGroup) ? 'maybe' : 'no';
}

function judgeProvider(provider: ProviderAsked, { registrations }: ObservedRights): Verdict {
  const { subscriptionId, namespace } = provider;
  const fact = rightsFact(registrations, providerId(provider));
  const state = fact.state === 'known' ? fact.value : undefined;
  if (state === 'Registered') return granted;
  const where = t`in subscription ${subscriptionId}`;
  if (state === undefined) return unknown(t`Couldn’t read whether ${namespace} is registered ${where}.`);
  if (state === 'Registering') return unknown(t`${namespace} is still being registered ${where}.`);
  const command = shellCommand(
    ...['az', 'provider', 'register', '--namespace', namespace, '--subscription', subscriptionId, '--wait'],
  );
  const action = `${namespace}/register/action`;
  return {
    state: 'missing',
    missing: {
      kind: 'provider',
      action,
      scope: subscriptionScope(subscriptionId),
      message: t`Resource provider ${namespace} isn’t registered ${where} (${state}).`,
      remedy: {
        words: t`Ask a Contributor or Owner of the subscription to register it (${action}).`,
        command,
      },
    },
  };
}

/** A lock covers what is below it; deleting something also takes away what is below that. */
function judgeLocks(id: string, verb: 'write' | 'delete', { locks }: ObservedRights): Verdict[] {
  const fact = rightsFact(locks, subscriptionScope(subscriptionOf(id)));
  // Where locks can't be read there may be one; Azure says so when the write is made, and nothing is lost by that.
  if (fact.state !== 'known') return [];
  return fact.value
    .filter(({ level }) => verb === 'delete' || level === 'ReadOnly')
    .filter(({ scope }) => isAtOrBelow(id, scope) || (verb === 'delete' && isAtOrBelow(scope, id)))
    .map(({ id: lockId, scope, level }) => ({
      state: 'missing' as const,
      missing: {
        kind: 'lock' as const,
        action: verb,
        scope,
        message: t`Lock “${nameOf(lockId)}” (${level}) on ${scopeWords(scope)} blocks this.`,
        remedy: {
          words: t`Ask someone with Microsoft.Authorization/locks/delete on ${scopeWords(scope)} to remove the lock during the change.`,
          command: undefined,
        },
      },
    }));
}

function unknown(reason: string): Verdict {
  return { state: 'unknown', reason };
}
