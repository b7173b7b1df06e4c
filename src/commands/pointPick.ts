/** The questions of Point Image at Registry…. */
import * as vscode from 'vscode';
import { linkedWords, rankOf, registrySources } from '../language/registrySources';
import type { ImageField } from '../manifests/scanned';
import { nameOf } from '../model/armId';
import { pickSeveral } from '../platform/picker';
import type { EstateStore } from '../platform/estateStore';
import { chooseOthers, pickLoaded } from './pick';

export const pointTitle = 'Point Image at Registry';

/** Lets the user choose among several images; all are chosen to begin with. */
export async function pickImages(fields: readonly ImageField[]): Promise<readonly ImageField[] | undefined> {
  const items = fields.map((field) => ({
    label: field.image,
    description: `${field.workload} · ${field.container}`,
    ...(field.obstacle !== undefined && { detail: field.obstacle }),
    picked: field.obstacle === undefined,
    field,
  }));
  const chosen = await pickSeveral(pointTitle, 'Choose the images to change', items);
  return chosen?.map(({ field }) => field);
}

/** Lets the user choose a registry; its id. Those that the chosen cluster can pull from stand first. */
export function pickSource(store: EstateStore, clusterId: string | undefined): Promise<string | undefined> {
  const headings = [
    `Linked to ${clusterId === undefined ? '' : nameOf(clusterId)}`,
    clusterId === undefined ? 'Linked to a cluster' : 'Linked to other clusters',
    'No known link to a cluster',
  ];
  const load = async () => {
    const sources = registrySources(await store.get(), clusterId);
    return headings.flatMap((heading, rank) => {
      const items = sources
        .filter((source) => rankOf(source, clusterId) === rank)
        .map((source) => ({
          label: source.name,
          description: source.loginServer,
          detail: linkedWords(source),
          iconPath: new vscode.ThemeIcon('package'),
          value: source.id,
        }));
      if (items.length === 0) return [];
      return [{ label: heading, kind: vscode.QuickPickItemKind.Separator }, ...items];
    });
  };
  const none = `No container registries in the chosen subscriptions. ${chooseOthers}`;
  return pickLoaded(pointTitle, 'Choose the registry to pull from', load, none);
}
