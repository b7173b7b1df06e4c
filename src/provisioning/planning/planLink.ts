import { blockersOf } from './blockers';
import { unreadablePair } from './blockersUnread';
import { roleSteps } from './clusterSide';
import { zoneGroupSteps, zoneLinkSteps } from './dnsSteps';
import { fingerprints } from '../plan/fingerprint';
import { distinctHazards } from '../plan/findings';
import { hazardsOf } from './hazards';
import { pullHazards } from './hazardsReach';
import { after } from './after';
import { reachOf, type Reach } from '../../reachability/reach';
import type { Observed } from '../observed/observed';
import { peeringSteps } from './peeringSteps';
import { finished, merged, ofCluster, severalOf, type Planned } from './planned';
import { groupSteps } from './groupSteps';
import { endpointSteps, networkSteps, skuSteps, zoneSteps } from './registrySide';
import { requirementsOf } from './requirements';
import { situationsOf, type Situation } from './situation';
import type { LinkPlan, LinkSpec } from '../plan/spec';
import { withNew } from './withNew';

/**
 * The plan that makes `observed` what `spec` wants. Pure and total: what stands in the way is a blocker, never a throw.
 * `operationId` goes into every ownership mark.
 */
export function planLink(spec: LinkSpec, observed: Observed, operationId: string): LinkPlan {
  const situations = situationsOf(spec, observed, operationId);
  const steps = stepsOf(spec, situations);
  const blockers = [...unreadablePair(spec, observed), ...blockersOf(situations, steps)];
  const hazards = hazardsOf(situations, steps);
  // What is left in the way can be told only of a plan that can be applied.
  const left = blockers.length === 0 ? pullHazards(situations, steps, hazards) : [];
  return {
    operationId,
    purpose: { kind: 'link', spec },
    steps: finished(steps, severalOf(spec)),
    blockers,
    hazards: distinctHazards([...hazards, ...left]),
    requirements: requirementsOf(situations),
    basedOn: fingerprints(spec.registryId, observed),
  };
}

/**
 * How the clusters of a spec would reach the registry once its plan is applied, in the spec's order. Undefined where that
 * can't be applied, has nothing to write, or waits for somebody's approval. What the spec names and nobody has looked for
 * counts as new, so that a proposal is judged without reading more; `planLink` refuses that. Pure and total.
 */
export function reachAfterLink(spec: LinkSpec, read: Observed): readonly Reach[] | undefined {
  const observed = withNew(spec, read);
  const [first, ...others] = situationsOf(spec, observed, '');
  if (first === undefined) return undefined;
  const situations = [first, ...others] as const;
  const steps = stepsOf(spec, situations);
  const isBlocked = unreadablePair(spec, observed).length > 0 || blockersOf(situations, steps).length > 0;
  if (isBlocked || steps.every(({ action }) => action === 'reuse')) return undefined;
  if (situations.some(waitsForApproval)) return undefined;
  const then = after(situations, steps);
  return situations.map(({ cluster }) => reachOf(then.world, then.registry, cluster));
}

function waitsForApproval({ path }: Situation): boolean {
  if (path === undefined) return false;
  const { endpoint, access } = path;
  return endpoint === undefined ? access.endpoint.approval.mode === 'manual' : endpoint.status !== 'Approved';
}

/** In the order in which a reader expects them; what runs when follows from `dependsOn` and `holds`. */
function stepsOf(spec: LinkSpec, situations: readonly Situation[]): Planned[] {
  const each = (plan: (situation: Situation) => readonly Planned[]) =>
    situations.flatMap((situation) => ofCluster(spec, situation.cluster.id, plan(situation)));
  return merged([
    ...each(groupSteps),
    ...each(({ registry, path }) => (path ? skuSteps(registry, path.access.upgradeToPremium) : [])),
    ...each(networkSteps),
    ...each(zoneSteps),
    ...each((situation) => endpointSteps(situation, situations)),
    ...each((situation) => zoneGroupSteps(situation, situations)),
    ...each((situation) => [
      ...peeringSteps(situation),
      ...zoneLinkSteps(situation, situations),
      ...roleSteps(situation),
    ]),
  ]);
}
