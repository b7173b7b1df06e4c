/** Plans of every purpose: all are shown, applied, journaled and resumed alike. */
import { nameOf } from '../model/armId';
import type { Plan } from './plan';
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

export type AnyPlan = Plan | RollBackPlan | UnlinkPlan;

/** What an operation does, in a few words: "Link contoso to aks-shop". */
export function titleOf(plan: AnyPlan): string {
  if (!('purpose' in plan)) return linkTitle(plan.spec);
  const { purpose } = plan;
  if (purpose.kind === 'rollBack') return `Roll back: ${purpose.title}`;
  return `Unlink ${nameOf(purpose.spec.registryId)} from ${nameOf(purpose.spec.clusterId)}`;
}

function linkTitle({ registryId, links }: LinkSpec): string {
  const [first = '', ...others] = links.map(({ clusterId }) => nameOf(clusterId));
  const clusters =
    others.length > 1 ? `${first} and ${others.length} others` : [first, ...others].join(' and ');
  return `Link ${nameOf(registryId)} to ${clusters}`;
}
