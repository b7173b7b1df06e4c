/** Choosing what the estate has: subscriptions, registries, clusters and what else is listed of it. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { idKey, nameOf, parseId, subscriptionOf, subscriptionScope } from '../model/armId';
import { groupBy } from '../model/groupBy';
import { regionName } from '../model/regionNames';
import { gapWords } from '../platform/estateGaps';
import type { Estate, EstateStore } from '../platform/estateStore';
import { linksIn } from '../provisioning';
import { minorOf } from '../views/explorer/clusterNodes';
import { faceOf } from '../views/explorer/registryFace';
import { facts } from '../views/explorer/treeNode';
import { type Items, type PickedItem, pickSome } from './pick';

/** What to do where a list of the chosen subscriptions is empty. */
export const chooseOthers = t('Use Select Subscriptions… to choose others.');
export const noRegistries = t`No container registries in the selected subscriptions. ${chooseOthers}`;
const noResources = t`No resources in the selected subscriptions. ${chooseOthers}`;
const noClusters = t`No AKS clusters in the selected subscriptions. ${chooseOthers}`;

/** What is offered of the estate. */
export interface FromEstate<T> {
  readonly title: string;
  readonly placeholder: string;
  readonly items: (estate: Estate) => Items<T> | Promise<Items<T>>;
  /** Stands where there is nothing to choose and everything could be read. */
  readonly none: string;
}

/** Lets the user choose something of the estate, and says below it what of the estate couldn't be read. */
export async function pickInEstate<T>(
  store: Pick<EstateStore, 'get'>,
  asked: FromEstate<T>,
): Promise<T | undefined> {
  return (await pickSomeInEstate(store, asked, false))?.[0];
}

function pickSomeInEstate<T>(
  store: Pick<EstateStore, 'get'>,
  { title, placeholder, items, none }: FromEstate<T>,
  several: boolean,
): Promise<readonly T[] | undefined> {
  const load = async () => {
    const estate = await store.get();
    return [...(await items(estate)), ...(several ? gapLine(estate) : gapItems(estate))];
  };
  return pickSome(title, placeholder, load, none, several);
}

/** Shown whatever is typed: who doesn't find something is to know why. */
export function gapItems(estate: Parameters<typeof gapWords>[0]): readonly vscode.QuickPickItem[] {
  const words = gapWords(estate);
  if (words === undefined) return [];
  return [
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    {
      label: words,
      detail: t('What isn’t in this list may still be there. The tree shows the reason.'),
      iconPath: new vscode.ThemeIcon('warning'),
      alwaysShow: true,
    },
  ];
}

/** Where items are ticked, it can't be one. */
function gapLine(estate: Estate): readonly vscode.QuickPickItem[] {
  const words = gapWords(estate);
  return words === undefined ? [] : [{ label: words, kind: vscode.QuickPickItemKind.Separator }];
}

/** Lets the user choose a subscription that is shown; its id, a GUID. */
export function pickSubscription(store: EstateStore, title: string): Promise<string | undefined> {
  return pickInEstate(store, {
    title,
    placeholder: t('Choose a subscription'),
    items: subscriptionItems,
    none: t`No subscriptions are shown. ${chooseOthers}`,
  });
}

/** Lets the user choose a registry; its id. `others` are choices besides the registries, shown above them. */
export const pickRegistry = pickOneOf(t('Choose a container registry'), registryItems, noRegistries);

/** Lets the user choose a cluster; its id. `others` are choices besides the clusters, shown above them. */
export const pickCluster = pickOneOf(t('Choose an AKS cluster'), clusterItems, noClusters);

function pickOneOf(
  placeholder: string,
  itemsOf: (estate: Estate) => readonly PickedItem<string>[],
  none: string,
) {
  return (
    store: EstateStore,
    title: string,
    others: readonly PickedItem<string>[] = [],
  ): Promise<string | undefined> => {
    const items = (estate: Estate) => [...others, ...bySubscription(estate, itemsOf(estate))];
    return pickInEstate(store, { title, placeholder, items, none });
  };
}

/** Lets the user choose a cluster for something that concerns a registry: those that are linked with it come first. */
export function pickClusterOf(
  store: EstateStore,
  title: string,
  registryId: string,
  others: readonly PickedItem<string>[] = [],
): Promise<string | undefined> {
  const items = (estate: Estate) => {
    const links = linksIn(estate.inventory).ofRegistry(registryId);
    const linked = new Set(links.map(({ clusterId }) => idKey(clusterId)));
    const isLinked = (id: string) => linked.has(idKey(id));
    const clusters = clusterItems(estate);
    return [
      ...others,
      ...group(
        t`Linked with ${nameOf(registryId)}`,
        clusters.filter(({ value }) => isLinked(value)),
      ),
      ...bySubscription(
        estate,
        clusters.filter(({ value }) => !isLinked(value)),
      ),
    ];
  };
  return pickInEstate(store, { title, placeholder: t('Choose an AKS cluster'), items, none: noClusters });
}

/** Lets the user choose clusters, one or several; their ids. */
export function pickClusters(store: EstateStore, title: string): Promise<readonly string[] | undefined> {
  const items = (estate: Estate) => bySubscription(estate, clusterItems(estate));
  const placeholder = t('Choose one or more AKS clusters');
  return pickSomeInEstate(store, { title, placeholder, items, none: noClusters }, true);
}

/** Lets the user choose a cluster, a registry or a subscription that is shown; its ARM id. */
export function pickSubject(store: EstateStore, title: string): Promise<string | undefined> {
  const items = (estate: Estate) => {
    const subscriptions = subscriptionItems(estate).map((item) => ({
      ...item,
      value: subscriptionScope(item.value),
    }));
    return [
      ...bySubscription(estate, [...clusterItems(estate), ...registryItems(estate)]),
      ...group(t('Everything in a subscription'), subscriptions),
    ];
  };
  const placeholder = t('Choose a cluster, a registry or a subscription');
  return pickInEstate(store, { title, placeholder, items, none: noResources });
}

function subscriptionItems({ subscriptions }: Estate): readonly PickedItem<string>[] {
  return subscriptions
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map(({ id, name }) => ({
      label: name,
      description: id,
      iconPath: new vscode.ThemeIcon('key'),
      value: id,
    }));
}

/** Lets the user choose a registry or a cluster; its id. */
export function pickResource(store: EstateStore, title: string): Promise<string | undefined> {
  return pickInEstate(store, {
    title,
    placeholder: t('Choose a registry or a cluster'),
    items: (estate) => bySubscription(estate, [...registryItems(estate), ...clusterItems(estate)]),
    none: noResources,
  });
}

/** A registry in a list, found also by its subscription, its resource group and its login server. */
function registryItems(estate: Pick<Estate, 'inventory' | 'subscriptions'>): readonly PickedItem<string>[] {
  const placeOf = placeIn(estate);
  return estate.inventory.registries.map((registry) => {
    const { id, name, sku, location, loginServer } = registry;
    const { words, icon } = faceOf(registry);
    return {
      label: name,
      description: placeOf(id),
      detail: facts(loginServer, words, sku, regionName(location)),
      iconPath: new vscode.ThemeIcon(icon.id),
      value: id,
    };
  });
}

function clusterItems(estate: Estate): readonly PickedItem<string>[] {
  const placeOf = placeIn(estate);
  return estate.inventory.clusters.map(({ id, name, kubernetesVersion, location, powerState }) => ({
    label: name,
    description: placeOf(id),
    detail: facts(
      powerState === 'Stopped' && t('stopped'),
      t`Kubernetes ${minorOf(kubernetesVersion)}`,
      regionName(location),
    ),
    iconPath: new vscode.ThemeIcon('server-environment'),
    value: id,
  }));
}

/** Tells of a resource its subscription's name and its resource group. */
export function placeIn({ subscriptions }: Pick<Estate, 'subscriptions'>): (id: string) => string {
  const names = new Map(subscriptions.map(({ id, name }) => [id.toLowerCase(), name]));
  return (id) => facts(names.get(subscriptionOf(id).toLowerCase()), parseId(id)?.resourceGroup);
}

/** Under a separator with the name of each subscription that has any. */
function bySubscription(estate: Estate, items: readonly PickedItem<string>[]): Items<string> {
  const own = groupBy(items, ({ value }) => subscriptionOf(value).toLowerCase());
  return estate.subscriptions.flatMap(({ id, name }) => group(name, own.get(id.toLowerCase()) ?? []));
}

/** Sorted under a separator; nothing where there are no items. */
function group(label: string, items: readonly PickedItem<string>[]): Items<string> {
  if (items.length === 0) return [];
  const separator = { label, kind: vscode.QuickPickItemKind.Separator };
  return [separator, ...items.toSorted((a, b) => a.label.localeCompare(b.label))];
}
