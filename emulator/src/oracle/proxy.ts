import { textAt, textsAt } from '../arm/json';
import type { ArmResource } from '../estate';
import { inRanges } from './networks';

/**
 * The proxy by which a cluster's nodes ask for a host over https; `undefined` where they ask it directly. `noProxy` is
 * read as Go programs do, containerd among them: a domain means itself and what is below, with a dot in front only
 * what is below.
 */
export function proxyFor(cluster: ArmResource, host: string): string | undefined {
  const proxy = textAt(cluster.properties, 'httpProxyConfig', 'httpsProxy');
  if (proxy === undefined || proxy === '') return undefined;
  const isExempt = textsAt(cluster.properties, 'httpProxyConfig', 'noProxy').some((item) =>
    covers(item, host),
  );
  return isExempt ? undefined : proxy;
}

function covers(entry: string, host: string): boolean {
  const pattern = entry.trim().toLowerCase().replace(/^\*\./, '.');
  if (pattern === '*') return true;
  if (pattern === '') return false;
  if (pattern.startsWith('.')) return host.endsWith(pattern);
  return host === pattern || host.endsWith(`.${pattern}`) || inRanges(host, [pattern]);
}
