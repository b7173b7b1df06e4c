import { same } from '../arm/json';
import type { Estate } from '../estate';
import { parseImage, type ImageName } from './events';
import { admission } from './firewall';
import { mayPush } from './identity';
import { networkOfSubnet } from './ids';
import { resolveFrom, resolvePublicly } from './names';
import { isInside } from './networks';
import { reach } from './reach';
import { findRegistry, type Registry } from './registries';

/** The way of a push, in the order in which `docker push` goes it. */
interface PushHop {
  readonly hop: 'name' | 'route' | 'firewall' | 'identity';
  readonly ok: boolean;
  readonly detail: string;
}

export interface PushVerdict {
  readonly verdict: 'Pushed' | 'Denied';
  readonly hops: readonly PushHop[];
  /** What the client would print at the end. */
  readonly message: string;
}

/** By which a machine in a network appears outside, if it has no address of its own; reserved for documentation. */
const OUTBOUND_ADDRESS = '203.0.113.252';

/**
 * Says whether a principal can push an image from a place, from the estate alone. `from` is a public address, or the id
 * of a subnet in which a machine stands. It shares no code with the extension.
 */
export function pushVerdict(
  estate: Estate,
  push: { principalId: string; image: string; from: string },
): PushVerdict {
  const image = parseImage(push.image);
  const hops: PushHop[] = [];
  for (const { message, ...hop } of steps(estate, { ...push, image })) {
    hops.push(hop);
    if (!hop.ok) return { verdict: 'Denied', hops, message };
  }
  return { verdict: 'Pushed', hops, message: `${image.tag}: digest: sha256:… pushed` };
}

interface Push {
  readonly principalId: string;
  readonly image: ImageName;
  readonly from: string;
}

function* steps(estate: Estate, push: Push): Generator<PushHop & { readonly message: string }, void> {
  const { image, from, principalId } = push;
  const subnetId = from.startsWith('/') ? from : undefined;
  const address = addressOf(estate, image.host, subnetId);
  const registry = findRegistry(estate, image.host);
  const isLoginServer = registry !== undefined && same(image.host, registry.loginServer);
  yield {
    hop: 'name',
    ok: address !== undefined && isLoginServer,
    detail: `${image.host} → ${address ?? 'NXDOMAIN'}`,
    message: `dial tcp: lookup ${image.host}: no such host`,
  };
  if (address === undefined || registry === undefined) return;
  yield {
    hop: 'route',
    ...route(estate, registry, address, subnetId),
    message: `dial tcp ${address}:443: i/o timeout`,
  };
  if (!isInside(estate, address)) {
    const source = { from: subnetId === undefined ? from : OUTBOUND_ADDRESS, subnetId: subnetId ?? '' };
    const { ok, detail } = admission(estate, registry.resource, source);
    const message = `denied: client with IP '${source.from}' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.`;
    yield { hop: 'firewall', ok, detail, message };
  }
  const who = { principalId, registry: registry.resource, repository: image.repository };
  yield {
    hop: 'identity',
    ...mayPush(estate, who),
    message: 'denied: requested access to the resource is denied',
  };
}

function addressOf(estate: Estate, host: string, subnetId: string | undefined): string | undefined {
  if (subnetId === undefined) return resolvePublicly(estate, host);
  return resolveFrom(estate, { networkId: networkOfSubnet(subnetId), subnetId }, host).answers[0];
}

function route(
  estate: Estate,
  registry: Registry,
  address: string,
  subnetId: string | undefined,
): { ok: boolean; detail: string } {
  if (subnetId === undefined) return { ok: true, detail: `${address} by the internet` };
  if (estate.get(subnetId) === undefined) return { ok: false, detail: `there is no subnet ${subnetId}` };
  const region = registry.resource.location ?? '';
  const tags = ['AzureContainerRegistry', `AzureContainerRegistry.${region}`, 'AzureCloud'];
  return reach(estate, { subnetId, registry, address, tags });
}
