import { list } from '@azure/arm-resources-subscriptions/api/tenants';
import type { Directory } from '../../provisioning';
import type { Clients } from '../http/clients';
import { listOf } from '../http/reading';

/** The directories that the account is in, as a guest too, by name. */
export async function readDirectories(clients: Clients, signal: AbortSignal): Promise<readonly Directory[]> {
  const found = await listOf(clients.subscriptions(), list, signal);
  return found
    .flatMap(({ tenantId: id, displayName, defaultDomain = '' }) =>
      id === undefined ? [] : [{ id, name: displayName ?? id, domain: defaultDomain }],
    )
    .sort((a, b) => a.name.localeCompare(b.name));
}
