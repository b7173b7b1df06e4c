import { tenantsOf } from '../../provisioning/adapters';
import type { Reads } from '../http/facts';
import { readSubscriptions } from '../resources/subscriptions';

/**
 * Tenant ids by subscription id, both in lower case, of the subscriptions that are visible. Where they can't be listed
 * nothing is said: whether two subscriptions share a tenant is then left for Azure to decide.
 */
export async function observeTenants(reads: Reads): Promise<Readonly<Record<string, string>>> {
  const fact = await reads.fact(readSubscriptions(reads.clients, reads.signal));
  return fact.state === 'known' ? tenantsOf(fact.value) : {};
}
