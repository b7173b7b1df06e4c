/** What to do about a failed pull, by what is known of registry and cluster: a text of kubelet knows nothing of them. */
import { secretWords, type PoolResult } from './judgePull';
import type { PullFailure } from './pullFailures';

/** What is known of a pair besides the test. */
export interface PairFacts {
  /**
   * What a link would still create or change, in words, by what it is for: the role, or name and way. Empty where a link
   * has nothing to do; undefined where that isn't known.
   */
  readonly missing: Readonly<Record<'role' | 'way', readonly string[] | undefined>>;
  /** What stands in the way, or is needed from others, that no link creates; a sentence each. */
  readonly obstacles?: readonly string[];
  /** Role assignments that let the nodes' identity pull; undefined where they aren't known. */
  readonly grants?: readonly { readonly roleName: string; readonly isConditional: boolean }[];
  /** Whether the registry takes tokens made for Azure Resource Manager; undefined where that isn't known. */
  readonly armTokens?: 'enabled' | 'disabled';
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
    const link = `Use Link to AKS…, which shows what is missing: ${missing.join('; ')}.`;
    return { ...failure, nextAction: joined(link, refused), repair: 'link' };
  }
  const known =
    missing === undefined
      ? 'What a link between the two is missing could not be read.'
      : 'A link between the two has nothing left to do.';
  const checks = part === 'role' ? joined(refused, ...roleChecks(facts, asked, pod)) : failure.nextAction;
  return { ...failure, nextAction: joined(known, ...(facts.obstacles ?? []), checks), repair: 'none' };
}

/** Nodes ask for a token with one that is made for Azure Resource Manager (Azure/AKS#4560). */
function tokensRefused({ registryName }: Asked): string {
  return `Registry ${registryName} accepts no Microsoft Entra tokens made for Azure Resource Manager (policy azureADAuthenticationAsArmPolicy is disabled), which nodes sign in with: enable them by az acr config authentication-as-arm update --registry ${registryName} --status enabled.`;
}

function roleChecks(
  { grants }: PairFacts,
  { repository }: Asked,
  { pullSecrets, serviceAccount }: Pick<PoolResult, 'pullSecrets' | 'serviceAccount'>,
): readonly string[] {
  return [
    `Check that the repository is really named ${repository}: the registry may answer in the same way for one that doesn’t exist.`,
    conditionCheck(grants, repository),
    'Nodes may still run with an identity from before it was changed: update the node image of the pool (az aks nodepool upgrade --node-image-only).',
    secretCheck(pullSecrets, serviceAccount),
    'A role that was assigned in the last minutes may not count yet: run the test again.',
  ];
}

function conditionCheck(grants: PairFacts['grants'], repository: string): string {
  if (grants === undefined)
    return `Check whether the role assignment has a condition that leaves ${repository} out.`;
  const free = grants.find(({ isConditional }) => !isConditional);
  const names = grants.map(({ roleName }) => roleName).join(' and ');
  if (grants.length === 0) return '';
  return free === undefined
    ? `The role ${names} has a condition: check that it includes ${repository}.`
    : `The role ${free.roleName} is assigned without a condition.`;
}

function secretCheck(pullSecrets: PoolResult['pullSecrets'], serviceAccount: string | undefined): string {
  const account = `service account ${serviceAccount ?? 'of the pod'}`;
  if (pullSecrets === undefined)
    return `The pull secret of the ${account}, if it has one, may be out of date.`;
  if (pullSecrets.length === 0) return 'The pod had no pull secret, so that only the identity counts.';
  return `The pod had the pull ${secretWords(pullSecrets)} from its ${account}: look whether that is out of date.`;
}

function joined(...sentences: readonly (string | undefined)[]): string {
  return sentences.filter((sentence) => sentence !== undefined && sentence !== '').join(' ');
}
