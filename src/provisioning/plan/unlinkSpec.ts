/** Which pair is to be taken apart, and what of its link goes. */
import * as v from 'valibot';
import type { Immutable } from '../../model/immutable';
import type { Plan } from './plan';

export const unlinkSpecSchema = v.object({
  registryId: v.string(),
  clusterId: v.string(),
  /** Ids of everything that the user ticked; nothing else is deleted. */
  ticked: v.array(v.string()),
  /** Ways that were part of the link, and may be half gone by now: what is left of them is still looked at. */
  ways: v.exactOptional(
    v.array(v.object({ endpointId: v.string(), networkId: v.string(), zoneIds: v.array(v.string()) })),
  ),
});
export type UnlinkSpec = Immutable<v.InferOutput<typeof unlinkSpecSchema>>;

export type UnlinkPlan = Plan<'unlink', UnlinkSpec>;

/** Takes the role away that lets a cluster pull, and nothing else. */
export type DetachPlan = Plan<'detach', UnlinkSpec>;
