import { at, textAt, textsAt } from '../arm/json';
import type { ArmResource } from '../estate';
import { inRanges } from './networks';

/**
 * The proxy by which a cluster's nodes ask for a host over https; `undefined` where they ask it directly. `noProxy` is
 * read as Go programs do, containerd among them: a domain means itself and what is below, with a dot in front only
 * what is below, with a port that port. AKS joins what is listed by commas, takes the proxy for http where there is none for
 * https, and gives the nodes none where the configuration isn't enabled.
 */
export function proxyFor(cluster: ArmResource, host: string): string | undefined {
  const config = at(cluster.properties, 'httpProxyConfig');
  const proxy = [textAt(config, 'httpsProxy'), textAt(config, 'httpProxy')].find((url) => url);
  if (proxy === undefined || at(config, 'enabled') === false) return undefined;
  const isExempt = textsAt(config, 'noProxy')
    .join(',')
    .split(',')
    .some((item) => covers(item, host));
  return isExempt ? undefined : proxy;
}

function covers(entry: string, host: string): boolean {
  const pattern = entry.trim().toLowerCase().replace(/^\*\./, '.').replace(/:443$/, '');
  if (pattern === '*') return true;
  if (pattern === '') return false;
  if (pattern.startsWith('.')) return host.endsWith(pattern);
  return host === pattern || host.endsWith(`.${pattern}`) || inRanges(host, [pattern]);
}
