/** What links a registry and a cluster: the parts that Unlink would offer. */
import { t } from '@vscode/l10n';
import { idKey, nameOf, type Pair } from '../../model/armId';
import { factOf } from '../observed/lookup';
import type { AzureObserver, JournalStorage, PullersReader, ResourceReader } from '../ports';
import { teardown } from '../teardown/teardown';
import { observeUnlink } from '../teardown/unlink/observeUnlink';
import { unlinkParts, unreadablePair } from '../teardown/unlink/planUnlink';
import type { Existing } from './found';
import { apart, thingOf } from './thing';

/**
 * Registry and cluster themselves aren't among it, nor groups, nor a network or zone in which something else lives: these
 * are only referred to.
 */
export async function observeLink(
  { registryId, clusterId }: Pair,
  azure: AzureObserver & ResourceReader & PullersReader,
  journal: JournalStorage,
  signal: AbortSignal,
): Promise<Existing> {
  const pair = { registryId, clusterId };
  const title = t`Link between ${nameOf(registryId)} and ${nameOf(clusterId)}`;
  const seen = await observeUnlink(pair, azure, journal, signal);
  if (seen.link === undefined) {
    const unread = unreadablePair({ ...pair, ticked: [] }, seen.observed);
    return { title, things: [], left: unread.map(({ message }) => message) };
  }
  const parts = unlinkParts(seen).filter(({ kind }) => kind !== 'resourceGroup');
  const held = new Set(teardown(parts, seen.present).kept.map(({ resourceId }) => idKey(resourceId)));
  const isOthersToo = ({ kind, resourceId }: (typeof parts)[number]) =>
    (kind === 'network' || kind === 'zone') && held.has(idKey(resourceId));
  const found = parts.map((part) =>
    isOthersToo(part)
      ? { left: t`${part.title} is used by others too. It is only referred to.` }
      : thingOf(part.kind, part.resourceId, part.title, factOf(seen.present.resources, part.resourceId)),
  );
  return { title, ...apart(found) };
}
