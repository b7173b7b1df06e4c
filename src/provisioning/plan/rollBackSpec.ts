/** Which operation is to be undone. */
import * as v from 'valibot';
import type { Immutable } from '../../model/immutable';
import type { Plan } from './plan';

export const rollBackSpecSchema = v.object({
  /** The operation that is undone. */
  operationId: v.string(),
  /** What it did, in a few words. */
  title: v.string(),
  /** Ids of what the user wants to stay as the operation left it. */
  spared: v.exactOptional(v.array(v.string())),
});
export type RollBackSpec = Immutable<v.InferOutput<typeof rollBackSpecSchema>>;

export type RollBackPlan = Plan<'rollBack', RollBackSpec>;
