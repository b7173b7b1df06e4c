/** What is there of a link, of a registry or of a private endpoint, as whoever made it by code would send it. */
import type { AzureObserver, JournalStorage, PullersReader, ResourceReader } from '../ports';
import type { Existing } from './found';
import { observeEndpoint, observeRegistry } from './ofRegistry';
import { observeLink } from './ofLink';

export type ExistingWish =
  | { readonly kind: 'link'; readonly registryId: string; readonly clusterId: string }
  | { readonly kind: 'registry'; readonly registryId: string }
  | { readonly kind: 'endpoint'; readonly endpointId: string };

export interface ExistingPorts {
  readonly azure: AzureObserver & ResourceReader & PullersReader;
  readonly journal: JournalStorage;
}

/**
 * Only reads. What can't be read is left out and named. Rejects with FailureError when nothing can be said (not signed in,
 * no network, aborted).
 */
export function observeExisting(
  wish: ExistingWish,
  { azure, journal }: ExistingPorts,
  signal: AbortSignal,
): Promise<Existing> {
  switch (wish.kind) {
    case 'link':
      return observeLink(wish, azure, journal, signal);
    case 'registry':
      return observeRegistry(wish.registryId, azure, signal);
    case 'endpoint':
      return observeEndpoint(wish.endpointId, azure, signal);
  }
}
