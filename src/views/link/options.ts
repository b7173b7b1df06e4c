/** What the choices of the form offer. */
import { nameOf, parentId, parseId, sameId, subscriptionOf } from '../../model/armId';
import { usableAddresses } from '../../model/addressRange';
import { privateZoneName } from '../../model/clouds';
import type { ObservedNetwork } from '../../provisioning/observed';
import { makeNew, takesEndpoints, type Context } from './draft';
import type { OptionView } from './protocol';

export function endpointOptions({ observed, registry }: Context): readonly OptionView[] {
  const existing = Object.values(observed.endpoints).flatMap((fact) =>
    fact.state === 'known' && sameId(fact.value.targetId, registry.id) ? [fact.value] : [],
  );
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

export function networkOptions({ inventory, observed, cluster, registry }: Context): readonly OptionView[] {
  const known = Object.values(observed.networks).flatMap((fact) =>
    fact.state === 'known' ? [fact.value] : [],
  );
  const others = inventory.networks.filter((network) => !known.some(({ id }) => sameId(id, network.id)));
  // What was read for this pair comes first: it is the likely choice.
  return [
    { value: makeNew, label: `New network for ${registry.name}` },
    ...[...known, ...others.toSorted((a, b) => a.name.localeCompare(b.name))].map((network) => ({
      value: network.id,
      label: network.name,
      detail: sameId(network.id, cluster.networkId)
        ? 'the cluster’s own'
        : `${network.location}, ${network.addressPrefixes.join(', ')}`,
    })),
  ];
}

export function subnetOptions(network: ObservedNetwork | undefined, chosen: string): readonly OptionView[] {
  if (network === undefined) {
    // Its subnets are still being read.
    return [
      { value: makeNew, label: 'New subnet' },
      ...(chosen === makeNew ? [] : [{ value: chosen, label: nameOf(chosen) }]),
    ];
  }
  return [
    ...network.subnets.filter(takesEndpoints).map((subnet) => {
      const free = Math.max(0, usableAddresses(subnet.addressPrefixes) - subnet.usedAddresses);
      return {
        value: subnet.id,
        label: subnet.name,
        detail: `${subnet.addressPrefixes.join(', ')}, ${free} free`,
      };
    }),
    { value: makeNew, label: 'New subnet' },
  ];
}

export function zoneOptions(context: Context, chosen: string): readonly OptionView[] {
  const { observed, cluster } = context;
  const zoneName = privateZoneName(context.registry.loginServer);
  const zones = Object.values(observed.zones).flatMap((fact) => (fact.state === 'known' ? [fact.value] : []));
  const existing = zones
    .filter((zone) => zone.name.toLowerCase() === zoneName || sameId(zone.id, chosen))
    .map((zone) => {
      const linked = zone.links.some((link) => sameId(link.networkId, cluster.networkId));
      return {
        value: zone.id,
        label: `${zone.name} in ${parseId(zone.id)?.resourceGroup ?? ''}`,
        detail: `${subscriptionName(context, subscriptionOf(zone.id))}${linked ? ', linked to the cluster’s network' : ''}`,
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
    .map((region) => ({ value: region, label: region }));
}

export function subscriptionName({ subscriptions }: Pick<Context, 'subscriptions'>, id: string): string {
  return subscriptions.find((subscription) => subscription.id.toLowerCase() === id.toLowerCase())?.name ?? id;
}
