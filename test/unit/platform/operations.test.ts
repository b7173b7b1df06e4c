import assert from 'node:assert/strict';
import { journalledOperations } from '../../../src/platform/operations';
import { JournalWriter } from '../../../src/provisioning/journal/journal';
import { discardOperation } from '../../../src/provisioning/operations/journaled';
import type { Plan } from '../../../src/provisioning/plan/plan';
import type { Clock } from '../../../src/provisioning/ports';
import { MemoryStorage } from '../../support/fakeWriter';
import { planOf, step } from '../../support/steps';
import { VirtualClock } from '../../support/virtualClock';

/** The only operation of a computer, its window gone. */
async function interrupted(purpose?: Plan['purpose'], origin?: string) {
  const [clock, storage] = [new VirtualClock(), new MemoryStorage()];
  const plan: Plan = { ...planOf([step('a')], { operationId: 'op-1' }), ...(purpose && { purpose }) };
  const begin = { plan, title: 'Made up', acknowledged: [], owner: 'w', origin };
  assert.ok((await clock.run(JournalWriter.open(storage, clock, begin))) instanceof JournalWriter);
  const later: Clock = { now: () => clock.now() + 120_000, sleep: () => Promise.resolve() };
  return { clock: later, storage, operations: journalledOperations(storage, later, 'w') };
}

describe('what is offered of an operation', () => {
  it('is to go on with it', async () => {
    const { operations } = await interrupted();
    assert.deepEqual(
      (await operations.unfinished()).map(({ state }) => state),
      ['interrupted'],
    );
  });

  it('is nothing over another connection: the emulator’s resources aren’t those of Azure', async () => {
    const { storage, clock } = await interrupted(undefined, 'http://127.0.0.1:8080');
    const over = async (origin: string) => {
      const operations = journalledOperations(storage, clock, 'w', () => origin);
      return [(await operations.all()).length, (await operations.unfinished()).length];
    };
    assert.deepEqual(await over('http://127.0.0.1:8080'), [1, 1]);
    assert.deepEqual(await over('https://management.azure.com'), [0, 0]);
  });

  it('is the same over every connection where the journal doesn’t tell of which it is', async () => {
    const { storage, clock } = await interrupted();
    const operations = journalledOperations(storage, clock, 'w', () => 'https://management.azure.com');
    assert.equal((await operations.unfinished()).length, 1);
  });

  const unknown: readonly (readonly [string, Plan['purpose']])[] = [
    ['a kind', { kind: 'moveEndpoint', spec: {} }],
    ['a wish', { kind: 'link', spec: { clusters: 'all' } }],
  ];
  for (const [what, purpose] of unknown) {
    it(`is nothing but to look and discard where this version doesn’t know ${what} of it`, async () => {
      const { clock, storage, operations } = await interrupted(purpose);
      const text = storage.files.get('op-1');
      const [found] = await operations.unfinished();
      assert.equal(found?.state === 'unreadable' && found.reason, 'setAside');
      assert.match(JSON.stringify(found), /Another version .*Update the extension/);
      const end = await discardOperation(storage, clock, 'op-1', 'w');
      assert.ok(end !== undefined && 'keptAt' in end);
      assert.deepEqual(await operations.all(), []);
      assert.equal(storage.aside.get(end.keptAt), text);
    });
  }
});
