/** What a plan would break for others, or cost: each is acknowledged before it is applied. */
import type { Danger, HazardRule, SideHazardRule } from './danger';
import { fingerprint } from '../plan/fingerprint';
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

/** Each once, also where several clusters meet it; none for a cluster that nothing is written for. */
export function hazardsOf(situations: readonly Situation[], steps: readonly Planned[]): Hazard[] {
  const found = situations.flatMap((situation) => {
    const writes = stepsFor(situation.cluster.id, steps).filter(({ action }) => action !== 'reuse');
    return writes.length === 0 ? [] : rules.flatMap((rule) => rule(situation, writes, situations));
  });
  return identified(found);
}

/** Each once, with its id. */
export function identified(found: readonly Danger[]): Hazard[] {
  const hazards = found.map(({ code, message, victims, mitigation, about }) => ({
    code,
    // Other victims make another id: an acknowledgement holds only for what was shown.
    id: `${code}:${fingerprint([about.map((id) => id.toLowerCase()), victims.toSorted()]).slice(0, 12)}`,
    message,
    victims: victims.toSorted(),
    mitigation,
  }));
  return [...new Map(hazards.map((hazard) => [hazard.id, hazard])).values()];
}
