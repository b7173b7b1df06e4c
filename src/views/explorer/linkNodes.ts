import { nameOf } from '../../model/armId';
import type { Link, LinkState } from '../../provisioning';
import { escapeMarkdown } from './markdown';
import { note, type TreeIcon, type TreeNode } from './treeNode';

/** Each state in words and as an icon whose shape alone tells it, for those who don't see the colour. */
export const linkStates: Readonly<Record<LinkState, { words: string; explanation: string; icon: TreeIcon }>> =
  {
    linked: {
      words: 'linked',
      explanation: 'The cluster may pull, and reaches the registry over its private endpoint.',
      icon: { id: 'pass-filled', color: 'charts.green' },
    },
    roleOnly: {
      words: 'role only',
      explanation: 'The cluster may pull, over the public address of the registry.',
      icon: { id: 'circle-large-outline', color: 'charts.blue' },
    },
    broken: {
      words: 'broken',
      explanation: 'The cluster can’t pull from the registry as things are.',
      icon: { id: 'error', color: 'charts.red' },
    },
    unknown: {
      words: 'unknown',
      explanation: 'It is not known whether the cluster may pull; Verify from Inside the Cluster… tells.',
      icon: { id: 'question', color: 'charts.yellow' },
    },
  };

const headings: Partial<Record<LinkState, string>> = {
  roleOnly: 'For a private link it lacks:',
  unknown: 'What is not known or lacks:',
};

/** The other side of a link, below one side; what it lacks is below it. */
export function linkNode(parentId: string, link: Link, shown: 'registry' | 'cluster'): TreeNode {
  const resourceId = shown === 'registry' ? link.registryId : link.clusterId;
  const id = `${parentId}/${resourceId.toLowerCase()}`;
  const { words, explanation, icon } = linkStates[link.state];
  const missing = link.missing.map((text) => `- ${escapeMarkdown(text)}`);
  const heading = headings[link.state] ?? 'It lacks:';
  return {
    id,
    label: nameOf(resourceId),
    description: words,
    tooltip: [
      `**${escapeMarkdown(nameOf(resourceId))}: ${words}**`,
      explanation,
      ...(missing.length === 0 ? [] : [`${heading}\n\n${missing.join('\n')}`]),
    ].join('\n\n'),
    icon,
    spoken: explanation,
    context: shown === 'registry' ? 'linkedRegistry' : 'linkedCluster',
    resourceId,
    pair: { registryId: link.registryId, clusterId: link.clusterId },
    ...(missing.length > 0 && {
      children: link.missing.map((text, index) => ({
        ...note(`${id}/missing/${index}`, text),
        icon: { id: 'circle-slash' },
        spoken: link.state === 'unknown' ? 'is not known or missing' : 'is missing',
      })),
    }),
  };
}

/** A group of links; says so when there are none. */
export function linkGroup(
  id: string,
  label: string,
  none: string,
  links: readonly Link[],
  shown: 'registry' | 'cluster',
): TreeNode {
  const children = links
    .map((link) => linkNode(id, link, shown))
    .toSorted((a, b) => a.label.localeCompare(b.label));
  const broken = links.filter(({ state }) => state === 'broken').length;
  return {
    id,
    label,
    description: broken === 0 ? `${links.length}` : `${links.length} · ${broken} broken`,
    icon: { id: 'link' },
    children: children.length === 0 ? [note(`${id}/none`, none)] : children,
  };
}
