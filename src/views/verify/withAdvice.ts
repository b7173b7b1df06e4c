/** What is to be done about a run that failed, by what is known of registry and cluster once it is over. */
import { advised } from '../../verifying/advice';
import type { Verification } from '../../verifying/verification';
import { readPairFacts } from './pairFacts';
import type { Subject } from './reading';
import type { VerifyDeps, VerifyStart } from './verifyState';

/** Milliseconds after which advice is given without what couldn't be read. */
const adviceTime = 60_000;

/** Nothing is asked where no hop failed; `reading` is told before anything is. The estate may have changed during the run. */
export async function withAdvice(
  verification: Verification,
  start: VerifyStart,
  { registry }: Subject,
  { azure, journal, inventory }: Pick<VerifyDeps, 'azure' | 'journal' | 'inventory'>,
  life: AbortSignal,
  reading: () => void,
): Promise<Verification> {
  if (!verification.pools.some(({ failure }) => failure?.part !== undefined)) return verification;
  reading();
  const signal = AbortSignal.any([life, AbortSignal.timeout(adviceTime)]);
  const world = async () => ({ azure: await azure(), journal });
  const { repository } = verification.request.image;
  const facts = await readPairFacts(start, repository, world, inventory, signal);
  const asked = { registryName: registry.name, repository };
  return { ...verification, pools: verification.pools.map((pool) => advised(pool, facts, asked)) };
}
