/** What has to be true of every estate: solvable ones are solved and can be undone, the others are refused rightly. */
import assert from 'node:assert/strict';
import { startEmulator } from '../../../emulator/src/server';
import type { LinkPlan } from '../../../src/provisioning/plan/spec';
import { azureAt } from '../../contract/support/azure';
import { checkAgreement, type Agreeing } from './agreement';
import { buildEstate } from './build';
import { checkPulls, checkRanges, checkRefusal, pulls } from './expectations';
import { judgeEstate } from './judge';
import { EstateLinking } from './linking';
import type { EstateModel } from './model';
import { spoil } from './spoil';
import { checkRollBack } from './undo';
import { checkUnlink } from './unlink';
import { owner, reader } from './world';

export interface Checked {
  readonly result: 'solved' | 'blocked';
  /** Steps that were written, without those that were rolled back. */
  readonly writes: number;
  /** Steps that were rolled back. */
  readonly undone: number;
  /** Parts that unlinking deleted. */
  readonly unlinked: number;
  /** What the model says of pairs, before and after. */
  readonly agreeing: readonly Agreeing[];
}

/** Builds the estate, links it, and checks what came of it; throws AssertionError for what is not as it should be. */
export async function checkEstate(model: EstateModel): Promise<Checked> {
  const emulator = await startEmulator({});
  try {
    const estate = buildEstate(emulator.core, model);
    const judgement = judgeEstate(estate);
    spoil(estate);
    const person = model.spoiler === 'reader' ? reader : owner;
    const tokenSource = () => Promise.resolve({ token: `user:${person}`, expiresOn: Date.now() + 3_600_000 });
    const linking = new EstateLinking(estate, azureAt(emulator.url, { tokenSource }));
    const asFound = await checkAgreement(emulator, linking);
    if (!judgement.solvable) {
      const { plan } = await linking.propose();
      checkRefusal(plan, judgement.codes);
      const before = linking.state();
      assert.equal((await linking.tryToApply(plan)).kind, 'refused');
      assert.deepEqual(linking.state(), before);
      return { result: 'blocked', writes: 0, undone: 0, unlinked: 0, agreeing: [asFound] };
    }
    const before = pulls(estate);
    const undone = await checkRollBack(linking, model.interruptedAfter);
    const { spec, plan } = await linking.propose();
    assert.deepEqual(blockersOf(plan), [], 'A solvable estate is blocked.');
    checkRanges(estate, plan);
    const writes = await linking.apply(plan);
    checkPulls(estate, plan, before);
    const linked = await checkAgreement(emulator, linking);
    const again = await linking.plan(spec);
    assert.deepEqual(writesOf(again), [], 'A second plan writes again.');
    assert.deepEqual(blockersOf(again), []);
    const unlinked = await checkUnlink(linking, model.unlink);
    const apart = await checkAgreement(emulator, linking);
    return { result: 'solved', writes, undone, unlinked, agreeing: [asFound, linked, apart] };
  } finally {
    await emulator.close();
  }
}

function blockersOf({ blockers }: LinkPlan): string[] {
  return blockers.map(({ code, message }) => `${code}: ${message}`);
}

function writesOf({ steps }: LinkPlan): string[] {
  return steps.filter(({ action }) => action !== 'reuse').map(({ title, reason }) => `${title}: ${reason}`);
}
