/** Who is to be allowed to push to which registry. */
import * as v from 'valibot';
import type { Immutable } from '../../model/immutable';
import type { Plan } from './plan';

const principalTypes = ['User', 'Group', 'ServicePrincipal'] as const;
export type PrincipalType = (typeof principalTypes)[number];

export const grantPushSpecSchema = v.object({
  registryId: v.string(),
  /** Object id in the directory, a GUID. */
  principalId: v.string(),
  principalType: v.picklist(principalTypes),
  /** As the user knows the principal; only shown. */
  principalName: v.string(),
  /** With what lists repositories too, where the role that pushes doesn't. */
  browse: v.boolean(),
});
export type GrantPushSpec = Immutable<v.InferOutput<typeof grantPushSpecSchema>>;

export type GrantPushPlan = Plan<'grantPush', GrantPushSpec>;
