/** What the owner of a registry decides on a private endpoint that somebody has asked for. */
import * as v from 'valibot';
import type { Immutable } from '../../model/immutable';
import type { Plan } from './plan';

export const approvalSpecSchema = v.object({
  registryId: v.string(),
  /** Of the registry's side: a privateEndpointConnection. */
  connectionId: v.string(),
  /** As it was when the user looked: what is decided is decided on this one. */
  endpointId: v.string(),
  decision: v.picklist(['approve', 'reject']),
  /** What whoever asked is told; may be empty. */
  message: v.string(),
});
export type ApprovalSpec = Immutable<v.InferOutput<typeof approvalSpecSchema>>;

export type ApprovalPlan = Plan<'approval', ApprovalSpec>;
