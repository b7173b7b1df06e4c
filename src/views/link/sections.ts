/** The form's sections for a draft: which fields apply, what they offer, and what is wrong with them. */
import { dollars, priceSource, prices } from '../../model/prices';
import type { ObservedCluster } from '../../provisioning';
import {
  accessFields,
  clusterSection,
  fallbackFields,
  modeOfAll,
  pathNames,
  usesOwnPlace,
} from './clusterSection';
import { fieldsOf, type Context, type Draft } from './draft';
import { check, tagsField } from '../planForm/fields';
import type { FieldView, SectionView } from '../planForm/protocol/fields';
import { placeNames, placeSections } from './placeSections';
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
  const upgrade = upgradeFields(draft, context);
  return [
    ...(upgrade.length === 0 ? [] : [section('registry', 'Registry', upgrade)]),
    ...placeSections(shared, context, []),
    tagsSection(draft, placeNames(shared, context, [])),
  ];
}

/** With one cluster there is no telling apart what is shared from what isn't. */
function sectionsOfOne(draft: Draft, cluster: ObservedCluster, context: Context): readonly SectionView[] {
  const access = section('access', 'Access', [
    ...accessFields(draft, cluster, context),
    ...upgradeFields(draft, context),
  ]);
  const fields = fieldsOf(draft, cluster);
  if (fields.mode === 'public') return [access, tagsSection(draft, [])];
  const scope = usesOwnPlace(draft, cluster, context)
    ? clusterFields(draft, cluster, context)
    : sharedFields(draft);
  const place = placeSections(scope, context, [cluster]).map((each) =>
    each.id === 'zone'
      ? { ...each, fields: [...each.fields, ...fallbackFields(draft, cluster, context)] }
      : each,
  );
  const names = [...pathNames(draft, cluster, context), ...placeNames(scope, context, [cluster])];
  return [access, ...place, tagsSection(draft, names)];
}

function sectionsOfMany(draft: Draft, context: Context): readonly SectionView[] {
  const { clusters } = context;
  const shared = sharedFields(draft);
  const sharing = clusters.filter((cluster) => {
    const { mode, placement } = fieldsOf(draft, cluster);
    return mode === 'private' && placement !== 'own';
  });
  const upgrade = upgradeFields(draft, context);
  const mode = modeOfAll(draft, context);
  return [
    ...(mode.length === 0 ? [] : [section('access', 'Access', mode)]),
    ...(upgrade.length === 0 ? [] : [section('registry', 'Registry', upgrade)]),
    ...(sharing.length === 0 ? [] : placeSections(shared, context, sharing)),
    ...clusters.map((cluster) => clusterSection(draft, cluster, context)),
    tagsSection(draft, sharing.length === 0 ? [] : placeNames(shared, context, sharing)),
  ];
}

function section(id: string, title: string, fields: readonly FieldView[]): SectionView {
  return { id, title, summary: '', intro: '', folded: false, fields };
}

function upgradeFields(draft: Draft, { registry, clusters }: Context): FieldView[] {
  const isPrivate =
    clusters.length === 0 || clusters.some((cluster) => fieldsOf(draft, cluster).mode === 'private');
  if (!isPrivate || registry.sku.toLowerCase() === 'premium') return [];
  return [
    check(
      sharedFields(draft),
      'upgrade',
      'Upgrade to Premium',
      `${registry.name} has SKU ${registry.sku}. Premium costs about ${dollars(prices.registryDay.Premium)} a day instead of ${costOf(registry.sku)} (${priceSource}); pulls go on during the upgrade.`,
      draft.shared.upgrade === 'true'
        ? undefined
        : `${registry.name} has SKU ${registry.sku}, and private endpoints need Premium: agree to the upgrade.`,
    ),
  ];
}

function costOf(sku: string): string {
  return sku === 'Basic' || sku === 'Standard' ? dollars(prices.registryDay[sku]) : sku;
}

function tagsSection(draft: Draft, names: readonly FieldView[]): SectionView {
  return {
    id: 'names',
    title: names.length === 0 ? 'Tags' : 'Names and tags',
    summary: '',
    intro: names.length === 0 ? '' : 'Proposed by the naming patterns in the settings.',
    folded: true,
    fields: [...names, tagsField(sharedFields(draft))],
  };
}
