/** Names: what is looked for first explains a name that went wrong. */
import { asTheHopSays, type HopRule } from '../rule';
import { sources } from '../sources';
import * as records from './records';
import * as zones from './zones';

export const nameRules: readonly HopRule[] = [
  zones.linkNotReady,
  records.recordPublic,
  records.zoneGroupMissing,
  zones.linkedToOtherZone,
  zones.zoneNotLinked,
  zones.otherZoneFirst,
  records.replicaWithoutAddress,
  records.recordMissing,
  records.registryNotInZone,
  records.recordWrong,
  records.recordOfOtherEndpoint,
  zones.ownDnsServer,
  asTheHopSays('name', sources.pullFails),
];
