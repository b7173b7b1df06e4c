import * as vscode from 'vscode';
import { nameOf, sameId, subscriptionOf } from '../model/armId';
import type { Estate, EstateStore } from '../platform/estateStore';

export interface PickedItem<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/**
 * A quick pick that is there at once and fills when its items come. Answers undefined when the user turns away;
 * rejects with what the loading rejected with, so that the failure is shown like any other.
 */
export async function pickLoaded<T>(
  title: string,
  placeholder: string,
  load: () => Promise<readonly (PickedItem<T> | vscode.QuickPickItem)[]>,
  none: string,
): Promise<T | undefined> {
  const picker = vscode.window.createQuickPick<PickedItem<T> | vscode.QuickPickItem>();
  picker.title = title;
  picker.placeholder = 'Loading…';
  picker.busy = true;
  picker.matchOnDescription = true;
  picker.ignoreFocusOut = true;
  try {
    return await new Promise<T | undefined>((resolve, reject) => {
      picker.onDidHide(() => {
        resolve(undefined);
      });
      picker.onDidAccept(() => {
        const [item] = picker.selectedItems;
        if (item !== undefined && 'value' in item) resolve(item.value);
      });
      picker.show();
      load().then((items) => {
        picker.items = items;
        picker.busy = false;
        picker.placeholder = items.length === 0 ? none : placeholder;
      }, reject);
    });
  } finally {
    picker.dispose();
  }
}

/** Lets the user choose a subscription that is shown; its id, a GUID. */
export function pickSubscription(store: EstateStore, title: string): Promise<string | undefined> {
  const load = async () => {
    const { subscriptions } = await store.get();
    return subscriptions
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map(({ id, name }) => ({
        label: name,
        description: id,
        iconPath: new vscode.ThemeIcon('key'),
        value: id,
      }));
  };
  return pickLoaded(title, 'Choose a subscription', load, 'No subscriptions are shown');
}

/** Lets the user choose a registry; its id. */
export function pickRegistry(store: EstateStore, title: string): Promise<string | undefined> {
  const load = async () => {
    const estate = await store.get();
    return bySubscription(estate, registryItems(estate));
  };
  return pickLoaded(
    title,
    'Choose a container registry',
    load,
    'No container registries in the chosen subscriptions',
  );
}

/**
 * Lets the user choose a cluster; its id. `others` are choices besides the clusters, shown above them.
 */
export function pickCluster(
  store: EstateStore,
  title: string,
  others: readonly PickedItem<string>[] = [],
): Promise<string | undefined> {
  const load = async () => {
    const estate = await store.get();
    return [...others, ...bySubscription(estate, clusterItems(estate))];
  };
  return pickLoaded(title, 'Choose an AKS cluster', load, 'No AKS clusters in the chosen subscriptions');
}

/** Lets the user choose a cluster for something that concerns a registry: those that are linked with it come first. */
export function pickClusterOf(
  store: EstateStore,
  title: string,
  registryId: string,
): Promise<string | undefined> {
  const load = async () => {
    const estate = await store.get();
    const links = estate.links.filter((link) => sameId(link.registryId, registryId));
    const isLinked = (id: string) => links.some(({ clusterId }) => sameId(clusterId, id));
    const items = clusterItems(estate);
    return [
      ...group(
        `Linked with ${nameOf(registryId)}`,
        items.filter(({ value }) => isLinked(value)),
      ),
      ...bySubscription(
        estate,
        items.filter(({ value }) => !isLinked(value)),
      ),
    ];
  };
  return pickLoaded(title, 'Choose an AKS cluster', load, 'No AKS clusters in the chosen subscriptions');
}

/** Lets the user choose clusters, one or several; their ids. */
export async function pickClusters(
  store: EstateStore,
  title: string,
): Promise<readonly string[] | undefined> {
  const load = async () => {
    const estate = await store.get();
    return bySubscription(estate, clusterItems(estate));
  };
  const chosen = await vscode.window.showQuickPick(load(), {
    title,
    placeHolder: 'Choose one or several AKS clusters',
    canPickMany: true,
    ignoreFocusOut: true,
    matchOnDescription: true,
  });
  return chosen?.flatMap((item) => ('value' in item ? [item.value] : []));
}

/** Lets the user choose a registry or a cluster; its id. */
export function pickResource(store: EstateStore, title: string): Promise<string | undefined> {
  const load = async () => {
    const estate = await store.get();
    return bySubscription(estate, [...registryItems(estate), ...clusterItems(estate)]);
  };
  return pickLoaded(title, 'Choose a registry or a cluster', load, 'Nothing in the chosen subscriptions');
}

function registryItems({ inventory }: Estate): readonly PickedItem<string>[] {
  return inventory.registries.map(({ id, name, sku, location, loginServer }) => ({
    label: name,
    description: `${sku} · ${location}`,
    detail: loginServer,
    iconPath: new vscode.ThemeIcon('package'),
    value: id,
  }));
}

function clusterItems({ inventory }: Estate): readonly PickedItem<string>[] {
  return inventory.clusters.map(({ id, name, kubernetesVersion, location }) => ({
    label: name,
    description: `Kubernetes ${kubernetesVersion} · ${location}`,
    iconPath: new vscode.ThemeIcon('server-environment'),
    value: id,
  }));
}

/** Under a separator with the name of each subscription that has any. */
function bySubscription(
  estate: Estate,
  items: readonly PickedItem<string>[],
): readonly (PickedItem<string> | vscode.QuickPickItem)[] {
  return estate.subscriptions.flatMap((subscription) =>
    group(
      subscription.name,
      items.filter(({ value }) => sameId(subscriptionOf(value), subscription.id)),
    ),
  );
}

/** Sorted under a separator; nothing where there are no items. */
function group(
  label: string,
  items: readonly PickedItem<string>[],
): readonly (PickedItem<string> | vscode.QuickPickItem)[] {
  if (items.length === 0) return [];
  const separator = { label, kind: vscode.QuickPickItemKind.Separator };
  return [separator, ...items.toSorted((a, b) => a.label.localeCompare(b.label))];
}
