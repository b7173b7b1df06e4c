/** Where on the way of a pull a finding is, and how the hops look then: none is well that a finding calls broken. */
import type { Hop, HopName } from '../reachability/hops';
import type { PoolReach } from '../reachability/reach';
import type { Finding } from './finding';
import type { HopFamily } from './rule';

/** What a rule is about; a name that led to the public address shows where that refuses the nodes, and is a name all the same. */
const families: Readonly<Record<HopFamily, { readonly login: HopName; readonly layers: HopName }>> = {
  name: { login: 'name', layers: 'layersName' },
  way: { login: 'way', layers: 'layersWay' },
  door: { login: 'door', layers: 'layersDoor' },
  identity: { login: 'identity', layers: 'identity' },
};

/** In the order of the way; empty for what isn't on it. */
export function partsOf({ rule, hops }: Pick<Finding, 'rule' | 'hops'>): readonly HopName[] {
  const family = Object.entries(families).find(([name]) => rule.startsWith(`${name}.`))?.[1];
  if (family === undefined) return hops;
  return [...new Set(hops.map((hop) => (hop.startsWith('layers') ? family.layers : family.login)))];
}

/** The hops of a pool; what is broken by a finding has the finding's words. */
export function hopsFound(
  { name, hops }: Pick<PoolReach, 'name' | 'hops'>,
  findings: readonly Finding[],
): readonly Hop[] {
  const broken = findings.filter(
    ({ severity, pools }) => severity === 'broken' && (pools.length === 0 || pools.includes(name)),
  );
  return hops.map((hop) => {
    const cause = hop.state === 'ok' && broken.find((finding) => partsOf(finding).includes(hop.hop));
    return cause ? { ...hop, state: 'broken', message: cause.message } : hop;
  });
}
