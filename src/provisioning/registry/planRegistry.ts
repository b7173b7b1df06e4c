import type { RegistryPlan, RegistrySpec } from '../plan/registrySpec';
import type { Observed } from '../observed/observed';
import { registryLinkSteps, zoneGroupSteps } from '../planning/dnsSteps';
import { fingerprints } from '../plan/fingerprint';
import { finished, merged, type Planned } from '../planning/planned';
import { groupSteps } from '../planning/groupSteps';
import { endpointSteps, networkSteps, zoneSteps } from '../planning/registrySide';
import { blockersOfRegistry, unreadableRegistry } from './blockersRegistry';
import { hazardsOfRegistry } from './hazardsRegistry';
import { registryCaseOf, type RegistryCase } from './registrySituation';
import { registrySteps } from './registrySteps';
import { requirementsOfRegistry } from './requirementsRegistry';

/**
 * The plan that makes a registry, or gives one that is there private addresses, without any cluster. Pure and total:
 * what stands in the way is a blocker, never a throw. `operationId` goes into every ownership mark.
 */
export function planRegistry(spec: RegistrySpec, observed: Observed, operationId: string): RegistryPlan {
  const situation = registryCaseOf(spec, observed, operationId);
  const steps = situation === undefined ? [] : stepsOf(situation);
  return {
    operationId,
    purpose: { kind: 'registry', spec },
    steps: finished(steps),
    blockers: [
      ...unreadableRegistry(spec, observed),
      ...(situation === undefined ? [] : blockersOfRegistry(situation, steps)),
    ],
    hazards: situation === undefined ? [] : hazardsOfRegistry(situation, steps),
    requirements: situation === undefined ? [] : requirementsOfRegistry(situation),
    basedOn: fingerprints(spec.registry.id, observed),
  };
}

/** In the order in which a reader expects them; what runs when follows from `dependsOn` and `holds`. */
function stepsOf(situation: RegistryCase): Planned[] {
  return merged([
    ...groupSteps(situation),
    ...registrySteps(situation),
    ...networkSteps(situation),
    ...zoneSteps(situation),
    ...endpointSteps(situation, [situation]),
    ...zoneGroupSteps(situation, [situation]),
    ...registryLinkSteps(situation, [situation]),
  ]);
}
