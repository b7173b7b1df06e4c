/** What tree, diagnosis and the list of operations say, laid beside the oracle. */
import { idKey, nameOf } from '../../../src/model/armId';
import type { DiagnoseForm } from '../../../src/views/diagnose/diagnoseForm';
import type { Journal } from '../../../src/provisioning';
import { compareInventory } from '../../contract/support/agreement';
import { truthOf } from './oracle';
import type { Facts } from './pageStatements';
import type { Window } from './window';

export async function checkTree(window: Window, { emulator, said }: Facts): Promise<void> {
  const { links, inventory, isCurrent } = await window.tree();
  if (!isCurrent) return;
  for (const { registryId, clusterId, state } of links) {
    const truth = truthOf(emulator, registryId, clusterId);
    if (truth === undefined || state === 'unknown') continue;
    const words = `the tree says of ${nameOf(clusterId)} → ${nameOf(registryId)} that it is ${state}: ${truth.why}`;
    if (state === 'broken') said.that(words, !truth.pulls || !truth.hasNodes);
    else said.that(words, truth.pulls && truth.isPrivate !== (state === 'roleOnly'));
  }
  for (const { pair, reach, contradiction } of compareInventory(emulator, inventory)) {
    if (reach.state !== 'unknown')
      said.that(`the tree’s facts of ${pair} say ${contradiction ?? ''}`, contradiction === undefined);
  }
}

export function checkDiagnosis({ state }: DiagnoseForm, { emulator, said }: Facts): void {
  if (state.phase !== 'done') return;
  for (const { registryId, clusterId, state: found } of state.diagnoses) {
    const truth = truthOf(emulator, registryId, clusterId);
    if (truth === undefined || found === 'unknown') continue;
    const words = `the diagnosis of ${nameOf(clusterId)} → ${nameOf(registryId)} says ${found}: ${truth.why}`;
    said.that(words, found === 'ok' ? truth.pulls : !truth.pulls || !truth.hasNodes);
  }
}

/**
 * `isAtWork`: some page applies it. One that has been cancelled is at its end: its journal says so first, the page once it
 * knows what can be done with what was made.
 */
export function checkOperations(
  journals: ReadonlyMap<string, Journal>,
  isAtWork: (operationId: string) => boolean | 'ending',
  { operations, ledger, said }: Facts,
): void {
  for (const { operationId, title, state, result } of operations) {
    const journal = journals.get(operationId);
    if (journal === undefined) continue;
    const atWork = isAtWork(operationId);
    said.that(
      `“${title}” is said to be ${state}, and it ${state === 'running' ? 'isn’t' : 'is'} running`,
      atWork === 'ending' || (state === 'running') === atWork,
    );
    if (state === 'interrupted' || state === 'stopped') {
      const other = [...journals.values()].find((one) => completed(one, journal));
      said.that(
        `“${title}” is said to be ${state}, and “${other?.title ?? ''}” completed it`,
        other === undefined,
      );
    }
    const by = journals.get(journal.finished?.by ?? '');
    if (result === 'rolledBack' && by !== undefined && by.plan.purpose.kind !== 'rollBack') {
      const left = ledger.madeBy(operationId);
      said.that(
        `“${title}” is said to be undone, and ${left.map(nameOf).join(', ')} is there`,
        left.length === 0,
      );
    }
  }
}

/** The same pairs were linked by another operation after this one's last sign of life. */
function completed(other: Journal, journal: Journal): boolean {
  const wanted = linkedBy(journal);
  if (other === journal || wanted === undefined || linkedBy(other) !== wanted) return false;
  const lastSign = Math.max(journal.startedAt, ...Object.values(journal.steps).map(({ at }) => at));
  return other.finished?.result === 'done' && other.finished.at > lastSign;
}

/** Registry and clusters of a private link. */
function linkedBy({ plan: { purpose } }: Journal): string | undefined {
  if (purpose.kind !== 'link') return undefined;
  const { registryId, links } = purpose.spec as {
    readonly registryId: string;
    readonly links: readonly { readonly clusterId: string; readonly access: { readonly mode: string } }[];
  };
  if (links.some(({ access }) => access.mode !== 'private')) return undefined;
  return [registryId, ...links.map(({ clusterId }) => clusterId).sort()].map(idKey).join();
}
