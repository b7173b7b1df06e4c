/** Plans of every purpose: all are shown, applied, journaled and resumed alike. */
import { nameOf } from '../../model/armId';
import type { Plan } from './plan';
import type { PublicAccessSpec } from './publicAccessSpec';
import type { RegistrySpec } from './registrySpec';
import type { LinkSpec } from './spec';

/** What applying needs of a plan. */
export type Changes = Omit<Plan, 'spec'>;

export interface RollBackPlan extends Changes {
  /** The operation that is undone. */
  readonly purpose: { readonly kind: 'rollBack'; readonly operationId: string; readonly title: string };
}

export interface UnlinkPlan extends Changes {
  readonly purpose: { readonly kind: 'unlink'; readonly spec: UnlinkSpec };
}

/** Which pair is to be unlinked, and what of the link goes. */
export interface UnlinkSpec {
  readonly registryId: string;
  readonly clusterId: string;
  /** Ids of everything that the user ticked; nothing else is deleted. */
  readonly ticked: readonly string[];
}

/** Takes the role away that lets a cluster pull, and nothing else. */
export interface DetachPlan extends Changes {
  readonly purpose: { readonly kind: 'detach'; readonly spec: UnlinkSpec };
}

export interface GrantPushPlan extends Changes {
  readonly purpose: { readonly kind: 'grantPush'; readonly spec: GrantPushSpec };
}

/** Who is to be allowed to push to which registry. */
export interface GrantPushSpec {
  readonly registryId: string;
  /** Object id in the directory, a GUID. */
  readonly principalId: string;
  readonly principalType: PrincipalType;
  /** As the user knows the principal; only shown. */
  readonly principalName: string;
  /** With what lists repositories too, where the role that pushes doesn't. */
  readonly browse: boolean;
}

export const principalTypes = ['User', 'Group', 'ServicePrincipal'] as const;
export type PrincipalType = (typeof principalTypes)[number];

/** Makes a registry, or private addresses for one that is there, without any cluster. */
export interface RegistryPlan extends Changes {
  readonly purpose: { readonly kind: 'registry'; readonly spec: RegistrySpec };
}

/** Opens, restricts or closes a registry's public address. */
export interface PublicAccessPlan extends Changes {
  readonly purpose: { readonly kind: 'publicAccess'; readonly spec: PublicAccessSpec };
}

export type AnyPlan =
  Plan | RollBackPlan | UnlinkPlan | DetachPlan | GrantPushPlan | RegistryPlan | PublicAccessPlan;

export type Purpose = 'link' | Exclude<AnyPlan, Plan>['purpose']['kind'];

export function purposeOf(plan: AnyPlan): Purpose {
  return 'purpose' in plan ? plan.purpose.kind : 'link';
}

/** Whether what an operation of this purpose did can be rolled back: what unlinking deletes comes back by linking anew. */
export function canBeUndone(purpose: Purpose): boolean {
  return purpose !== 'rollBack' && purpose !== 'unlink';
}

/** What an operation does, in a few words: "Link contoso to aks-shop". */
export function titleOf(plan: AnyPlan): string {
  if (!('purpose' in plan)) return linkTitle(plan.spec);
  const { purpose } = plan;
  switch (purpose.kind) {
    case 'rollBack':
      return `Roll back: ${purpose.title}`;
    case 'unlink':
      return `Unlink ${nameOf(purpose.spec.registryId)} from ${nameOf(purpose.spec.clusterId)}`;
    case 'detach':
      return `Detach ${nameOf(purpose.spec.registryId)} from ${nameOf(purpose.spec.clusterId)}`;
    case 'grantPush':
      return `Let ${purpose.spec.principalName} push to ${nameOf(purpose.spec.registryId)}`;
    case 'registry':
      return registryTitle(purpose.spec);
    case 'publicAccess':
      return publicAccessTitle(purpose.spec);
  }
}

function publicAccessTitle({ registryId, access }: PublicAccessSpec): string {
  const name = nameOf(registryId);
  if (access.mode === 'on') return `Open public access of ${name}`;
  return access.mode === 'off' ? `Close public access of ${name}` : `Restrict public access of ${name}`;
}

function registryTitle({ registry, side }: RegistrySpec): string {
  const name = nameOf(registry.id);
  if (registry.kind === 'existing') return `Make ${name} private`;
  return side === undefined ? `Create registry ${name}` : `Create private registry ${name}`;
}

function linkTitle({ registryId, links }: LinkSpec): string {
  const [first = '', ...others] = links.map(({ clusterId }) => nameOf(clusterId));
  const clusters =
    others.length > 1 ? `${first} and ${others.length} others` : [first, ...others].join(' and ');
  // Over the public address it is the role alone.
  const verb = links.every(({ access }) => access.mode === 'public') ? 'Attach' : 'Link';
  return `${verb} ${nameOf(registryId)} to ${clusters}`;
}
