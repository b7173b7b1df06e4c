/** The plan that opens, restricts or closes a registry's public address. */
import type { PublicAccessPlan, PublicAccessSpec } from '../plan/publicAccessSpec';
import { aspectOf, fingerprint } from '../plan/fingerprint';
import { known } from '../observed/lookup';
import { accessSettings } from './accessSettings';
import { accessBlockers } from './accessBlockers';
import { accessHazards } from './accessHazards';
import { accessSteps } from './accessStep';
import type { PublicAccessObserved } from '../observed/observedPullers';
import { pullersOf } from './pullers';

/**
 * Pure and total: what stands in the way is a blocker, never a throw. Whoever pulls without a working private path is
 * named in a hazard of its own.
 */
export function planPublicAccess(
  spec: PublicAccessSpec,
  observed: PublicAccessObserved,
  operationId: string,
): PublicAccessPlan {
  const raw = known(observed.settings);
  const settings = raw && accessSettings(raw);
  const pullers = pullersOf(observed);
  const steps = settings === undefined ? [] : accessSteps(spec, settings);
  return {
    operationId,
    purpose: { kind: 'publicAccess', spec },
    steps,
    blockers: accessBlockers(spec, settings, observed, steps),
    hazards:
      settings === undefined || steps.every(({ action }) => action === 'reuse')
        ? []
        : accessHazards(spec, settings, pullers, spec.registryId),
    requirements: [],
    basedOn: [
      { resourceId: spec.registryId, hash: fingerprint(observed.settings) },
      { resourceId: aspectOf(spec.registryId, 'pullers'), hash: fingerprint(pullers ?? null) },
    ],
  };
}
