/** What is in the estate and what of it needs somebody, from the inventory that the tree has: nothing more is read. */
import { t } from '@vscode/l10n';
import { idKey, nameOf, parentId, sameId, subscriptionKeyOf } from '../../model/armId';
import { groupBy } from '../../model/groupBy';
import { regionName } from '../../model/regionNames';
import { withoutSecretsIn } from '../../model/secrets';
import { type Link, type ObservedRegistry, standingOf } from '../../provisioning';
import type { Estate } from '../../platform/estateStore';
import { faceOf } from '../explorer/registryFace';

/** Documented in docs/estate-report.md: what changes there in a way that a reader could notice takes the next version. */
export interface EstateReport {
  readonly schemaVersion: 1;
  /** ISO 8601 instant at which the estate was read. */
  readonly readAt: string;
  readonly subscriptions: readonly { readonly id: string; readonly name: string }[];
  readonly registries: readonly Row[];
  readonly clusters: readonly Row[];
  readonly links: readonly LinkRow[];
  readonly findings: readonly Finding[];
}

interface Row {
  readonly id: string;
  readonly name: string;
  /** Name of its subscription; the GUID where the account doesn't see that. */
  readonly subscription: string;
  readonly region: string;
  /** Azure's provisioning state. */
  readonly state: string;
  /** Of a registry from where it is reached and its SKU, of a cluster its version and whether it is stopped. */
  readonly detail: string;
}

interface LinkRow extends Pick<Link, 'registryId' | 'clusterId' | 'state'> {
  /** The first of what lacks or can't be told; empty when linked. */
  readonly reason: string;
}

export const findingKinds = {
  publicRegistry: t('Public registries that could be private'),
  pendingConnection: t('Private endpoints pending approval'),
  failedEndpoint: t('Failed private endpoints'),
  orphanedEndpoint: t('Private endpoints without a target'),
  zoneLinkWithoutEndpoint: t('Virtual network links without a private endpoint'),
  unread: t('Unreadable data'),
} as const;

export interface Finding {
  readonly kind: keyof typeof findingKinds;
  readonly id: string;
  readonly name: string;
  readonly subscription: string;
  readonly detail: string;
}

/** `only` is the GUID of a subscription: what is in it, and links and endpoints that have one end there. `at` is when the estate was read. */
export function estateReport(estate: Estate, at: number, only?: string): EstateReport {
  const { visible, inventory, links } = estate;
  const names = new Map(visible.map(({ id, name }) => [id.toLowerCase(), name]));
  const place = (id: string) => {
    const own = subscriptionKeyOf(id);
    return names.get(own) ?? own;
  };
  const isIn = (id: string) => only === undefined || subscriptionKeyOf(id) === only.toLowerCase();
  const report: EstateReport = {
    schemaVersion: 1,
    readAt: new Date(at).toISOString(),
    subscriptions: estate.subscriptions
      .filter(({ id }) => only === undefined || sameId(id, only))
      .map(({ id, name }) => ({ id, name })),
    registries: inventory.registries
      .filter(({ id }) => isIn(id))
      .map((registry) => ({
        ...rowOf(registry, place),
        detail: `${faceOf(registry).words}, ${registry.sku}`,
      })),
    clusters: inventory.clusters
      .filter(({ id }) => isIn(id))
      .map((cluster) => ({
        ...rowOf(cluster, place),
        detail: t`Kubernetes ${cluster.kubernetesVersion}${cluster.powerState === 'Stopped' ? t(', stopped') : ''}`,
      })),
    links: links
      .filter(({ registryId, clusterId }) => isIn(registryId) || isIn(clusterId))
      .map(({ registryId, clusterId, state, missing: [reason = ''] }) => ({
        registryId,
        clusterId,
        state,
        reason,
      })),
    findings: [
      ...publicRegistries(estate),
      ...pendingConnections(estate),
      ...sickEndpoints(estate),
      ...idleZoneLinks(estate),
      ...unreadThings(estate),
    ]
      .filter(({ ids }) => ids.length === 0 || ids.some(isIn))
      .map(({ kind, id, name, detail }) => ({ kind, id, name, subscription: place(id), detail })),
  };
  return withoutSecretsIn(report);
}

type Named = Pick<ObservedRegistry, 'id' | 'name' | 'location' | 'provisioningState'>;

function rowOf(
  { id, name, location, provisioningState }: Named,
  place: (id: string) => string,
): Omit<Row, 'detail'> {
  return { id, name, subscription: place(id), region: regionName(location), state: provisioningState };
}

interface Found extends Omit<Finding, 'subscription'> {
  /** Whose subscriptions it concerns; empty for what may be anywhere. */
  readonly ids: readonly string[];
}

function found(kind: Finding['kind'], id: string, detail: string, others: readonly string[] = []): Found {
  return { kind, id, name: nameOf(id), detail, ids: [id, ...others] };
}

function publicRegistries({ inventory, links }: Estate): readonly Found[] {
  const byRegistry = groupBy(links, ({ registryId }) => idKey(registryId));
  return inventory.registries.flatMap((registry) => {
    if (faceOf(registry).state !== 'open') return [];
    const own = byRegistry.get(idKey(registry.id)) ?? [];
    const count = (state: Link['state']) => own.filter((link) => link.state === state).length;
    const words = [
      faceOf(registry).words,
      registry.connections.some(({ status }) => status === 'Approved')
        ? ''
        : t('no approved private endpoint'),
      registry.sku === 'Premium' ? '' : t`private endpoints require Premium instead of ${registry.sku}`,
      ...(
        [
          ['roleOnly', t('pull publicly')],
          ['linked', t('linked privately')],
          ['broken', t('broken')],
          ['unknown', t('unknown')],
        ] as const
      ).map(([state, what]) => (count(state) === 0 ? '' : t`clusters ${what}: ${count(state)}`)),
    ];
    return [found('publicRegistry', registry.id, words.filter((word) => word !== '').join('; '))];
  });
}

function pendingConnections({ inventory }: Estate): readonly Found[] {
  const endpoints = new Map(inventory.endpoints.map((endpoint) => [idKey(endpoint.id), endpoint]));
  return inventory.registries.flatMap(({ id, name, connections }) =>
    connections
      .filter(({ status }) => status === 'Pending')
      .map(({ endpointId, message }) => {
        const subnetId = endpoints.get(idKey(endpointId))?.subnetId;
        const from =
          subnetId === undefined ? t('from a network that isn’t shown') : t`from ${subnetWords(subnetId)}`;
        const words = message === undefined ? '' : `: ${message}`;
        return found('pendingConnection', endpointId, t`for registry ${name}, ${from}${words}`, [id]);
      }),
  );
}

/** That a target is gone is said only where everything of its subscription was read. */
function sickEndpoints({ subscriptions, inventory }: Estate): readonly Found[] {
  const registries = new Set(inventory.registries.map(({ id }) => idKey(id)));
  const unread = (inventory.unread ?? []).map(({ id }) => subscriptionKeyOf(id));
  const read = new Set(subscriptions.map(({ id }) => id.toLowerCase()).filter((id) => !unread.includes(id)));
  const isGone = (id: string) =>
    id !== '' && !registries.has(idKey(id)) && read.has(subscriptionKeyOf(id)) && !unread.includes('');
  return inventory.endpoints.flatMap(({ id, status, provisioningState, targetId }) => {
    const orphaned = (detail: string) => [found('orphanedEndpoint', id, detail, [targetId])];
    if (isGone(targetId)) return orphaned(t`registry ${nameOf(targetId)} no longer exists`);
    if (status === 'Disconnected')
      return orphaned(t`registry ${nameOf(targetId)} has removed the connection`);
    if (status === 'Rejected') return orphaned(t`registry ${nameOf(targetId)} has rejected the connection`);
    return standingOf(provisioningState) === 'failed'
      ? [found('failedEndpoint', id, t`provisioning state ${provisioningState ?? ''}`, [targetId])]
      : [];
  });
}

/** Said of zones whose records were read, and only where every endpoint's addresses are known. */
function idleZoneLinks({ inventory }: Estate): readonly Found[] {
  const { zoneLinks, zoneRecords = {}, endpoints } = inventory;
  const told = endpoints.every(({ addresses }) => addresses !== undefined);
  const addresses = new Set(
    endpoints.flatMap((endpoint) => endpoint.addresses ?? []).map(({ address }) => address),
  );
  return zoneLinks.flatMap(({ id, zoneId, zoneName, networkId }) => {
    const records = zoneRecords[idKey(zoneId)];
    if (records?.state !== 'known') return [];
    const idle =
      records.value.length === 0
        ? t('the zone has no records')
        : told && !records.value.some((record) => record.addresses.some((address) => addresses.has(address)))
          ? t('no visible private endpoint has an address in its records')
          : undefined;
    if (idle === undefined) return [];
    return [
      found('zoneLinkWithoutEndpoint', id, t`${zoneName} in ${nameOf(networkId)}: ${idle}`, [networkId]),
    ];
  });
}

function unreadThings({ inventory }: Estate): readonly Found[] {
  return (inventory.unread ?? []).map(({ id, failure }) => ({
    ...found('unread', id, failure.message),
    ...(id === '' && { name: t('(not named)'), ids: [] }),
  }));
}

function subnetWords(subnetId: string): string {
  return `${nameOf(parentId(subnetId))}/${nameOf(subnetId)}`;
}
