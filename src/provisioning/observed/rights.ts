/** What the signed-in person may do, as far as Azure tells: read for the scopes that a plan writes to. */
import { t } from '@vscode/l10n';
import type { Fact, Facts } from './observed';

/** Where to look. Scopes exist; their spelling is that of the plan. */
export interface RightsAsked {
  /** Ids of resources, resource groups and subscriptions. */
  readonly scopes: readonly string[];
  /** Resource providers that have to be registered. */
  readonly providers: readonly ProviderAsked[];
}

export interface ProviderAsked {
  readonly subscriptionId: string;
  /** E.g. `Microsoft.Network`. */
  readonly namespace: string;
}

/** Records are keyed by `idKey(scope)`, registrations by `idKey(providerId(…))`, locks by `idKey` of the subscription. */
export interface ObservedRights {
  /** Object id of the signed-in user or service principal; undefined where the token doesn't tell. */
  readonly caller: string | undefined;
  /** What they sign in with, where the token tells. */
  readonly callerName?: string;
  /** One block a role that is assigned at the scope or above it. */
  readonly permissions: Facts<readonly HeldPermission[]>;
  /** At the scope and above it. */
  readonly denyAssignments: Facts<readonly DenyAssignment[]>;
  /** Everywhere in the subscription, as far as it may be read. */
  readonly locks: Facts<readonly Lock[]>;
  /** `Registered`, `Registering`, `NotRegistered`, … */
  readonly registrations: Facts<string>;
}

/** A management lock: neither kind lets anything at or below its scope be deleted. */
export interface Lock {
  readonly id: string;
  readonly scope: string;
  readonly level: string;
}

export interface HeldPermission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  /** Of the assignment: what it grants depends on more than the action. */
  readonly condition?: string;
}

export interface DenyAssignment {
  readonly id: string;
  readonly name: string;
  readonly scope: string;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly onlyAtScope: boolean;
  readonly principals: readonly Principal[];
  readonly excludedPrincipals: readonly Principal[];
}

interface Principal {
  readonly id: string;
  /** `User`, `Group`, `ServicePrincipal`, `SystemDefined`. */
  readonly type: string;
}

export function providerId({ subscriptionId, namespace }: ProviderAsked): string {
  return `/subscriptions/${subscriptionId}/providers/${namespace}`;
}

/** A fact that nobody has read must not pass for "nothing there". */
export function rightsFact<T>(facts: Facts<T>, key: string): Fact<T> {
  return facts[key.toLowerCase()] ?? { state: 'unreadable', reason: t('It hasn’t been read.') };
}
