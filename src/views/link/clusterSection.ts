/** What is said of each cluster: how it reaches the registry, over which endpoint, and who it is there. */
import { t } from '@vscode/l10n';
import { nameOf, sameId } from '../../model/armId';
import { isGuid } from '../../model/guid';
import type { ObservedCluster } from '../../provisioning';
import { idKey } from '../../model/armId';
import { check, fact, name, radio, section, text } from '../planForm/fields';
import type { FieldView, NoteView, OptionView, SectionView } from '../planForm/protocol/fields';
import { placeOf } from '../place/place';
import { placeNames, placeSections } from '../place/sections';
import { fieldsOf, placeFields, spokesman, type Context, type Draft } from './draft';
import type { ClusterFieldId } from './protocol/fields';
import { clusterFields, sharedFields, type Scope } from './scopes';

/** One folded section for each of several clusters. */
export function clusterSection(draft: Draft, cluster: ObservedCluster, context: Context): SectionView {
  const scope = clusterFields(draft, cluster, context);
  const own = usesOwnPlace(draft, cluster, context);
  const place = own ? placeSections(scope, context, { clusters: [cluster] }) : [];
  const fields = [
    ...accessFields(draft, cluster, context),
    ...pathFields(draft, cluster, context),
    ...place.flatMap((each) => each.fields),
    ...pathNames(draft, cluster, context),
    ...(own ? placeNames(scope, context, { clusters: [cluster] }) : []),
  ];
  const summary = summaryOf(draft, cluster, context);
  return { ...section(`cluster${scope.suffix}`, cluster.name, fields), summary, group: 'Clusters' };
}

/** How the cluster reaches the registry. */
export function accessFields(draft: Draft, cluster: ObservedCluster, context: Context): FieldView[] {
  const { registry } = context;
  const scope = clusterFields(draft, cluster, context);
  const closed = registry.publicNetworkAccess === 'Disabled' || registry.defaultAction === 'Deny';
  const mode = radio(
    scope,
    'mode',
    t`How ${cluster.name} reaches ${registry.name}`,
    modes,
    scope.fields.mode === 'public' && closed
      ? t`${registry.name} doesn’t allow all public IP addresses, so pulls may be denied.`
      : undefined,
  );
  return [
    scope.fields.mode === 'public' ? { ...mode, note: publicNote(context) } : mode,
    ...principalFields(scope, cluster),
  ];
}

const modes: readonly OptionView[] = [
  {
    value: 'private',
    label: t('Privately'),
    detail: t(
      'Over a private endpoint. Nodes resolve the registry to a private address, and traffic stays in the private network.',
    ),
  },
  {
    value: 'public',
    label: t('Publicly'),
    detail: t('Over the registry’s public address. Only the pull role is assigned.'),
  },
];

/** Said wherever a link is public, also as it is proposed: nobody should take it for a private one. */
function publicNote({ registry }: Context): NoteView {
  const premium =
    registry.sku.toLowerCase() === 'premium'
      ? ''
      : t`, which requires an upgrade from ${registry.sku} to Premium`;
  return {
    state: 'unknown',
    text: t`Not private. Pulls use the public address. Choose “Privately” for a private endpoint${premium}.`,
  };
}

/** One choice for all of several clusters, while not all of them are private; none is chosen while they differ. */
export function modeOfAll(draft: Draft, context: Context): FieldView[] {
  const { clusters, registry } = context;
  const chosen = clusters.map((cluster) => fieldsOf(draft, cluster).mode);
  if (!chosen.includes('public')) return [];
  const label = t`How all ${clusters.length} clusters reach ${registry.name}`;
  return [{ ...ofAll(draft, 'mode', label, modes, chosen), note: publicNote(context) }];
}

/** What is said of each cluster's path, said once for all that have the choice. */
export function pathOfAll(draft: Draft, context: Context): SectionView | undefined {
  const each = context.clusters.flatMap((cluster) => pathFields(draft, cluster, context));
  const fields = (['placement', 'route', 'fallback'] as const).flatMap((id) => {
    const same = each.filter((field) => field.id === id && field.kind !== 'fact');
    const values = same.map((field) => (field.kind === 'check' ? String(field.checked) : valueOf(field)));
    return same.length < 2 ? [] : [ofAll(draft, id, labelsOfAll[id], optionsOfAll[id], values)];
  });
  if (fields.length === 0) return undefined;
  const title = t`All ${context.clusters.length} clusters`;
  return { ...section('all', title, fields), group: 'Clusters' };
}

function valueOf(field: FieldView): string {
  return 'value' in field ? field.value : '';
}

/** Chosen where all have the same. */
function ofAll(
  draft: Draft,
  id: ClusterFieldId,
  label: string,
  options: readonly OptionView[],
  values: readonly string[],
): FieldView {
  const shared = sharedFields(draft);
  const [first = ''] = values;
  const value = values.every((one) => one === first) ? first : '';
  return radio({ ...shared, fields: { ...shared.fields, [id]: value } }, id, label, options);
}

const routes: readonly OptionView[] = [
  {
    value: 'peering',
    label: t('Virtual network peering'),
    detail: t('Between the cluster’s network and the endpoint’s network.'),
  },
  {
    value: 'routed',
    label: t('Through a hub (not validated)'),
    detail: t(
      'Traffic is routed by a gateway or firewall that you manage. No peering is created or checked.',
    ),
  },
];

const labelsOfAll = {
  placement: t('Private endpoint location'),
  route: t('Network path'),
  fallback: t('Fall back to internet DNS'),
} as const;

const optionsOfAll: Readonly<Record<keyof typeof labelsOfAll, readonly OptionView[]>> = {
  placement: [
    { value: 'shared', label: t('The endpoint that the clusters share') },
    {
      value: 'own',
      label: t('Separate private endpoint'),
      detail: t('In its own virtual network, if available.'),
    },
  ],
  route: routes,
  fallback: [
    { value: 'true', label: t('On') },
    { value: 'false', label: t('Off') },
  ],
};

/** A service principal's object id is known to the directory only. */
function principalFields(scope: Scope, cluster: ObservedCluster): FieldView[] {
  if (cluster.kubeletIdentity !== undefined) return [];
  const { servicePrincipalClientId: appId } = cluster;
  const value = scope.fields.principal.trim();
  const error = isGuid(value)
    ? undefined
    : value === ''
      ? t('Enter the object ID. Without it, the pull role can’t be assigned.')
      : t('Enter an object ID such as 0f8fad5b-d9cb-469f-a165-70867728950e.');
  return [
    text(
      scope,
      'principal',
      t('Service principal object ID'),
      error,
      t`${cluster.name} has no managed identity. The object ID differs from the application ID. Users who can read the directory get it with this command.`,
      `az ad sp show --id ${appId !== undefined && isGuid(appId) ? appId : '<appId>'} --query id --output tsv`,
    ),
  ];
}

/** Private endpoint location, how packets get there, and what names that the zone lacks resolve to in the cluster's network. */
export function pathFields(draft: Draft, cluster: ObservedCluster, context: Context): FieldView[] {
  const scope = clusterFields(draft, cluster, context);
  if (scope.fields.mode === 'public') return [];
  const first = spokesman(context, cluster);
  if (first.id !== cluster.id && fieldsOf(draft, first).mode === 'private') {
    return [
      fact(scope, 'placement', t('Private path'), t`Same as ${first.name}, which is in the same network.`),
    ];
  }
  const isCentral = placeFields(draft, cluster).dns === 'central';
  return [
    ...placementFields(draft, cluster, context, scope),
    ...(isPeered(draft, cluster, context) ? [radio(scope, 'route', t('Network path'), routes)] : []),
    ...(isCentral
      ? []
      : [
          check(
            scope,
            'fallback',
            t('Fall back to internet DNS'),
            t('Names not found in the zone resolve publicly, so other registries stay reachable.'),
          ),
        ]),
  ];
}

function placementFields(
  draft: Draft,
  cluster: ObservedCluster,
  context: Context,
  scope: Scope,
): FieldView[] {
  const own = context.placements[idKey(cluster.id)];
  if (own?.own !== true) return [];
  const network = cluster.networkId === undefined ? t('its own network') : nameOf(cluster.networkId);
  const shared =
    context.clusters.length > 1
      ? t('The endpoint that the clusters share')
      : t('In the registry’s virtual network');
  const options = [
    {
      value: 'shared',
      label: shared,
      detail: t('One endpoint serves all clusters whose networks are peered with its network.'),
    },
    {
      value: 'own',
      label: ownIsElsewhere(draft, cluster, context)
        ? t('Another endpoint')
        : t`In the cluster’s virtual network (${network})`,
      detail: t('No peering required, but needs its own private endpoint and private DNS zone.'),
    },
  ];
  const help = own.reason === undefined ? undefined : t`Its own endpoint was proposed: ${own.reason}`;
  return [radio(scope, 'placement', t('Private endpoint location'), options, help)];
}

/** What was decided, in a few words. */
export function pathSummary(draft: Draft, cluster: ObservedCluster, context: Context): string {
  const fields = fieldsOf(draft, cluster);
  if (!isPeered(draft, cluster, context)) return t('the endpoint is in its own network');
  const place = fields.placement === 'own' ? t('separate endpoint') : t('shared endpoint');
  return fields.route === 'routed' ? t`${place} through a hub` : t`${place} over a peering`;
}

export function pathNames(draft: Draft, cluster: ObservedCluster, context: Context): FieldView[] {
  if (!hasPathOfItsOwn(draft, cluster, context)) return [];
  const scope = clusterFields(draft, cluster, context);
  return [
    ...(isPeered(draft, cluster, context) && scope.fields.route === 'peering'
      ? [
          name(scope, 'peeringToCluster', t('Peering to the cluster’s network'), 'peering'),
          name(scope, 'peeringToRegistry', t('Peering to the registry’s network'), 'peering'),
        ]
      : []),
    ...(placeFields(draft, cluster).dns === 'central'
      ? []
      : [name(scope, 'clusterZoneLink', t('Virtual network link of the cluster’s network'), 'zoneLink')]),
  ];
}

/** Private, and not said of another cluster in the same network already. */
function hasPathOfItsOwn(draft: Draft, cluster: ObservedCluster, context: Context): boolean {
  if (fieldsOf(draft, cluster).mode === 'public') return false;
  const first = spokesman(context, cluster);
  return first.id === cluster.id || fieldsOf(draft, first).mode === 'public';
}

/** The cluster's fields say where its endpoint is. */
export function usesOwnPlace(draft: Draft, cluster: ObservedCluster, context: Context): boolean {
  return hasPathOfItsOwn(draft, cluster, context) && fieldsOf(draft, cluster).placement === 'own';
}

function isPeered(draft: Draft, cluster: ObservedCluster, context: Context): boolean {
  return !sameId(placeOf(placeFields(draft, cluster), context).networkId, cluster.networkId);
}

function ownIsElsewhere(draft: Draft, cluster: ObservedCluster, context: Context): boolean {
  return !sameId(placeOf(fieldsOf(draft, cluster), context).networkId, cluster.networkId);
}

function summaryOf(draft: Draft, cluster: ObservedCluster, context: Context): string {
  const fields = fieldsOf(draft, cluster);
  if (fields.mode === 'public') return t('publicly');
  if (fields.placement !== 'own') return t`privately, ${pathSummary(draft, cluster, context)}`;
  const place = nameOf(placeOf(fields, context).networkId);
  const reason = context.placements[idKey(cluster.id)]?.reason;
  return t`privately, separate endpoint in ${place}${reason === undefined ? '' : ` — ${reason}`}`;
}
