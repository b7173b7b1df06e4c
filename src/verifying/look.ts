/** What is asked of a cluster besides a run. */
import { FailureError } from '../model/failure';
import type { CommandTarget } from '../provisioning';
import { cleanCommand, lookCommand } from './commandLines';
import { notAllowed } from './failures';
import { readLeftovers, type Leftover } from './leftovers';
import { namesOf, podsOf, sectionsOf } from './output';
import type { VerifyPorts } from './verify';

/** What there is to choose from in a cluster. Rejects with FailureError. */
export async function lookInside(
  target: CommandTarget,
  { commands, clock }: VerifyPorts,
  signal: AbortSignal,
): Promise<{ readonly namespaces: readonly string[]; readonly leftovers: readonly Leftover[] }> {
  const { logs } = await commands.runInCluster(target, lookCommand(), signal);
  const sections = sectionsOf(logs);
  const namespaces = namesOf(sections.get('namespaces'));
  if (namespaces.length === 0) throw new FailureError(notAllowed(logs));
  return { namespaces, leftovers: readLeftovers(sections.get('leftovers'), clock.now()) };
}

/** Deletes what an earlier run left; the names of pods that are still there. Rejects with FailureError. */
export async function cleanLeftover(
  target: CommandTarget,
  { runId, namespace }: Pick<Leftover, 'runId' | 'namespace'>,
  { commands }: VerifyPorts,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { logs } = await commands.runInCluster(target, cleanCommand({ runId, namespace }), signal);
  return podsOf(sectionsOf(logs).get('left')).map(({ name }) => name);
}
