import { blockersOf } from './blockers';
import { unreadablePair } from './blockersUnread';
import { roleSteps } from './clusterSide';
import { zoneGroupSteps, zoneLinkSteps } from './dnsSteps';
import { fingerprints } from './fingerprint';
import { hazardsOf } from './hazards';
import type { Observed } from '../observed';
import { peeringSteps } from './peeringSteps';
import type { Plan, Step } from '../plan';
import { endpointSteps, groupSteps, networkSteps, skuSteps, zoneSteps } from './registrySide';
import { situationOf, type Situation } from './situation';
import type { LinkSpec } from '../spec';

/**
 * The plan that makes `observed` what `spec` wants. Pure and total: what stands in the way is a blocker, never a throw.
 * `operationId` goes into every ownership mark.
 */
export function planLink(spec: LinkSpec, observed: Observed, operationId: string): Plan {
  const basedOn = fingerprints(spec, observed);
  const situation = situationOf(spec, observed, operationId);
  if (situation === undefined) {
    return { operationId, spec, steps: [], blockers: unreadablePair(spec, observed), hazards: [], basedOn };
  }
  const steps = stepsOf(situation);
  return {
    operationId,
    spec,
    steps,
    blockers: blockersOf(situation, steps),
    hazards: hazardsOf(situation, steps),
    basedOn,
  };
}

/** In the order in which a reader expects them; what runs when follows from `dependsOn` and `holds`. */
function stepsOf(situation: Situation): Step[] {
  const { path } = situation;
  const steps =
    path === undefined
      ? roleSteps(situation)
      : [
          ...groupSteps(situation, path),
          ...skuSteps(situation, path),
          ...networkSteps(situation, path),
          ...zoneSteps(situation, path),
          ...endpointSteps(situation, path),
          ...zoneGroupSteps(situation, path),
          ...peeringSteps(path),
          ...zoneLinkSteps(situation, path),
          ...roleSteps(situation),
        ];
  // A dependency on something that needs no write is no dependency.
  const written = new Set(steps.filter(({ action }) => action !== 'reuse').map(({ id }) => id));
  return steps.map((step) => ({ ...step, dependsOn: step.dependsOn.filter((id) => written.has(id)) }));
}
