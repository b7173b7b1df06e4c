/** What a page says of clusters that are linked: they can pull, and not before they have nodes. */
import { t } from '@vscode/l10n';

/** All by name; `idle` are those of the clusters that have no running nodes now. */
export function canPull(registry: string, clusters: readonly string[], idle: readonly string[]): string {
  const [first = t('The cluster'), ...others] = clusters;
  const who =
    others.length > 1 ? t`All ${clusters.length} clusters` : others.length === 1 ? t('Both clusters') : first;
  if (idle.length === 0) {
    return `${t`${who} can pull from ${registry}.`} ${t('Verified against Azure. No further action is needed.')}`;
  }
  const now =
    others.length === 0
      ? t`${who} has no running nodes. It can pull from ${registry} once it’s started.`
      : t`${who} can pull from ${registry} once their nodes are running. These have no running nodes now: ${idle.join(', ')}.`;
  return `${now} ${t('Verified against Azure.')}`;
}
