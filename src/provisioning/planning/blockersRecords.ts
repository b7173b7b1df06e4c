/** What already stands in the zone where the zone group would write the records of the endpoint. */
import { t } from '@vscode/l10n';
import { nameOf } from '../../model/armId';
import { privateRecords } from '../observed/hosts';
import { known } from '../observed/lookup';
import type { Blocker, Step } from '../plan/plan';
import { otherEndpoints, writesInto, type RegistrySituation } from './situation';

/** Two endpoints of one registry in one zone overwrite each other's records, and deleting either removes them. */
export function secondEndpoint(situation: RegistrySituation, steps: readonly Step[]): Blocker[] {
  const { registry, path } = situation;
  if (path === undefined || !writesRecords(steps)) return [];
  return otherEndpoints(situation)
    .filter(({ zoneGroup }) => zoneGroup.state === 'known' && writesInto(zoneGroup.value, path.zoneId))
    .map(({ id, name, subnetId }) => ({
      code: 'secondEndpointInZone',
      message: t`Private endpoint ${name} already manages the records of ${registry.loginServer} in this zone. A second endpoint would overwrite them.`,
      wayOut: t`Use that endpoint (in ${nameOf(subnetId)}), or another zone named ${path.zoneName}.`,
      resourceIds: [id, path.zoneId],
    }));
}

/** A name with an alias can't have an address besides (RFC 1034, 3.6.2): the zone group could not write its record. */
export function aliasInTheWay({ registry, path }: RegistrySituation, steps: readonly Step[]): Blocker[] {
  if (path === undefined || !writesRecords(steps)) return [];
  const names = new Set(privateRecords(registry));
  return (known(path.zone?.records) ?? []).flatMap(({ name, alias }): Blocker[] => {
    if (alias === undefined || !names.has(name.toLowerCase())) return [];
    return [
      {
        code: 'aliasInTheWay',
        message: t`The zone ${path.zoneName} has a CNAME record ${name} (to ${alias}). A name with a CNAME record can’t have an address, so the record of the private endpoint can’t be written.`,
        wayOut: t`Delete that record, or choose another zone named ${path.zoneName}.`,
        resourceIds: [path.zoneId],
      },
    ];
  });
}

function writesRecords(steps: readonly Step[]): boolean {
  return steps.some(({ kind, action }) => kind === 'zoneGroup' && action !== 'reuse');
}
