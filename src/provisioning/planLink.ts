import type { Observed } from './observed';
import type { Plan } from './plan';
import type { LinkSpec } from './spec';

/**
 * The plan that makes `observed` what `spec` wants. Pure and total: what stands in the way is a blocker, never a throw.
 * `operationId` goes into every ownership mark.
 */
export function planLink(spec: LinkSpec, observed: Observed, operationId: string): Plan {
  void observed;
  return { operationId, spec, steps: [], blockers: [], hazards: [], basedOn: [] };
}
