/** The way of packets: between networks first, then what lets them pass and where they go. */
import { asTheHopSays, type HopRule } from '../rule';
import { sources } from '../sources';
import { peeringRules } from './peerings';
import { trafficRules } from './traffic';

export const wayRules: readonly HopRule[] = [
  ...peeringRules,
  ...trafficRules,
  asTheHopSays('way', sources.pullFails),
];
