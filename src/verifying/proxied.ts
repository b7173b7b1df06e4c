/** What a failed pull means in a cluster whose nodes have an HTTP proxy. */
import { t } from '@vscode/l10n';
import { isProxied, type ObservedProxy } from '../provisioning';
import type { PullFailure } from './pullHops';

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
      nextAction: t`Add ${host} to the cluster’s noProxy, or the CA certificate to trustedCa (az aks update --http-proxy-config). The nodes use the proxy ${proxy.url}.`,
    };
  }
  if (cause !== 'firewall' && cause !== 'layersFirewall') return failure;
  return {
    cause: 'proxy',
    hop,
    passed: hop === 'pull' ? passed : 'pod',
    message: t`The nodes connect to ${host} through the HTTP proxy ${proxy.url}, because the cluster’s noProxy doesn’t include that host, and were denied.`,
    nextAction: t(
      'Add the registry’s login server and data endpoints to the cluster’s noProxy (az aks update --http-proxy-config), so that the nodes connect directly.',
    ),
    repair: 'none',
    host,
  };
}
