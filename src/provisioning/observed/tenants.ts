/** Which directory (tenant) subscriptions are in: a managed identity gets tokens of its own only. */
import type { Inventory, Subscription } from './inventory';

type Listed = Pick<Subscription, 'id' | 'tenantId'>;

/** Tenant ids by subscription id, both in lower case. */
export function tenantsOf(subscriptions: readonly Listed[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    subscriptions.map(({ id, tenantId }) => [id.toLowerCase(), tenantId.toLowerCase()] as const),
  );
}

/** An inventory of which whoever listed the subscriptions says where they are: Resource Graph isn't asked for it once more. */
export function withTenants(inventory: Inventory, subscriptions: readonly Listed[]): Inventory {
  return { ...inventory, tenants: tenantsOf(subscriptions) };
}
