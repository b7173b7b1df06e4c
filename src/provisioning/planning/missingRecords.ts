/** Records that a zone group keeps and that are gone from its zone. */
import { sameId } from '../../model/armId';
import { privateAlias } from '../../model/clouds';
import { known } from '../observed/lookup';
import { standingOf, stateIn } from '../plan/standing';
import { writesInto, type RegistryPath, type RegistrySituation } from './situation';

/**
 * Names, relative to the zone, of which the zone has no record although the group writes into it. Empty where writing the
 * group again could touch anybody else's record: one that says another address, or one for many names.
 */
export function missingRecords({ registry, path }: RegistrySituation): readonly string[] {
  const records = known(path?.zone?.records);
  if (path === undefined || records === undefined || !keepsRecords(path)) return [];
  const suffix = `.${path.zoneName.toLowerCase()}`;
  const kept = (path.endpoint?.addresses ?? [])
    .map(({ fqdn, address }) => ({ alias: privateAlias(fqdn, registry.loginServer), address }))
    .filter(({ alias }) => alias.endsWith(suffix))
    .map(({ alias, address }) => ({ name: alias.slice(0, -suffix.length), address }));
  const recordOf = (name: string) => records.find((record) => sameId(record.name, name));
  const isOthers = kept.some(({ name, address }) => recordOf(name)?.addresses.includes(address) === false);
  if (isOthers || records.some(({ name }) => name.startsWith('*'))) return [];
  return kept.filter(({ name }) => recordOf(name) === undefined).map(({ name }) => name);
}

/** An endpoint that isn't approved has none yet, and of a group that Azure is at work on they may be on their way. */
function keepsRecords({ endpoint, zoneGroup, zoneId }: RegistryPath): boolean {
  return (
    endpoint?.status === 'Approved' &&
    zoneGroup !== undefined &&
    standingOf(endpoint.provisioningState) === 'ready' &&
    standingOf(stateIn(zoneGroup.raw)) === 'ready' &&
    writesInto(zoneGroup, zoneId)
  );
}
