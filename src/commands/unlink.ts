import { FailureError } from '../model/failure';
import type { EstateStore } from '../platform/estateStore';
import { withRights } from '../provisioning/preflight/preflight';
import { applyPlan } from '../provisioning/applying/apply';
import type { UnlinkObserved } from '../provisioning/teardown/unlink/observeUnlink';
import { planUnlink, unlinkParts, wordToType } from '../provisioning/teardown/unlink/planUnlink';
import { beginOnPair } from './pairCommand';
import { applyConfirmed, confirmed, type OperationPorts } from './running';
import { tickParts } from './tickParts';

/** Unlink…: what of the link goes is chosen, shown as a plan, and done when the user says so. Rejects with FailureError. */
export async function unlink(argument: unknown, store: EstateStore, ports: OperationPorts): Promise<void> {
  const begun = await beginOnPair(argument, store, ports, 'Unlink');
  if (begun === undefined) return;
  const { pair, title, azure, signal, observe } = begun;
  const observed = await observe();
  const ticked = await tick(title, observed);
  if (ticked === undefined) return;
  const id = crypto.randomUUID();
  const spec = { ...pair, ticked };
  const planned = (present: UnlinkObserved) => withRights(planUnlink(spec, present, id), azure, signal);
  const first = await planned(observed);
  const plan = await confirmed(
    {
      plan: first,
      again: async () => planned(await observe()),
      verb: 'Unlink',
      question: `${title}?`,
      word: wordToType(first),
    },
    ports,
  );
  if (plan === undefined) return;
  await applyConfirmed(title, plan, applyPlan, azure, ports);
}

/** Ids of what the user ticked; undefined if they turned away. */
async function tick(title: string, observed: UnlinkObserved): Promise<readonly string[] | undefined> {
  const parts = unlinkParts(observed).filter(
    ({ keep, goesWith }) => keep === undefined && goesWith === undefined,
  );
  if (parts.length === 0) {
    throw new FailureError({
      code: 'unlink.nothing',
      kind: 'user',
      message: `${title}: there is nothing of this link that could be deleted.`,
      nextAction: 'Refresh the tree: others may need all of it, or it is gone.',
    });
  }
  return tickParts(title, parts);
}
