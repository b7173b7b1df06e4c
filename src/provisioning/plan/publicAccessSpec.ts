/** Who reaches a registry over its public address: what the user wants. */
import * as v from 'valibot';
import type { Immutable } from '../../model/immutable';
import type { Plan } from './plan';

const wantedAccess = v.variant('mode', [
  /** Nobody: only private endpoints lead in. The registry's address rules are kept for another time. */
  v.object({ mode: v.literal('off') }),
  /** Only these IPv4 addresses and ranges. */
  v.object({ mode: v.literal('ranges'), ranges: v.array(v.string()) }),
  /** Everybody who can sign in. */
  v.object({ mode: v.literal('on') }),
]);
export type WantedAccess = Immutable<v.InferOutput<typeof wantedAccess>>;

export const publicAccessSpecSchema = v.object({
  schemaVersion: v.literal(1),
  registryId: v.string(),
  access: wantedAccess,
  /** Trusted services of Azure get in while the registry is closed or restricted (`networkRuleBypassOptions`). */
  trustedServices: v.boolean(),
});
export type PublicAccessSpec = Immutable<v.InferOutput<typeof publicAccessSpecSchema>>;

/** Opens, restricts or closes a registry's public address. */
export type PublicAccessPlan = Plan<'publicAccess', PublicAccessSpec>;
