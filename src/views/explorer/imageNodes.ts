import { t } from '@vscode/l10n';
import { idKey } from '../../model/armId';
import type { Failure } from '../../model/failure';
import { isRepository, isTag } from '../../model/imageNames';
import { shownText } from '../../model/shownText';
import type { ObservedRegistry, RegistryRefusal } from '../../provisioning';
import { ageOf } from './age';
import { failureLine } from './failureNode';
import { tooltipOf } from './markdown';
import { facts, note, type ImageList, type TreeNode } from './treeNode';

/** What is known of a list so far: the pages that were read, and why there are no more. */
export interface LoadedList {
  readonly items: readonly ListedItem[];
  readonly hasMore: boolean;
  readonly refusal?: RegistryRefusal;
}

/** A repository, or a tag with its digest. */
export interface ListedItem {
  readonly name: string;
  readonly digest?: string;
  /** Milliseconds since the epoch. */
  readonly updated?: number | undefined;
}

/** The line below a registry; what is in it is read from the registry when it is first unfolded, not before. */
export function imagesNode({ id, loginServer, roleAssignmentMode }: ObservedRegistry): TreeNode {
  return {
    id: `${idKey(id)}/images`,
    label: t('Images'),
    icon: { id: 'layers' },
    context: 'images',
    resourceId: id,
    list: { registryId: id, registry: { loginServer, roleAssignmentMode } },
  };
}

/** What stands below a list; `now` in milliseconds since the epoch. */
export function imageChildren(list: ImageList, loaded: LoadedList, now: number): readonly TreeNode[] {
  const id = listId(list);
  const { items, hasMore, refusal } = loaded;
  const nodes = items.map((item) =>
    list.repository === undefined ? repositoryNode(list, item) : tagNode(list, list.repository, item, now),
  );
  if (refusal !== undefined) return [...nodes, ...refusalNodes(list, refusal)];
  if (nodes.length === 0)
    return [note(`${id}/none`, list.repository === undefined ? t('No images') : t('No tags'))];
  return hasMore ? [...nodes, moreNode(list, nodes.length)] : nodes;
}

/** The id of the node that a list's items are below. */
export function listId({ registryId, repository }: ImageList): string {
  return `${idKey(registryId)}/images${repository === undefined ? '' : `/${repository}`}`;
}

function repositoryNode(list: ImageList, { name }: ListedItem): TreeNode {
  const id = `${listId(list)}/${name}`;
  if (!isRepository(name)) return oddNode(id, name);
  const { loginServer } = list.registry;
  return {
    id,
    label: name,
    tooltip: tooltipOf(name, [[t('Image'), `${loginServer}/${name}`]]),
    icon: { id: 'folder-library' },
    spoken: 'repository',
    context: 'repository',
    resourceId: list.registryId,
    image: { loginServer, repository: name },
    value: name,
    list: { ...list, repository: name },
  };
}

function tagNode(list: ImageList, repository: string, item: ListedItem, now: number): TreeNode {
  const { name, digest = '', updated } = item;
  const id = `${listId(list)}:${name}`;
  if (!isTag(name)) return oddNode(id, name);
  const { loginServer } = list.registry;
  return {
    id,
    label: name,
    description: facts(updated !== undefined && ageOf(updated, now), shortDigest(digest)),
    tooltip: tooltipOf(`${repository}:${name}`, [
      [t('Image'), `${loginServer}/${repository}:${name}`],
      [t('Digest'), digest],
      [t('Updated'), updated === undefined ? undefined : new Date(updated).toISOString()],
    ]),
    icon: { id: 'tag' },
    spoken: 'tag',
    context: 'imageTag',
    resourceId: list.registryId,
    image: { loginServer, repository, tag: name, digest },
    value: name,
  };
}

/** `sha256:0123456789ab`, as container tools shorten it. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 12);
}

/** What calls itself as no image can be called is shown, but nothing can be done with it. */
function oddNode(id: string, name: string): TreeNode {
  const shown = shownText(name);
  return { id, label: shown, description: t('Invalid image name'), icon: { id: 'question' } };
}

/** Why there is no list, and the ways on without one. */
function refusalNodes(list: ImageList, refusal: RegistryRefusal): readonly TreeNode[] {
  const { kind, failure } = refusal;
  const id = `${listId(list)}/refused`;
  const target = {
    resourceId: list.registryId,
    ...(list.repository !== undefined && {
      image: { loginServer: list.registry.loginServer, repository: list.repository },
    }),
  };
  return [
    {
      ...failureLine(id, safe(failure)),
      label: shortly(refusal),
      icon:
        kind === 'unreachable'
          ? { id: 'debug-disconnect', color: 'list.warningForeground' }
          : { id: kind === 'forbidden' ? 'lock' : 'error', color: 'list.errorForeground' },
      spoken: t('The context menu has Retry, Import Test Image, and Enter Image Name.'),
      context: 'imagesFailure',
      list,
      isLeaf: true,
      ...target,
    },
    {
      id: `${id}/import`,
      label: t('Import Test Image…'),
      icon: { id: 'cloud-download' },
      opens: 'importTestImage',
      ...target,
    },
    {
      id: `${id}/enter`,
      label: t('Enter Image Name…'),
      icon: { id: 'edit' },
      opens: 'enterImage',
      ...target,
    },
  ];
}

/** The reason in the few words that a tree has room for; the tooltip has the whole of it. */
function shortly(refusal: RegistryRefusal): string {
  if (refusal.kind === 'forbidden') return t`Requires the role ${refusal.missingRole.name}`;
  if (refusal.kind === 'failed') return shownText(refusal.failure.message);
  const { reason, address } = refusal;
  const words = {
    firewall: t`Blocks this computer${address === undefined ? '' : ` (${address})`}`,
    name: t('Its name can’t be resolved from this computer'),
    connection: t('Can’t be reached from this computer'),
    timeout: t('Didn’t respond in time'),
  };
  return words[reason];
}

function moreNode(list: ImageList, count: number): TreeNode {
  return {
    id: `${listId(list)}/more`,
    label: t('Load more…'),
    description: t`${count} shown`,
    icon: { id: 'ellipsis' },
    context: 'moreImages',
    opens: 'loadMoreImages',
    list,
    isLeaf: true,
  };
}

/** A registry's own words are in some failures. */
function safe(failure: Failure): Failure {
  return { ...failure, message: shownText(failure.message), nextAction: shownText(failure.nextAction) };
}
