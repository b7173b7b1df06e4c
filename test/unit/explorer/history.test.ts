import assert from 'node:assert/strict';
import type { KnownOperation, Operation } from '../../../src/platform/operations';
import type { Journal } from '../../../src/provisioning';
import { closed } from '../../../src/provisioning/journal/closing';
import { allowedOf } from '../../../src/views/history/allowed';
import { entriesOf } from '../../../src/views/history/entries';
import { toHost } from '../../../src/views/history/protocol/messages';
import type { ToHost } from '../../../src/views/history/protocol/messages';
import { checkRefused, checkTaken, marker, parserOf, type Samples } from '../../support/formMessages';
import { day, journalOf, now, rollBackOf } from '../../support/endedJournals';
import { planOf, step } from '../../support/steps';

const known = (more: Partial<KnownOperation>): KnownOperation => ({
  state: 'ended',
  operationId: 'op-1',
  title: 'Link contoso to aks-shop',
  kind: 'link',
  startedAt: 1_000,
  stepsDone: 2,
  stepsTotal: 3,
  isHere: true,
  ...more,
});

const unreadable: Operation = {
  state: 'unreadable',
  reason: 'setAside',
  operationId: 'op-2',
  message: 'It is damaged.',
  nextAction: 'Discard it.',
};

const journal = {
  schemaVersion: 1,
  operationId: 'op-1',
  title: 'Link contoso to aks-shop',
  startedAt: 1_000,
  by: 'ana@contoso.com',
  plan: planOf([
    step('made', { title: 'Peering a' }),
    step('changed', { action: 'update', title: 'Registry b' }),
    step('kept', { action: 'reuse' }),
    step('failed', {}),
  ]),
  acknowledged: [],
  lease: { owner: 'x', expires: 1 },
  steps: {
    made: { state: 'done', at: 2, attempt: 1 },
    changed: { state: 'done', at: 2, attempt: 1 },
    failed: { state: 'failed', at: 2, attempt: 1 },
  },
  finished: { at: 81_000, result: 'done' },
} satisfies Journal;

const entry = (operation: Operation) => {
  const [only] = entriesOf([operation], new Map([['op-1', journal]]), (at) => `at ${at}`);
  return only ?? assert.fail('there is an entry');
};

describe('the history of operations', () => {
  it('says what, when, how long, by whom, and what it did, step by step', () => {
    const { title, started, took, by, end, changes } = entry(known({ result: 'done' }));
    assert.deepEqual(
      [title, started, took, by, end],
      ['Link contoso to aks-shop', 'at 1000', '1 min 20 s', 'ana@contoso.com', 'Succeeded'],
    );
    assert.deepEqual(
      changes.map(({ verb, title: what }) => `${verb} ${what}`),
      ['Created Peering a', 'Changed Registry b'],
    );
  });

  it('says in words how each ended, and never the same of two', () => {
    const all: readonly Operation[] = [
      known({ result: 'done' }),
      known({ result: 'failed', why: 'A policy says no.' }),
      known({ result: 'cancelled' }),
      known({ result: 'rolledBack' }),
      known({ result: 'discarded' }),
      known({ state: 'running' }),
      known({ state: 'interrupted' }),
      unreadable,
    ];
    const ends = all.map((operation) => entry(operation).end);
    assert.equal(new Set(ends).size, all.length, ends.join());
    assert.match(entry(all[1]!).why, /2 of 3 steps done\. A policy says no\./);
  });

  for (const [kind, title, end] of [
    ['unlink', 'Unlink contoso from aks-shop', 'Undone'],
    ['link', 'Link contoso to aks-shop', 'Undone'],
    ['rollBack', 'Roll back: Link contoso to aks-shop', 'Rolled back'],
  ] as const) {
    it(`calls what “${title}” undid ${end.toLowerCase()}`, () => {
      const by = { ...journal, operationId: 'op-3', title };
      const undoing = { ...by, plan: { ...by.plan, purpose: { kind, spec: {} } } } satisfies Journal;
      const undone = { ...journal, finished: { at: 2, result: 'rolledBack', by: 'op-3' } } satisfies Journal;
      const journals = new Map<string, Journal>([
        ['op-1', undone],
        ['op-3', undoing],
      ]);
      const [only] = entriesOf([known({ result: 'rolledBack' })], journals, String);
      const why = end === 'Undone' ? `“${title}” undid it.` : '';
      assert.deepEqual([only?.end, only?.why], [end, why]);
    });
  }

  for (const [state, end] of [
    ['failed', 'Not rolled back'],
    ['done', 'Partly rolled back'],
  ] as const) {
    it(`says “${end}” of what a roll back failed at whose only step is ${state}`, () => {
      const undoing = rollBackOf('op-1', 'op-3', [step('made')], { result: 'failed', begun: state });
      const undone = { ...journal, finished: { at: 2, result: 'rolledBack', by: 'op-3' } } satisfies Journal;
      const journals = new Map<string, Journal>([
        ['op-1', undone],
        ['op-3', undoing],
      ]);
      const [only] = entriesOf([known({ result: 'rolledBack' })], journals, String);
      assert.deepEqual(
        [only?.end, only?.why],
        [end, '“op-1” isn’t complete.'.replace('op-1', undoing.title)],
      );
    });
  }

  for (const [what, spared, end, why] of [
    ['all', [], 'Rolled back', ''],
    ['a part', ['/kept'], 'Partly rolled back', '“Operation r” didn’t include all changes.'],
  ] as const) {
    it(`says of a roll back of ${what} the same after somebody made again what it deleted`, () => {
      const [made, other] = [step('made'), step('other')];
      const steps = spared.length === 0 ? [made] : [made, other];
      const finished = { at: now - 2 * day, result: 'rolledBack', by: 'r' } as const;
      const undone = { ...journalOf('op-1', { steps, at: now - 3 * day }), finished } satisfies Journal;
      const all = rollBackOf('op-1', 'r', [made], { at: now - 2 * day, result: 'rolledBack', by: 'l' });
      const spec = { operationId: 'op-1', title: 'op-1', spared };
      const undoing = {
        ...all,
        plan: { ...all.plan, purpose: { kind: 'rollBack', spec } },
      } satisfies Journal;
      const again = journalOf('l', { steps: [made], at: now - day });
      const journals = new Map(closed([undone, undoing, again], now).map((one) => [one.operationId, one]));
      const result = journals.get('op-1')!.finished!.result;
      const [only] = entriesOf([known({ result })], journals, String);
      assert.deepEqual([only?.end, only?.why], [end, why]);
    });
  }

  it('says how long it took itself, whenever a roll back of it was discarded', () => {
    const steps = [step('a'), step('b')];
    const link = journalOf('op-1', { steps, at: now - 10 * day });
    const undone = {
      ...link,
      finished: { at: now - 2 * day, result: 'rolledBack', by: 'r' },
    } satisfies Journal;
    const undoing = rollBackOf('op-1', 'r', [step('a')], { at: now - day, result: 'discarded' });
    const journals = new Map(closed([undone, undoing], now).map((one) => [one.operationId, one]));
    const operation = known({ result: 'done', startedAt: link.startedAt });
    const [only] = entriesOf([operation], journals, String);
    assert.deepEqual([only?.end, only?.took], ['Partly rolled back', '1 s']);
    assert.deepEqual(
      only?.changes.map(({ title }) => title),
      ['Step b'],
    );
  });

  it('has the newest first, and at the end what nobody can read', () => {
    const ids = entriesOf(
      [unreadable, known({}), known({ operationId: 'later', startedAt: 2_000 })],
      new Map(),
      String,
    ).map(({ operationId }) => operationId);
    assert.deepEqual(ids, ['later', 'op-1', 'op-2']);
  });

  it('offers what can still be done, and the journal always', () => {
    const cases: readonly (readonly [Operation, string])[] = [
      [known({ result: 'done' }), 'rollBack viewJournal'],
      [known({ kind: 'unlink', result: 'done' }), 'viewJournal'],
      [known({ result: 'rolledBack' }), 'viewJournal'],
      [known({ result: 'failed', stepsDone: 0 }), 'viewJournal'],
      [known({ state: 'stopped', result: 'failed' }), 'resume rollBack discard viewJournal'],
      [known({ state: 'interrupted', kind: 'unlink' }), 'resume discard viewJournal'],
      [known({ state: 'running' }), 'viewJournal'],
      [unreadable, 'discard viewJournal'],
      [{ ...unreadable, reason: 'unchecked' }, 'viewJournal'],
    ];
    for (const [operation, expected] of cases) assert.equal(allowedOf(operation).join(' '), expected);
  });

  const samples: Samples<ToHost> = {
    ready: { type: 'ready' },
    retry: { type: 'retry' },
    copy: { type: 'copy', text: 'x' },
    signIn: { type: 'signIn', place: { tenantId: 'contoso.com', account: 'a' } },
    resume: { type: 'resume', operationId: 'o' },
    rollBack: { type: 'rollBack', operationId: 'o' },
    discard: { type: 'discard', operationId: 'o' },
    viewJournal: { type: 'viewJournal', operationId: 'o' },
  };
  checkTaken(parserOf(toHost), samples);
  checkRefused(parserOf(toHost), [
    ['a command', { type: marker, operationId: 'o' }],
    ['something sent along', { ...samples.resume, [marker]: marker }],
    ['an operation that is no text', { type: 'discard', operationId: { [marker]: marker } }],
  ]);
});
