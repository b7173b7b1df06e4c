import { nameOf } from '../../model/armId';
import type { AzureOptions, FoundIdentities, ObservedGrant, SignedIn } from '../../provisioning';
import { signedInOf } from '../auth/callerOf';
import type { Clients } from '../http/clients';
import type { Directory } from '../directory/directory';
import { Reads } from '../http/facts';
import { partsOf, queryResources } from '../graph/graph';
import { wantedOf } from '../graph/types';
import { observeRegistry } from './registry';
import { Roles } from './roles';

/** See GrantReader.observeGrant. */
export async function observeGrant(
  clients: Clients,
  registryId: string,
  principalId: string,
  signal: AbortSignal,
): Promise<ObservedGrant> {
  const reads = new Reads(clients, signal);
  const [registry, assignments] = await Promise.all([
    observeRegistry(reads, registryId),
    new Roles(clients).of(registryId, principalId, reads),
  ]);
  reads.refuseSilence();
  return { registry, assignments };
}

/** See GrantReader.listIdentities. */
export async function listIdentities(
  clients: Clients,
  subscriptionIds: readonly string[],
  signal: AbortSignal,
): Promise<FoundIdentities> {
  const rows = await queryResources(clients, wantedOf(['identity']), partsOf(subscriptionIds), signal);
  // One that says too little can't be given a role, and is no reason not to offer the others.
  const found = await rows.of('identity', ({ id, location, properties: { principalId } }) => ({
    id,
    name: nameOf(id),
    location,
    principalId,
  }));
  return { identities: found.rows, unread: [...rows.unread, ...found.unread] };
}

/** See GrantReader.signedIn; without a directory only the token tells. */
export async function readSignedIn(
  { tokenSource, cloud: { scope } }: Pick<AzureOptions, 'tokenSource' | 'cloud'>,
  signal: AbortSignal,
  directory?: Directory,
): Promise<SignedIn | undefined> {
  const { token } = await tokenSource([scope], { signal });
  const told = signedInOf(token);
  if (told !== undefined || directory === undefined) return told;
  try {
    return await directory.me(signal);
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
