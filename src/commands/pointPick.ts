/** The questions of Point Image at Registry…. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { linkedWords, rankOf, registrySources } from '../language/registrySources';
import type { ImageField } from '../manifests/scanned';
import { nameOf } from '../model/armId';
import { pickSeveral } from '../platform/picker';
import type { Estate, EstateStore } from '../platform/estateStore';
import { facts } from '../views/explorer/treeNode';
import { noRegistries, pickInEstate, placeIn } from './pickInEstate';

export const pointTitle = t('Point Image at Registry');

/** More than this nobody looks through: they are ticked one by one, or all by the box above them. */
const mostTicked = 20;

/** Lets the user choose among several images; all are chosen to begin with, unless there are many. */
export async function pickImages(fields: readonly ImageField[]): Promise<readonly ImageField[] | undefined> {
  const areFew = fields.length <= mostTicked;
  const items = fields.map((field) => ({
    label: field.image,
    description: `${field.workload} · ${field.container}`,
    ...(field.obstacle !== undefined && { detail: field.obstacle }),
    picked: areFew && field.obstacle === undefined,
    field,
  }));
  const placeholder = areFew
    ? t('Choose the images to change')
    : t`Select which of the ${fields.length} images to change; type to filter`;
  const chosen = await pickSeveral(pointTitle, placeholder, items);
  return chosen?.map(({ field }) => field);
}

/** Lets the user choose a registry; its id. Those that the chosen cluster can pull from stand first. */
export function pickSource(store: EstateStore, clusterId: string | undefined): Promise<string | undefined> {
  const headings = [
    t`Linked to ${clusterId === undefined ? '' : nameOf(clusterId)}`,
    clusterId === undefined ? t('Linked to a cluster') : t('Linked to other clusters'),
    t('No known link to a cluster'),
  ];
  const items = (estate: Estate) => {
    const placeOf = placeIn(estate);
    const sources = registrySources(estate, clusterId);
    return headings.flatMap((heading, rank) => {
      const ranked = sources
        .filter((source) => rankOf(source, clusterId) === rank)
        .map((source) => ({
          label: source.name,
          description: source.loginServer,
          detail: facts(placeOf(source.id), linkedWords(source)),
          iconPath: new vscode.ThemeIcon('package'),
          value: source.id,
        }));
      if (ranked.length === 0) return [];
      return [{ label: heading, kind: vscode.QuickPickItemKind.Separator }, ...ranked];
    });
  };
  const placeholder = t('Choose the registry to pull from');
  return pickInEstate(store, { title: pointTitle, placeholder, items, none: noRegistries });
}
