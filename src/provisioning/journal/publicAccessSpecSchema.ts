/** A spec of public access as journals hold it. */
import * as v from 'valibot';
import type { PublicAccessSpec } from '../plan/publicAccessSpec';

export const publicAccessSpecSchema: v.GenericSchema<unknown, PublicAccessSpec> = v.object({
  schemaVersion: v.literal(1),
  registryId: v.string(),
  access: v.variant('mode', [
    v.object({ mode: v.literal('off') }),
    v.object({ mode: v.literal('ranges'), ranges: v.array(v.string()) }),
    v.object({ mode: v.literal('on') }),
  ]),
  trustedServices: v.boolean(),
});
