/** What the choices of a place offer. */
import { t } from '@vscode/l10n';
import { idKey, nameOf, parentId, parseId, sameId, subscriptionOf } from '../../model/armId';
import { privateZoneName } from '../../model/clouds';
import { regionName } from '../../model/regionNames';
import { regionKey } from '../../model/regions';
import { knownValues, type ObservedCluster, type ObservedZone, type Region } from '../../provisioning';
import type { OptionView } from '../planForm/protocol/fields';
import { makeNew } from './networks';
import type { PlaceContext } from './place';

/** `within`: only those in that network. */
export function endpointOptions(
  { observed, registry }: PlaceContext,
  within?: string,
): readonly OptionView[] {
  const existing = knownValues(observed.endpoints).filter(
    ({ targetId, subnetId }) =>
      sameId(targetId, registry.id) && (within === undefined || sameId(parentId(subnetId), within)),
  );
  return [
    ...existing.map(({ id, name, subnetId, status }) => ({
      value: id,
      label: name,
      detail: [t`in ${nameOf(parentId(subnetId))}`, ...(status === 'Approved' ? [] : [status])].join(', '),
    })),
    { value: makeNew, label: t('New endpoint') },
  ];
}

/**
 * What was read for this form comes first, because it is the likely choice; then the networks of the registry's subscription.
 * `hidden` is a network that is offered as a place of its own, with proposals that fit it.
 */
export function networkOptions(
  context: PlaceContext,
  clusters: readonly ObservedCluster[],
  hidden: string | undefined,
): readonly OptionView[] {
  const { inventory, observed, registry } = context;
  const own = (id: string) => sameId(subscriptionOf(id), subscriptionOf(registry.id));
  const owner = (id: string) => clusters.find(({ networkId }) => sameId(networkId, id));
  const read = knownValues(observed.networks);
  const listed = inventory.networks
    .filter(({ id }) => observed.networks[idKey(id)]?.state !== 'known')
    .toSorted((a, b) => Number(own(b.id)) - Number(own(a.id)) || a.name.localeCompare(b.name));
  const detailOf = ({ id, location, addressPrefixes }: (typeof listed)[number]) => {
    const cluster = owner(id);
    if (cluster !== undefined) {
      return clusters.length > 1 ? t`the virtual network of ${cluster.name}` : t('the cluster’s own');
    }
    const subscription = own(id) ? [] : [subscriptionName(context, subscriptionOf(id))];
    return [regionName(location), addressPrefixes.join(', '), ...subscription].join(', ');
  };
  return [
    { value: makeNew, label: t`New network for ${registry.name}` },
    ...[...read, ...listed]
      .filter(({ id }) => !sameId(id, hidden))
      .map((network) => ({ value: network.id, label: network.name, detail: detailOf(network) })),
  ];
}

/** `clusters` are those that use the zone. */
export function zoneOptions(
  context: PlaceContext,
  chosen: string,
  clusters: readonly ObservedCluster[],
): readonly OptionView[] {
  const { observed, registry } = context;
  const zoneName = privateZoneName(registry.loginServer);
  const existing = knownValues(observed.zones)
    .filter((zone) => zone.name.toLowerCase() === zoneName || sameId(zone.id, chosen))
    .map((zone) => ({
      value: zone.id,
      label: zoneWords(zone.id),
      detail: `${subscriptionName(context, subscriptionOf(zone.id))}${linkedWords(zone, clusters)}`,
    }));
  // A zone that the endpoint writes to may be one that this account can't read.
  const unseen =
    chosen === makeNew || existing.some(({ value }) => sameId(value, chosen))
      ? []
      : [{ value: chosen, label: zoneWords(chosen), detail: t('can’t be read') }];
  return [...existing, ...unseen, { value: makeNew, label: t`New zone ${zoneName}` }];
}

export function zoneWords(id: string): string {
  return t`${nameOf(id)} in ${parseId(id)?.resourceGroup ?? ''}`;
}

/** Which of the clusters' networks are linked to it; of none, which networks are at all. */
function linkedWords({ links }: ObservedZone, clusters: readonly ObservedCluster[]): string {
  const linked = clusters.filter(({ networkId }) => links.some((link) => sameId(link.networkId, networkId)));
  if (clusters.length === 0 && links.length > 0) {
    return links.length === 1
      ? t`, linked to ${nameOf(links[0]?.networkId ?? '')}`
      : t`, linked to ${links.length} networks`;
  }
  if (linked.length === 0) return '';
  if (clusters.length === 1) return t(', linked to the cluster’s network');
  return linked.length === clusters.length
    ? t(', linked to the clusters’ networks')
    : t`, linked to the networks of ${linked.length} of ${clusters.length} clusters`;
}

/** With the chosen one, which this account may not list. */
export function subscriptionOptions(context: PlaceContext, chosen: string): readonly OptionView[] {
  const ids = new Set([...context.subscriptions.map(({ id }) => id), chosen]);
  return [...ids].map((id) => ({ value: id, label: subscriptionName(context, id) }));
}

function subscriptionName({ subscriptions }: Pick<PlaceContext, 'subscriptions'>, id: string): string {
  return subscriptions.find((subscription) => sameId(subscription.id, id))?.name ?? id;
}

/** Those that Azure lists for the subscription; where it wasn't asked those in use. */
export function regionOptions(
  { inventory, registry, regions = [] }: PlaceContext,
  chosen: string,
): readonly OptionView[] {
  const used = [registry, ...inventory.registries, ...inventory.clusters, ...inventory.networks];
  const all =
    regions.length > 0
      ? listedRegions(regions)
      : [...new Set(used.map(({ location }) => location))].map((value) => ({
          value,
          label: regionName(value),
        }));
  return [
    ...(chosen === '' ? [] : [{ value: chosen, label: regionName(chosen, regions) }]),
    ...all.filter(({ value }) => value !== '' && regionKey(value) !== regionKey(chosen)),
  ].toSorted((a, b) => a.label.localeCompare(b.label));
}

/** Regions as Azure lists them, with their names for commands where these differ. */
export function listedRegions(regions: readonly Region[]): readonly OptionView[] {
  return regions.map(({ name: value, displayName }) => ({
    value,
    label: displayName,
    ...(regionKey(displayName) === regionKey(value) ? {} : { detail: value }),
  }));
}
