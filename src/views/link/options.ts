/** What the choices of the form offer. */
import { regionName } from '../../model/regionNames';
import { idKey, nameOf, parentId, parseId, sameId, subscriptionOf } from '../../model/armId';
import { privateZoneName } from '../../model/clouds';
import type { ObservedCluster } from '../../provisioning';
import { makeNew } from '../planForm/networks';
import type { Context } from './draft';
import type { OptionView } from '../planForm/protocol/fields';

/** `within`: only those in that network. */
export function endpointOptions({ observed, registry }: Context, within?: string): readonly OptionView[] {
  const existing = Object.values(observed.endpoints).flatMap((fact) => {
    if (fact.state !== 'known' || !sameId(fact.value.targetId, registry.id)) return [];
    return within === undefined || sameId(parentId(fact.value.subnetId), within) ? [fact.value] : [];
  });
  return [
    ...existing.map((endpoint) => ({
      value: endpoint.id,
      label: endpoint.name,
      detail: [
        `in ${nameOf(parentId(endpoint.subnetId))}`,
        ...(endpoint.status === 'Approved' ? [] : [endpoint.status]),
      ].join(', '),
    })),
    { value: makeNew, label: 'New endpoint' },
  ];
}

export function networkOptions(
  { inventory, observed, registry, placements }: Context,
  clusters: readonly ObservedCluster[],
): readonly OptionView[] {
  const [only, ...others] = clusters;
  // A single cluster's own network is offered as a place of its own, with proposals that fit it.
  const hidden = only !== undefined && others.length === 0 && placements[idKey(only.id)]?.own === true;
  const known = Object.values(observed.networks).flatMap((fact) =>
    fact.state === 'known' && !(hidden && sameId(fact.value.id, only.networkId)) ? [fact.value] : [],
  );
  const owner = (id: string) => clusters.find(({ networkId }) => sameId(networkId, id));
  const listed = inventory.networks.filter(
    ({ id }) => observed.networks[idKey(id)]?.state !== 'known' && !(hidden && sameId(id, only.networkId)),
  );
  // What was read for this form comes first: it is the likely choice.
  return [
    { value: makeNew, label: `New network for ${registry.name}` },
    ...[...known, ...listed.toSorted((a, b) => a.name.localeCompare(b.name))].map((network) => ({
      value: network.id,
      label: network.name,
      detail:
        owner(network.id) === undefined
          ? `${regionName(network.location)}, ${network.addressPrefixes.join(', ')}`
          : clusters.length > 1
            ? `the own network of ${owner(network.id)?.name ?? ''}`
            : 'the cluster’s own',
    })),
  ];
}

/** `clusters` are those that use the zone. */
export function zoneOptions(
  context: Context,
  chosen: string,
  clusters: readonly ObservedCluster[],
): readonly OptionView[] {
  const { observed } = context;
  const zoneName = privateZoneName(context.registry.loginServer);
  const zones = Object.values(observed.zones).flatMap((fact) => (fact.state === 'known' ? [fact.value] : []));
  const existing = zones
    .filter((zone) => zone.name.toLowerCase() === zoneName || sameId(zone.id, chosen))
    .map((zone) => {
      const linked = clusters.filter(({ networkId }) =>
        zone.links.some((link) => sameId(link.networkId, networkId)),
      );
      return {
        value: zone.id,
        label: `${zone.name} in ${parseId(zone.id)?.resourceGroup ?? ''}`,
        detail: `${subscriptionName(context, subscriptionOf(zone.id))}${linkedWords(linked.length, clusters.length)}`,
      };
    });
  // A zone that the endpoint writes to may be one that this account can't read.
  const unseen =
    chosen === makeNew || existing.some(({ value }) => sameId(value, chosen))
      ? []
      : [
          {
            value: chosen,
            label: `${nameOf(chosen)} in ${parseId(chosen)?.resourceGroup ?? ''}`,
            detail: 'can’t be read',
          },
        ];
  return [...existing, ...unseen, { value: makeNew, label: `New zone ${zoneName}` }];
}

function linkedWords(linked: number, all: number): string {
  if (linked === 0) return '';
  if (all === 1) return ', linked to the cluster’s network';
  return linked === all
    ? ', linked to the clusters’ networks'
    : `, linked to the networks of ${linked} of ${all} clusters`;
}

export function subscriptionOptions(context: Context, chosen: string): readonly OptionView[] {
  const ids = new Set([...context.subscriptions.map(({ id }) => id), chosen]);
  return [...ids].map((id) => ({ value: id, label: subscriptionName(context, id) }));
}

/** Regions in use: which others the subscription may use, the inventory doesn't know. */
export function regionOptions({ inventory, registry }: Context, chosen: string): readonly OptionView[] {
  const all = [registry, ...inventory.registries, ...inventory.clusters, ...inventory.networks].map(
    ({ location }) => location,
  );
  return [...new Set([chosen, ...all])]
    .filter((region) => region !== '')
    .toSorted()
    .map((region) => ({ value: region, label: regionName(region) }));
}

export function subscriptionName({ subscriptions }: Pick<Context, 'subscriptions'>, id: string): string {
  return subscriptions.find((subscription) => subscription.id.toLowerCase() === id.toLowerCase())?.name ?? id;
}
