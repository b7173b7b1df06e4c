import { t } from '@vscode/l10n';
import { idKey, nameOf } from '../../model/armId';
import type { Link, LinkState, ObservedCluster, ObservedRegistry } from '../../provisioning';
import type { EstateIndex } from './estateIndex';
import { escapeMarkdown } from './markdown';
import { byLabel, facts, note, sentenceOf, type TreeIcon, type TreeNode, unfolding } from './treeNode';

/** Each state in words and as an icon whose shape alone tells it, for those who don't see the colour. */
export const linkStates: Readonly<Record<LinkState, { words: string; explanation: string; icon: TreeIcon }>> =
  {
    linked: {
      words: t('linked'),
      explanation: t('The cluster can pull from the registry over its private endpoint.'),
      icon: { id: 'pass-filled', color: 'charts.green' },
    },
    roleOnly: {
      words: t('role only'),
      explanation: t('The cluster can pull from the registry over its public address.'),
      icon: { id: 'circle-large-outline', color: 'charts.blue' },
    },
    broken: {
      words: t('broken'),
      explanation: t('The cluster currently can’t pull from the registry.'),
      icon: { id: 'error', color: 'charts.red' },
    },
    unknown: {
      words: t('unknown'),
      explanation: t(
        'It’s unknown whether the cluster can pull. To check, use Verify from Inside the Cluster….',
      ),
      icon: { id: 'question', color: 'charts.yellow' },
    },
  };

/** The other side of a link, below one side. What it needs and lacks is below it; a link that works lacks nothing. */
function linkNode(parentId: string, link: Link, shown: 'registry' | 'cluster', isIdle: boolean): TreeNode {
  const resourceId = shown === 'registry' ? link.registryId : link.clusterId;
  const id = linkNodeId(parentId, resourceId);
  const { words, explanation: meaning, icon } = linkStates[link.state];
  const pulls = link.state === 'linked' || link.state === 'roleOnly';
  const explanation = isIdle && pulls ? `${meaning} ${t('It currently has no running nodes.')}` : meaning;
  const lacks = link.state === 'broken' || link.state === 'unknown' ? link.missing : [];
  const lines = lacks.map((what) => lackWords(what, link.state));
  const publicly = link.state === 'roleOnly' ? link.missing : [];
  return {
    id,
    label: nameOf(resourceId),
    description: words,
    tooltip: [
      `**${escapeMarkdown(nameOf(resourceId))}: ${words}**`,
      explanation,
      ...[...lines, ...publicly].map(escapeMarkdown),
    ].join('\n\n'),
    icon,
    spoken: explanation,
    context: shown === 'registry' ? 'linkedRegistry' : 'linkedCluster',
    state: link.state === 'linked' ? 'whole' : 'partial',
    ...(link.state === 'broken' && { problem: 'own' }),
    resourceId,
    pair: { registryId: link.registryId, clusterId: link.clusterId },
    ...(lines.length > 0 && {
      children: lines.map((line, index) => ({
        ...note(`${id}/missing/${index}`, line),
        tooltip: escapeMarkdown(line),
        icon: link.state === 'broken' ? { id: 'error', color: 'charts.red' } : { id: 'question' },
      })),
    }),
  };
}

/** What lacks, so that nobody takes it for what is there: a sentence says it by itself, a thing doesn't. */
function lackWords(what: string, state: LinkState): string {
  if (/[.。]$/.test(what)) return what;
  return state === 'broken' ? t`Missing: ${what}` : t`Unknown: ${what}`;
}

function linkNodeId(groupId: string, resourceId: string): string {
  return `${groupId}/${idKey(resourceId)}`;
}

/** Ids of the nodes that lead from a registry's own node to its link with a cluster. */
export function pathToLink(registryId: string, clusterId: string): readonly string[] {
  const group = linkGroupId(registryId, 'cluster');
  return [group, linkNodeId(group, clusterId)];
}

function linkGroupId(id: string, shown: 'registry' | 'cluster'): string {
  return `${idKey(id)}/${shown === 'cluster' ? 'clusters' : 'registries'}`;
}

/** The links of a registry or a cluster below it; says so when there are none. */
export function linkGroup(
  { id: resourceId }: ObservedRegistry | ObservedCluster,
  { linksOf, lacks, isIdle, hasGaps }: Pick<EstateIndex, 'linksOf' | 'lacks' | 'isIdle' | 'hasGaps'>,
  /** Of the registry. */
  state?: TreeNode['state'],
): TreeNode {
  const shown = state === undefined ? 'registry' : 'cluster';
  const id = linkGroupId(resourceId, shown);
  const links = linksOf(resourceId);
  const broken = links.filter((link) => link.state === 'broken').length;
  return unfolding(
    {
      id,
      ...(shown === 'cluster'
        ? { label: t('Linked clusters'), context: 'linkedClusters' }
        : { label: t('Registries to pull from'), context: 'linkedRegistries' }),
      description: lacks ?? facts(`${links.length}`, broken > 0 && t`${broken} broken`),
      icon: { id: 'link', ...(broken > 0 && { color: 'charts.red' }) },
      ...(state !== undefined && { state }),
      resourceId,
    },
    () =>
      lacks !== undefined
        ? [note(`${id}/unread`, sentenceOf(lacks))]
        : links.length === 0
          ? [note(`${id}/none`, noLinks(shown, hasGaps))]
          : byLabel(links.map((link) => linkNode(id, link, shown, isIdle(link.clusterId)))),
  );
}

/** A link may be with what couldn't be read. */
function noLinks(shown: 'registry' | 'cluster', hasGaps: boolean): string {
  if (shown === 'cluster')
    return hasGaps ? t('No linked clusters among those that could be read') : t('No linked clusters');
  return hasGaps
    ? t('No registries to pull from among those that could be read')
    : t('No registries to pull from');
}
