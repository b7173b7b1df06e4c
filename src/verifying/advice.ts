/** What to do about a failed pull, by what is known of registry and cluster: a text of kubelet knows nothing of them. */
import { t } from '@vscode/l10n';
import { secretWords, type PoolResult } from './judgePull';
import type { PullFailure } from './pullHops';

/** What is known of a pair besides the test. */
export interface PairFacts {
  /**
   * What a link would still create or change, in words, by what it is for: the role, or name and way. Empty where a link
   * has nothing to do; undefined where that isn't known.
   */
  readonly missing: Readonly<Record<'role' | 'way', readonly string[] | undefined>>;
  /** What stands in the way, or is needed from others, that no link creates; a sentence each. */
  readonly obstacles?: readonly string[];
  /** Role assignments that let the nodes' identity pull, if only some repositories; undefined where they aren't known. */
  readonly grants?: readonly Grant[];
  /** Whether the registry takes tokens made for Azure Resource Manager; undefined where that isn't known. */
  readonly armTokens?: 'enabled' | 'disabled';
}

export interface Grant {
  readonly roleName: string;
  /** `included` and `leftOut` by a condition, of which `unknown` what it says of the repository. */
  readonly repository: 'every' | 'included' | 'leftOut' | 'unknown';
}

export interface Asked {
  readonly registryName: string;
  readonly repository: string;
}

export const nothingKnown: PairFacts = { missing: { role: undefined, way: undefined } };

/** The result, with advice for its failure that is taken from facts: a link is advised only where it has something to do. */
export function advised(result: PoolResult, facts: PairFacts, asked: Asked): PoolResult {
  const { failure } = result;
  return failure === undefined ? result : { ...result, failure: adviceFor(failure, facts, asked, result) };
}

export function adviceFor(
  failure: PullFailure,
  facts: PairFacts,
  asked: Asked,
  pod: Pick<PoolResult, 'pullSecrets' | 'serviceAccount'>,
): PullFailure {
  const { part } = failure;
  if (part === undefined) return failure;
  const refused = part === 'role' && facts.armTokens === 'disabled' ? tokensRefused(asked) : undefined;
  const missing = facts.missing[part];
  if (missing?.[0] !== undefined) {
    const link = t`Use Link to AKS…, which creates what is missing: ${missing.join('; ')}.`;
    return { ...failure, nextAction: joined(link, refused), repair: 'link' };
  }
  const known =
    missing === undefined
      ? t('Couldn’t read what is missing for a link between them.')
      : t('The link between them is complete.');
  const checks = part === 'role' ? joined(refused, ...roleChecks(facts, asked, pod)) : failure.nextAction;
  return { ...failure, nextAction: joined(known, ...(facts.obstacles ?? []), checks), repair: 'none' };
}

/** Nodes ask for a token with one that is made for Azure Resource Manager (Azure/AKS#4560). */
function tokensRefused({ registryName }: Asked): string {
  return t`Registry ${registryName} doesn’t accept Azure Resource Manager tokens (policy azureADAuthenticationAsArmPolicy is disabled), which nodes use. To accept them, run az acr config authentication-as-arm update --registry ${registryName} --status enabled.`;
}

function roleChecks(
  { grants }: PairFacts,
  { repository }: Asked,
  { pullSecrets, serviceAccount }: Pick<PoolResult, 'pullSecrets' | 'serviceAccount'>,
): readonly string[] {
  return [
    t`Check that the repository is named ${repository}. The registry may respond the same way if it doesn’t exist.`,
    conditionCheck(grants, repository),
    t(
      'Nodes may still use a previous identity. Update the node image of the pool (az aks nodepool upgrade --node-image-only).',
    ),
    secretCheck(pullSecrets, serviceAccount),
    t('New role assignments can take a few minutes to take effect. Run the test again.'),
  ];
}

function conditionCheck(grants: PairFacts['grants'], repository: string): string {
  if (grants === undefined)
    return t`Check whether the role assignment has a condition that excludes ${repository}.`;
  if (grants.length === 0) return '';
  const of = (kind: Grant['repository']) => grants.find((grant) => grant.repository === kind)?.roleName;
  const [free, including, unknown] = [of('every'), of('included'), of('unknown')];
  const names = grants.map(({ roleName }) => roleName).join(t(' and '));
  if (free !== undefined) return t`The role ${free} is assigned without a condition.`;
  if (including !== undefined) return t`The condition of the role ${including} includes ${repository}.`;
  if (unknown !== undefined)
    return t`The role ${names} has a condition. Check that it includes ${repository}.`;
  return t`The condition of the role ${names} excludes ${repository}. Include it in the condition, or assign a role without a condition.`;
}

function secretCheck(pullSecrets: PoolResult['pullSecrets'], serviceAccount: string | undefined): string {
  const account = t`service account ${serviceAccount ?? t('of the pod')}`;
  if (pullSecrets === undefined) return t`The pull secret of the ${account}, if it has one, may be outdated.`;
  if (pullSecrets.length === 0) return t('The pod had no pull secret, so only the identity was used.');
  return t`The pod had the pull ${secretWords(pullSecrets)} from its ${account}. Check whether it’s outdated.`;
}

function joined(...sentences: readonly (string | undefined)[]): string {
  return sentences.filter((sentence) => sentence !== undefined && sentence !== '').join(' ');
}
