/** All rules: of those for hops the first that explains one counts, in this order. */
import type { FactRule, HopRule } from '../rule';
import { clusterRules } from './cluster';
import { doorRules } from './door';
import { identityRules } from './identity';
import { nameRules } from './name';
import { registryRules } from './registry';
import { sideRules } from './side';
import { wayRules } from './way';

/** Names come first: what was refused at the public address is mostly a name that led there. */
export const hopRules: readonly HopRule[] = [...nameRules, ...wayRules, ...doorRules, ...identityRules];

export const factRules: readonly FactRule[] = [...clusterRules, ...registryRules, ...sideRules];
