/** Who pulls, in words. */
import { t } from '@vscode/l10n';
import {
  accessBlockersOfPullers,
  type ClusterPuller,
  type HeldRole,
  principalWords,
  type PublicAccessObserved,
  pullersOf,
} from '../../provisioning';
import type { ClusterView, PullersView } from './protocol/pullers';

/** Clusters without a private path come first. */
export function pullersView(registryId: string, observed: PublicAccessObserved): PullersView {
  const pullers = pullersOf(observed);
  const [unread] = accessBlockersOfPullers(registryId, observed);
  return {
    clusters: (pullers?.clusters ?? [])
      .toSorted((a, b) => order[a.path.verdict] - order[b.path.verdict] || a.name.localeCompare(b.name))
      .map(clusterView),
    others: (pullers?.others ?? []).map((other) => ({
      words: principalWords(other),
      roles: other.roles.map(roleWords),
    })),
    unread: unread && { message: unread.message, wayOut: unread.wayOut },
  };
}

const order = { publicOnly: 0, broken: 1, unknown: 2, private: 3 } as const;

function clusterView({ clusterId, name, identity, roles, path }: ClusterPuller): ClusterView {
  const { verdict, reasons } = path;
  return { clusterId, name, identity, roles: roles.map(roleWords), verdict, reasons };
}

function roleWords({ name, where, inherited, conditional }: HeldRole): string {
  const notes = [
    ...(inherited ? [t('inherited')] : []),
    ...(conditional ? [t('its condition limits the repositories')] : []),
  ];
  return t`${name} on ${where}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
}
