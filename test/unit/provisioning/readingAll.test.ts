import assert from 'node:assert/strict';
import { JournalWriter } from '../../../src/provisioning/journal/journal';
import { recordedOperations } from '../../../src/provisioning/journal/operations';
import { MemoryStorage } from '../../support/fakeWriter';
import { planOf, step } from '../../support/steps';
import { VirtualClock } from '../../support/virtualClock';

/** Counts what is read. */
class CountingStorage extends MemoryStorage {
  readonly read_: string[] = [];

  override read(operationId: string) {
    this.read_.push(operationId);
    return super.read(operationId);
  }

  /** What was read since the last time. */
  taken(): readonly string[] {
    return this.read_.splice(0);
  }
}

describe('looking at all journals', () => {
  async function begun(count: number) {
    const [clock, storage] = [new VirtualClock(), new CountingStorage()];
    const writers: JournalWriter[] = [];
    for (let index = 0; index < count; index += 1) {
      const plan = planOf([step('a')], { operationId: `op-${index}` });
      const writer = await clock.run(
        JournalWriter.open(storage, clock, { plan, title: 'Made up', acknowledged: [], owner: 'w' }),
      );
      assert.ok(writer instanceof JournalWriter);
      writers.push(writer);
    }
    storage.taken();
    return { clock, storage, writers };
  }

  it('reads each once, and later only what was written since', async () => {
    const { clock, storage, writers } = await begun(50);
    const look = () => recordedOperations(storage, clock.now());
    assert.equal((await look()).running.length, 50);
    assert.equal(storage.taken().length, 50);
    assert.equal((await look()).running.length, 50);
    assert.deepEqual(storage.taken(), []);
    await clock.run(writers[7]!.finish('done'));
    const { running, ended } = await look();
    assert.deepEqual([running.length, ended.length], [49, 1]);
    assert.deepEqual(storage.taken(), ['op-7']);
    await storage.remove('op-8');
    assert.equal((await look()).running.length, 48);
    assert.deepEqual(storage.taken(), []);
  });

  it('judges leases by the time of the look, not of the reading', async () => {
    const { clock, storage } = await begun(1);
    assert.equal((await recordedOperations(storage, clock.now())).running.length, 1);
    storage.taken();
    assert.equal((await recordedOperations(storage, clock.now() + 120_000)).interrupted.length, 1);
    assert.deepEqual(storage.taken(), []);
  });

  it('tries again what couldn’t be used, and reads anew what is begun anew', async () => {
    const { clock, storage } = await begun(1);
    const text = storage.files.get('op-0') ?? '';
    const look = () => recordedOperations(storage, clock.now());
    await look();
    storage.files.set('op-0', '{');
    assert.equal((await look()).setAside.length, 1);
    storage.taken();
    assert.equal((await look()).setAside.length, 1);
    assert.deepEqual(storage.taken(), ['op-0']);
    await storage.remove('op-0');
    await storage.replace('op-0', 0, text);
    assert.equal((await look()).running.length, 1);
  });
});
