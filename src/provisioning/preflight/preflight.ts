/** Whether the signed-in person may do what a plan says: asked before anything is written. */
import { distinctIds, idKey } from '../../model/armId';
import type { Plan } from '../plan/plan';
import type { RightsReader } from '../ports';
import { blockersOfRights } from './blockersOfRights';
import { judge } from './judge';
import { needsOf, type StepNeeds } from './needs';
import { providerId, type RightsAsked } from '../observed/rights';

/** What has to be read of Azure to judge the plan. */
export function rightsAsked(needs: readonly StepNeeds[]): RightsAsked {
  const scopes = needs.flatMap(({ rights }) => rights.map(({ scope }) => scope));
  const providers = needs.flatMap((need) => need.providers);
  return {
    scopes: distinctIds(scopes),
    providers: [...new Map(providers.map((one) => [idKey(providerId(one)), one])).values()],
  };
}

/**
 * The plan with what the caller may do of it, and with a blocker for everything that certainly lacks. Reads nothing for
 * a plan that writes nothing. `registryId` is what the plan is about, where that is known. Rejects like the reader.
 */
export async function withRights<P extends Plan>(
  plan: P,
  reader: RightsReader,
  signal: AbortSignal,
  registryId?: string,
): Promise<P> {
  const needs = needsOf(plan, registryId);
  if (needs.length === 0) return plan;
  const rights = await reader.readRights(rightsAsked(needs), signal);
  const caller = rights.callerName ?? rights.caller;
  const preflight = { ...judge(needs, rights), ...(caller === undefined ? {} : { caller }) };
  const blockers = [...plan.blockers, ...blockersOfRights(plan, preflight)];
  return { ...plan, blockers, preflight };
}
