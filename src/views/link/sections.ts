/** The form's sections for a draft: which fields apply, what they offer, and what is wrong with them. */
import { t } from '@vscode/l10n';
import { dollars, priceSource, prices } from '../../model/prices';
import { idKey } from '../../model/armId';
import type { ObservedCluster } from '../../provisioning';
import type { Users } from '../place/place';
import { placeNames, placeSections } from '../place/sections';
import { advanced, check, namesSection, section } from '../planForm/fields';
import type { FieldView, SectionView } from '../planForm/protocol/fields';
import {
  accessFields,
  clusterSection,
  modeOfAll,
  pathFields,
  pathNames,
  pathOfAll,
  pathSummary,
  usesOwnPlace,
} from './clusterSection';
import { fieldsOf, type Context, type Draft } from './draft';
import { clusterFields, sharedFields } from './scopes';

/** All sections that apply, their fields checked. */
export function sectionsOf(draft: Draft, context: Context): readonly SectionView[] {
  const [first, ...others] = context.clusters;
  if (first === undefined) return sectionsOfNone(draft, context);
  return others.length === 0 ? sectionsOfOne(draft, first, context) : sectionsOfMany(draft, context);
}

/** The registry by itself. */
function sectionsOfNone(draft: Draft, context: Context): readonly SectionView[] {
  const shared = sharedFields(draft);
  return [
    ...upgradeSection(draft, context),
    ...placeSections(shared, context, { clusters: [] }),
    namesSection(shared, placeNames(shared, context, { clusters: [] })),
  ];
}

/** With one cluster there is no telling apart what is shared from what isn't. */
function sectionsOfOne(draft: Draft, cluster: ObservedCluster, context: Context): readonly SectionView[] {
  const shared = sharedFields(draft);
  const access = section('access', t('Access'), [
    ...accessFields(draft, cluster, context),
    ...upgradeFields(draft, context),
  ]);
  if (fieldsOf(draft, cluster).mode === 'public') return [access, namesSection(shared, [])];
  const isOwn = usesOwnPlace(draft, cluster, context);
  const scope = isOwn ? clusterFields(draft, cluster, context) : shared;
  const users = usersOf([cluster], context);
  const path = pathFields(draft, cluster, context);
  return [
    access,
    ...(path.length === 0
      ? []
      : [advanced('path', t('Private path'), pathSummary(draft, cluster, context), path)]),
    ...placeSections(scope, context, users),
    namesSection(shared, [...pathNames(draft, cluster, context), ...placeNames(scope, context, users)]),
  ];
}

function sectionsOfMany(draft: Draft, context: Context): readonly SectionView[] {
  const { clusters } = context;
  const shared = sharedFields(draft);
  const sharing = clusters.filter((cluster) => {
    const { mode, placement } = fieldsOf(draft, cluster);
    return mode === 'private' && placement !== 'own';
  });
  const mode = modeOfAll(draft, context);
  const all = pathOfAll(draft, context);
  const users = usersOf(sharing, context);
  return [
    ...(mode.length === 0 ? [] : [section('access', t('Access'), mode)]),
    ...upgradeSection(draft, context),
    ...(all === undefined ? [] : [all]),
    ...clusters.map((cluster) => clusterSection(draft, cluster, context)),
    ...(sharing.length === 0 ? [] : placeSections(shared, context, users)),
    namesSection(shared, sharing.length === 0 ? [] : placeNames(shared, context, users)),
  ];
}

/** A single cluster's own network is offered as a place of its own, with proposals that fit it. */
function usersOf(clusters: readonly ObservedCluster[], { placements }: Context): Users {
  const [only, ...others] = clusters;
  const hidden =
    only !== undefined && others.length === 0 && placements[idKey(only.id)]?.own === true
      ? only.networkId
      : undefined;
  return { clusters, hidden };
}

function upgradeSection(draft: Draft, context: Context): SectionView[] {
  const fields = upgradeFields(draft, context);
  return fields.length === 0 ? [] : [section('registry', t('Registry'), fields)];
}

function upgradeFields(draft: Draft, { registry, clusters }: Context): FieldView[] {
  const isPrivate =
    clusters.length === 0 || clusters.some((cluster) => fieldsOf(draft, cluster).mode === 'private');
  if (!isPrivate || registry.sku.toLowerCase() === 'premium') return [];
  return [
    check(
      sharedFields(draft),
      'upgrade',
      t`Upgrade ${registry.name} from ${registry.sku} to Premium`,
      t`Private endpoints require Premium. It costs about ${dollars(prices.registryDay.Premium)} a day instead of ${costOf(registry.sku)} (${priceSource}). Pulls continue during the upgrade.`,
      draft.shared.upgrade === 'true'
        ? undefined
        : t`${registry.name} has SKU ${registry.sku}, and private endpoints require Premium. Accept the upgrade.`,
    ),
  ];
}

function costOf(sku: string): string {
  return sku === 'Basic' || sku === 'Standard' ? dollars(prices.registryDay[sku]) : sku;
}
