/** The section that says how much the registry withstands: zones, and replicas in other regions. */
import { daily, prices, priceSource, pricingPages } from '../../model/prices';
import { regionName } from '../../model/regionNames';
import { regionKey } from '../../model/regions';
import { listedRegions } from '../place/options';
import { advanced, check, choice, fact } from '../planForm/fields';
import type { FieldView, SectionView } from '../planForm/protocol/fields';
import { replicasOf, type Context, type Scope } from './draft';
import { hasZones } from './specOf';

/** Folded: rarely needed at first, and each replica costs as much as the registry. */
export function resilienceSection(scope: Scope, context: Context): SectionView {
  const { fields } = scope;
  const chosen = replicasOf(fields);
  const zones = hasZones(context, fields.location);
  const copies =
    chosen.length === 0
      ? 'no replicas'
      : `replicas in ${chosen.map((one) => regionName(one, context.regions)).join(', ')}`;
  const summary = `${zones && fields.zoneRedundancy === 'true' ? 'zone redundant' : 'not zone redundant'}, ${copies}`;
  return advanced('resilience', 'Zones and replicas', summary, [
    zones
      ? check(
          scope,
          'zoneRedundancy',
          'Zone redundancy',
          'Protects against the loss of a data center, at no extra cost. It can’t be changed later.',
        )
      : fact(
          scope,
          'zoneRedundancy',
          'Zone redundancy',
          'Not available',
          `Azure lists no availability zones in ${regionName(fields.location, context.regions)} for this subscription.`,
        ),
    ...chosen.map((location) => replicaField(scope, location, context)),
    ...addReplicaField(scope, context),
  ]);
}

/** Unticking it takes the replica out. */
function replicaField(scope: Scope, location: string, { regions }: Context): FieldView {
  const shown = regionName(location, regions);
  const own = { ...scope, id: location, suffix: `-${location}` };
  const home = regionKey(location) === regionKey(scope.fields.location);
  const error = home ? `${shown} is the registry’s own region. Clear its selection.` : undefined;
  return check(own, 'replica', `Replica in ${shown}`, 'Clusters in that region pull from it.', error);
}

function addReplicaField(scope: Scope, { regions }: Context): FieldView[] {
  const { location } = scope.fields;
  const taken = new Set([location, ...replicasOf(scope.fields)].map(regionKey));
  const free = regions.filter(({ name: region }) => !taken.has(regionKey(region)));
  if (free.length === 0) return [];
  return [
    {
      ...choice(
        scope,
        'addReplica',
        'Add a replica in',
        [{ value: '', label: 'Choose a region…' }, ...listedRegions(free)],
        `Each costs as much as the registry, about ${daily(prices.registryDay.Premium)}, plus traffic between the regions (${priceSource}).`,
      ),
      link: { label: 'Prices of Azure Container Registry', href: pricingPages.registry },
    },
  ];
}
