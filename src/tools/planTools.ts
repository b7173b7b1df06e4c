/** Plans that a form shows to the user: the tools open it and write nothing. Apply is the user's. */
import * as v from 'valibot';
import { distinctIds } from '../model/armId';
import type { EstateStore } from '../platform/estateStore';
import { type AnyPlan, type Plan, titleOf } from '../provisioning';
import type { Answer } from './answer';
import { clusterIn, registryIn, subscriptionIn } from './found';
import { mostItems, named, tool } from './tool';

/** Opens the form, or brings it to the front, and gives the plan that it shows. Rejects with FailureError where it shows none. */
export interface PlanForms {
  link(of: { readonly registryId: string; readonly clusterIds: readonly string[] }): Promise<AnyPlan>;
  privateRegistry(of: RegistryWish): Promise<AnyPlan>;
}

interface RegistryWish {
  readonly subscriptionId: string;
  /** Left out: as the form proposes, or as the user has filled it in. */
  readonly name?: string;
  /** As Azure names regions: `westeurope`. */
  readonly location?: string;
}

/** Of registry and clusters; the clusters share one plan. */
export const linkEntries = {
  registry: named,
  clusters: v.pipe(v.array(named), v.minLength(1), v.maxLength(20)),
};
const registrySchema = v.strictObject({
  subscription: v.optional(named),
  name: v.optional(named),
  location: v.optional(named),
});

export function planLinkTool(store: Pick<EstateStore, 'get'>, forms: Pick<PlanForms, 'link'>) {
  return tool({
    schema: v.strictObject(linkEntries),
    progress: ({ registry, clusters }) => `Planning a link of ${registry} to ${clusters.join(', ')}`,
    run: async (input) => planAnswer(await forms.link(await linkOf(input, store))),
  });
}

export function planRegistryTool(store: Pick<EstateStore, 'get'>, forms: Pick<PlanForms, 'privateRegistry'>) {
  return tool({
    schema: registrySchema,
    progress: ({ name = '' }) => `Planning a private registry ${name}`.trim(),
    async run({ subscription, name, location }) {
      const { id: subscriptionId } = subscriptionIn(await store.get(), subscription);
      const wish = { subscriptionId, ...(name && { name }), ...(location && { location }) };
      return planAnswer(await forms.privateRegistry(wish));
    },
  });
}

/** The ids of what the model named. */
export async function linkOf(
  { registry, clusters }: { readonly registry: string; readonly clusters: readonly string[] },
  store: Pick<EstateStore, 'get'>,
) {
  const estate = await store.get();
  const clusterIds = distinctIds(clusters.map((cluster) => clusterIn(estate, cluster).id));
  return { registryId: registryIn(estate, registry).id, clusterIds };
}

function planAnswer(plan: AnyPlan): Answer {
  const { blockers, hazards, requirements, steps } = plan;
  const written = steps.filter(({ action }) => action !== 'reuse');
  return {
    says: [
      'The form with this plan is open in VS Code. Nothing was written. Only the user can apply it, by selecting Apply in the form.',
      blockers.length > 0
        ? 'It has blockers, which have to be resolved before it can be applied.'
        : written.length === 0
          ? 'No changes are needed.'
          : 'The user has to acknowledge each of its warnings first.',
    ],
    data: {
      title: titleOf(plan),
      blockers: first(blockers).map(({ message, wayOut, command }) => ({ message, wayOut, command })),
      hazards: first(hazards).map(({ message, affected, mitigation }) => ({
        message,
        affected: first(affected),
        mitigation,
      })),
      requirements: first(requirements).map(({ message, command }) => ({ message, command })),
      missingPermissions: first(missingIn(plan)),
      steps: first(written).map(({ action, title, reason, resourceId }) => ({
        action,
        title,
        reason,
        resourceId,
      })),
      stepsLeftOut: Math.max(0, written.length - mostItems),
      alreadyThere: steps.length - written.length,
    },
  };
}

function missingIn({ preflight }: Plan): readonly string[] {
  return Object.values(preflight?.steps ?? {}).flatMap((rights) =>
    rights.state === 'missing' ? rights.missing.map(({ message }) => message) : [],
  );
}

function first<T>(all: readonly T[]): readonly T[] {
  return all.slice(0, mostItems);
}
