import assert from 'node:assert/strict';
import {
  createdBy,
  forgetOperationsOf,
  recordedOperations,
} from '../../../src/provisioning/journal/operations';
import type { Journal } from '../../../src/provisioning/journal/journalSchema';
import { canBeUndone } from '../../../src/provisioning/operations/kinds';
import { keptAtLeast, keptForDays, pruneJournals } from '../../../src/provisioning/journal/pruning';
import { readAllJournals } from '../../../src/provisioning/journal/reading';
import {
  day,
  deleting,
  journalOf,
  longAgo,
  now,
  openOf,
  recent,
  remade,
  rollBackOf,
  stored,
} from '../../support/endedJournals';
import { step } from '../../support/steps';

/** What is left of the given ones. */
async function leftOf(journals: readonly Journal[]): Promise<readonly string[]> {
  const storage = await stored([...recent, ...journals]);
  const before = await readAllJournals(storage);
  const pruned = await pruneJournals(storage, now, canBeUndone);
  const left = [...(await readAllJournals(storage)).keys()];
  assert.equal(left.length, before.size - pruned);
  assert.deepEqual(
    left.slice(0, recent.length),
    recent.map(({ operationId }) => operationId),
  );
  return left.slice(recent.length);
}

describe('journals of operations that ended long ago', () => {
  describe('go when nothing rests on them:', () => {
    const cases: readonly [string, readonly Journal[]][] = [
      ['an unlink', [journalOf('x', deleting)]],
      ['what failed before it wrote anything', [journalOf('x', { result: 'failed', begun: false })]],
      [
        'what was discarded before it wrote anything',
        [journalOf('x', { result: 'discarded', begun: false })],
      ],
      [
        'an unlink that was discarded half-way',
        [journalOf('x', { ...deleting, result: 'discarded', begun: 'failed' })],
      ],
    ];
    for (const [what, journals] of cases) {
      it(what, async () => {
        assert.deepEqual(await leftOf(journals), []);
      });
    }

    it('what was rolled back, and then its roll back', async () => {
      const undone = journalOf('x', {
        result: 'rolledBack',
        by: 'y',
        steps: [step('a'), step('a/subnets/b')],
      });
      const storage = await stored([...recent, undone, rollBackOf('x', 'y', [step('a')])]);
      assert.equal(await pruneJournals(storage, now, canBeUndone), 1);
      assert.equal(await storage.read('x'), undefined);
      assert.equal(await pruneJournals(storage, now, canBeUndone), 1);
      assert.equal(await pruneJournals(storage, now, canBeUndone), 0);
    });

    it('what failed and was done since, and then what did it', async () => {
      const failed = journalOf('x', {
        ...deleting,
        result: 'failed',
        begun: 'failed',
        title: 'Unlink',
        at: longAgo - day,
      });
      const storage = await stored([...recent, failed, journalOf('y', { ...deleting, title: 'Unlink' })]);
      assert.equal(await pruneJournals(storage, now, canBeUndone), 1);
      assert.equal(await storage.read('x'), undefined);
      assert.deepEqual((await recordedOperations(storage, now)).stopped, []);
      assert.equal(await pruneJournals(storage, now, canBeUndone), 1);
    });
  });

  describe('stay when something rests on them:', () => {
    const cases: readonly [string, readonly Journal[]][] = [
      ['a link, which can be rolled back and says what was made', [journalOf('x')]],
      ['a link that was discarded half-way', [journalOf('x', { result: 'discarded' })]],
      ['what failed half-way, and is still offered', [journalOf('x', { result: 'failed', begun: 'failed' })]],
      [
        'an unlink that failed half-way',
        [journalOf('x', { ...deleting, result: 'failed', begun: 'failed' })],
      ],
      ['a detach, which can be rolled back', [journalOf('x', { ...deleting, purpose: 'detach' })]],
      [
        'what was rolled back, when something that it made was kept',
        [
          journalOf('x', { result: 'rolledBack', by: 'y', steps: [step('a'), step('kept')] }),
          rollBackOf('x', 'y', [step('a')]),
        ],
      ],
      [
        'what was rolled back, when the roll back didn’t come to its end',
        [
          journalOf('x', { result: 'rolledBack', by: 'y' }),
          rollBackOf('x', 'y', [step('a')], { result: 'failed', begun: 'failed' }),
        ],
      ],
      [
        'a roll back that was discarded half-way, as long as what it was for can be rolled back',
        [
          journalOf('x', { result: 'rolledBack', by: 'y' }),
          rollBackOf('x', 'y', [step('gone')], { result: 'discarded' }),
        ],
      ],
      ['what was rolled back by what isn’t there', [journalOf('x', { result: 'rolledBack', by: 'y' })]],
      ['a roll back that made something again', [remade('x')]],
      ['an unlink of the last months', [journalOf('x', { ...deleting, at: now - (keptForDays - 1) * day })]],
      ['an unlink whose end is yet to come', [journalOf('x', { ...deleting, at: now + day })]],
    ];
    for (const [what, journals] of cases) {
      it(what, async () => {
        assert.deepEqual(
          await leftOf(journals),
          journals.map(({ operationId }) => operationId),
        );
      });
    }

    it('what isn’t finished, and what can’t be read', async () => {
      const storage = await stored([...recent, openOf(journalOf('x', deleting))]);
      await storage.replace('damaged', 0, '{');
      assert.equal(await pruneJournals(storage, now, canBeUndone), 0);
    });

    it('the last ones, however long ago they ended', async () => {
      const old = Array.from({ length: keptAtLeast + 3 }, (_, index) =>
        journalOf(`x-${index}`, { ...deleting, at: longAgo - index * day }),
      );
      const storage = await stored(old);
      assert.equal(await pruneJournals(storage, now, canBeUndone), 3);
      assert.equal((await storage.list()).length, keptAtLeast);
      assert.equal(await storage.read(`x-${keptAtLeast}`), undefined);
    });
  });

  it('take nothing along that says what this extension made', async () => {
    const all = [
      ...recent,
      journalOf('link'),
      journalOf('unlink', deleting),
      journalOf('undone', { result: 'rolledBack', by: 'undoing', steps: [step('b'), step('c')] }),
      rollBackOf('undone', 'undoing', [step('b')]),
    ];
    const storage = await stored(all);
    const recorded = async () =>
      [...(await readAllJournals(storage)).values()].flatMap((read) =>
        read.ok ? createdBy(read.journal) : [],
      );
    const before = await recorded();
    assert.equal(await pruneJournals(storage, now, canBeUndone), 1);
    assert.deepEqual(await recorded(), before);
  });

  it('stay when somebody goes on with them meanwhile', async () => {
    const storage = await stored([
      ...recent,
      journalOf('x', { ...deleting, result: 'discarded', begun: false }),
    ]);
    const remove = storage.remove.bind(storage);
    storage.remove = async (operationId, version) => {
      await storage.replace(operationId, 1, JSON.stringify(journalOf('x', { at: now })));
      await remove(operationId, version);
    };
    await pruneJournals(storage, now, canBeUndone);
    assert.ok(await storage.read('x'));
  });
});

describe('journals of a Resource Manager that is gone for good', () => {
  it('go with it, and no others', async () => {
    const [mine, others, unknown] = ['mine', 'others', 'unknown'].map((id) => journalOf(id, deleting));
    const storage = await stored([
      { ...mine!, origin: 'http://127.0.0.1:1' },
      { ...others!, origin: 'http://127.0.0.1:2' },
      unknown!,
    ]);
    await forgetOperationsOf(storage, 'http://127.0.0.1:1');
    assert.deepEqual([...(await readAllJournals(storage)).keys()].toSorted(), ['others', 'unknown']);
  });
});
