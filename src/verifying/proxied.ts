/** What a failed pull means in a cluster whose nodes have an HTTP proxy. */
import { isProxied, type ObservedProxy } from '../provisioning';
import type { PullFailure } from './pullFailures';

/**
 * The failure, with the proxy as its cause where the host was asked for through it: what refused the nodes saw the
 * proxy's address, whatever network the nodes are in. `loginServer` is asked where the text names no host.
 */
export function throughProxy(
  failure: PullFailure,
  proxy: ObservedProxy | undefined,
  loginServer: string,
): PullFailure {
  const host = failure.host ?? loginServer;
  if (!isProxied(proxy, host)) return failure;
  const { cause, hop, passed } = failure;
  if (cause === 'untrustedAuthority') {
    return {
      ...failure,
      nextAction: `Add ${host} to noProxy of the cluster, or the authority’s certificate to trustedCa (az aks update --http-proxy-config): the nodes ask for it through the proxy ${proxy.url}.`,
    };
  }
  if (cause !== 'firewall' && cause !== 'layersFirewall') return failure;
  return {
    cause: 'proxy',
    hop,
    passed: hop === 'pull' ? passed : 'pod',
    message: `The nodes ask for ${host} through the HTTP proxy ${proxy.url}, because noProxy of the cluster doesn’t hold that host, and were refused.`,
    nextAction:
      'Add the registry’s login server and data endpoints to noProxy of the cluster (az aks update --http-proxy-config): then the nodes ask for them directly.',
    repair: 'none',
    host,
  };
}
