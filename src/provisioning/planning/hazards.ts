/** What a plan would break for others, or cost: each is acknowledged before it is applied. */
import { distinctHazards } from '../plan/findings';
import type { HazardRule, SideHazardRule } from './hazardRule';
import {
  misledNetworks,
  nameBecomesPrivate,
  nameWithoutRecord,
  overwrittenRecords,
  shadowedDataEndpoints,
} from './hazardsDns';
import { hiddenRegistries, recordsWithoutPath } from './hazardsZoneLink';
import {
  costOfEndpoint,
  costOfSku,
  costOfTraffic,
  customDns,
  dedicatedDataEndpoints,
  firewallMayRefuse,
  fullSubnet,
  neighboursUnknown,
  pullLimitedByCondition,
} from './hazardsOther';
import type { Hazard } from '../plan/plan';
import { stepsFor, type Planned } from './planned';
import type { Situation } from './situation';
import { failedThings } from './states';
import { virtualNodesShutOut } from './virtualNodes';

const dnsRules: readonly SideHazardRule[] = [
  nameBecomesPrivate,
  nameWithoutRecord,
  misledNetworks,
  hiddenRegistries,
  recordsWithoutPath,
  overwrittenRecords,
];

/** What a registry's side does to others, with or without a cluster. */
export const sideRules: readonly SideHazardRule[] = [
  ...dnsRules,
  neighboursUnknown,
  dedicatedDataEndpoints,
  fullSubnet,
  costOfSku,
  costOfEndpoint,
];

const rules: readonly HazardRule[] = [
  ...dnsRules,
  shadowedDataEndpoints,
  neighboursUnknown,
  dedicatedDataEndpoints,
  fullSubnet,
  customDns,
  firewallMayRefuse,
  pullLimitedByCondition,
  costOfSku,
  costOfEndpoint,
  costOfTraffic,
];

function virtualNodes({ registry, cluster }: Situation): Hazard[] {
  const isOpen = registry.publicNetworkAccess === 'Enabled' && registry.defaultAction === 'Allow';
  return isOpen || cluster.hasVirtualNodes !== true ? [] : [virtualNodesShutOut(registry.id, cluster)];
}

/**
 * Each once, also where several clusters meet it. For a cluster that nothing is written for nothing changes: of it only what
 * isn't well as it is.
 */
export function hazardsOf(situations: readonly Situation[], steps: readonly Planned[]): Hazard[] {
  const found = situations.flatMap((situation) => {
    const writes = stepsFor(situation.cluster.id, steps).filter(({ action }) => action !== 'reuse');
    return writes.length === 0 ? [] : rules.flatMap((rule) => rule(situation, writes, situations));
  });
  const asItIs = situations.flatMap((situation) => [
    ...failedThings(situation, steps),
    ...virtualNodes(situation),
  ]);
  return distinctHazards([...found, ...asItIs]);
}
