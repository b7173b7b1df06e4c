/** The section that says how much the registry withstands: zones, and replicas in other regions. */
import { t } from '@vscode/l10n';
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
      ? t('no replicas')
      : t`replicas in ${chosen.map((one) => regionName(one, context.regions)).join(', ')}`;
  const summary = `${zones && fields.zoneRedundancy === 'true' ? t('zone redundant') : t('not zone redundant')}, ${copies}`;
  return advanced('resilience', t('Zones and replicas'), summary, [
    zones
      ? check(
          scope,
          'zoneRedundancy',
          t('Zone redundancy'),
          t('Protects against the loss of a data center, at no extra cost. It can’t be changed later.'),
        )
      : fact(
          scope,
          'zoneRedundancy',
          t('Zone redundancy'),
          t('Not available'),
          t`Azure lists no availability zones in ${regionName(fields.location, context.regions)} for this subscription.`,
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
  const error = home ? t`${shown} is the registry’s own region. Clear its selection.` : undefined;
  return check(own, 'replica', t`Replica in ${shown}`, t('Clusters in that region pull from it.'), error);
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
        t('Add a replica in'),
        [{ value: '', label: t('Choose a region…') }, ...listedRegions(free)],
        t`Each costs as much as the registry, about ${daily(prices.registryDay.Premium)}, plus traffic between the regions (${priceSource}).`,
      ),
      link: { label: t('Prices of Azure Container Registry'), href: pricingPages.registry },
    },
  ];
}
