import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../src/platform/clock';
import { journalledOperations, type Operation, type Operations } from '../../../src/platform/operations';
import { watchOperations } from '../../../src/platform/operationsWatch';
import { JournalWriter } from '../../../src/provisioning/journal/journal';
import { sealedFiles } from '../../support/journals';
import { planOf, step } from '../../support/steps';

describe('operations of several windows', () => {
  let folder: string;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'acr-private-link-')), 'operations');
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true }));

  it('are told in each when one begins, gets further and ends, without anybody asking', async () => {
    const [here, there] = [sealedFiles(folder), sealedFiles(folder)];
    const watch = watchOperations(journalledOperations(here, systemClock, 'here'), folder, systemClock);
    try {
      const told: string[] = [];
      const until = async (line: string) => {
        while (!told.includes(line)) await new Promise((resolve) => setTimeout(resolve, 20));
      };
      assert.deepEqual(await watch.unfinished(), []);
      let ended = 0;
      watch.onDidEndElsewhere(() => (ended += 1));
      watch.onDidChange(() => {
        void watch.unfinished().then((found) => {
          told.push(
            found
              .map((each) =>
                each.state === 'unreadable' ? '?' : `${each.state} ${each.isHere} ${each.stepsDone}`,
              )
              .join(),
          );
        });
      });
      const begin = { plan: planOf([step('a'), step('b')]), title: 'Link', acknowledged: [], owner: 'there' };
      const writer = await JournalWriter.open(there, systemClock, begin);
      assert.ok(writer instanceof JournalWriter);
      await until('running false 0');
      await writer.record('a', { state: 'done', at: systemClock.now(), attempt: 1 });
      await until('running false 1');
      assert.equal(ended, 0);
      await writer.finish('done');
      await until('');
      assert.equal(ended, 1, 'what Azure has is read again');
      const own = await JournalWriter.open(here, systemClock, {
        ...begin,
        plan: { ...begin.plan, operationId: 'own' },
        owner: 'here',
      });
      assert.ok(own instanceof JournalWriter);
      await until('running true 0');
      await own.finish('done');
      assert.deepEqual(await watch.unfinished(), []);
      assert.equal(ended, 1, 'what this window does it knows itself');
    } finally {
      watch.dispose();
    }
  });

  it('end elsewhere once, also where what was read before the end comes after it', async () => {
    const running: Operation = {
      state: 'running',
      operationId: 'theirs',
      title: 'Link',
      kind: 'link',
      startedAt: 0,
      stepsDone: 0,
      stepsTotal: 1,
      isHere: false,
    };
    let found: readonly Operation[] = [running];
    let slow = Promise.resolve();
    const operations: Operations = {
      unfinished: async () => {
        const now = found;
        await slow;
        return now;
      },
      all: () => Promise.resolve(found),
      journals: () => Promise.resolve(new Map()),
    };
    const watch = watchOperations(operations, folder, systemClock);
    try {
      let ended = 0;
      watch.onDidEndElsewhere(() => (ended += 1));
      await watch.unfinished();
      let goOn: () => void = () => undefined;
      slow = new Promise((resolve) => (goOn = resolve));
      const before = watch.unfinished();
      await new Promise((resolve) => setTimeout(resolve, 0));
      [found, slow] = [[], Promise.resolve()];
      const after = watch.unfinished();
      await new Promise((resolve) => setTimeout(resolve, 0));
      goOn();
      await Promise.all([before, after]);
      await watch.unfinished();
      assert.equal(ended, 1);
    } finally {
      watch.dispose();
    }
  });
});
