import assert from 'node:assert/strict';
import { closed, closeOvertaken } from '../../../src/provisioning/journal/closing';
import type { Journal } from '../../../src/provisioning/journal/journalSchema';
import { readJournal } from '../../../src/provisioning/journal/reading';
import { recordedOperations } from '../../../src/provisioning/journal/operations';
import { claimedSince, recordsOf } from '../../../src/provisioning/journal/records';
import { journalOf, now, openOf, stored } from '../../support/endedJournals';
import { step } from '../../support/steps';

const peering = step('peering', { kind: 'peering' });
const role = step('role', { kind: 'roleAssignment' });
const [first, second, third] = [now - 3000, now - 2000, now - 1000];

const linked = (operationId: string, at: number, steps = [peering, role]) =>
  journalOf(operationId, { title: 'Link', at, steps });
const unlinked = (operationId: string, at: number, steps = [peering, role]) =>
  journalOf(operationId, {
    title: 'Unlink',
    purpose: 'unlink',
    at,
    steps: steps.map((each) => ({ ...each, action: 'delete' as const })),
  });
/** Begun, with the first step done, and its window gone. */
function interrupted(operationId: string, at: number, title = 'Link'): Journal {
  const journal = openOf(journalOf(operationId, { title, at, steps: [peering, role] }));
  return { ...journal, steps: { peering: { state: 'done', at, attempt: 1 } } };
}
function ofRegistry(registryId: string, journal: Journal): Journal {
  const { plan } = journal;
  return { ...journal, plan: { ...plan, purpose: { ...plan.purpose, spec: { registryId } } } };
}
const ends = (...journals: Journal[]) =>
  closed(journals, now).map(({ finished }) =>
    finished === undefined ? 'open' : [finished.result, finished.by ?? '-'].join(' '),
  );

describe('an operation is over by what others did', () => {
  it('when a later one for the same came to its end', () => {
    assert.deepEqual(ends(interrupted('a', first), linked('b', second)), ['done b', 'done -']);
    assert.deepEqual(
      ends(journalOf('a', { title: 'Link', result: 'failed', at: first }), linked('b', second, [step('a')])),
      ['done b', 'done -'],
    );
  });

  it('also where its title is in another language', () => {
    const failed = journalOf('a', { title: 'Link', result: 'failed', at: first });
    const later = { ...linked('b', second, [step('a')]), title: 'Verbinden' };
    assert.deepEqual(ends(failed, later), ['done b', 'done -']);
  });

  it('when a later one did what was left, with more besides', () => {
    const more = linked('b', second, [peering, role, step('other')]);
    assert.deepEqual(ends(interrupted('a', first), { ...more, title: 'Link to two' }), ['done b', 'done -']);
  });

  it('when all that it made was deleted, and stays over when that is made again', () => {
    const all = [linked('a', first), unlinked('b', second), linked('c', third)];
    assert.deepEqual(ends(...all), ['rolledBack b', 'rolledBack c', 'done -']);
  });

  it('when what it was in was deleted', () => {
    const subnet = { ...step('subnet'), resourceId: `${peering.resourceId}/subnets/one` };
    assert.deepEqual(ends(linked('a', first, [subnet]), unlinked('b', second, [peering])), [
      'rolledBack b',
      'done -',
    ]);
  });

  const stays: readonly (readonly [string, readonly Journal[]])[] = [
    ['what came to its end before', [linked('b', first), interrupted('a', second)]],
    [
      'one for other clusters, whose title is the same',
      [interrupted('a', first), linked('b', second, [{ ...peering, clusterIds: ['/other'] }])],
    ],
    [
      'one for another registry',
      [interrupted('a', first), ofRegistry('/other', linked('b', second, [peering]))],
    ],
    [
      'a later one that failed',
      [
        interrupted('a', first),
        journalOf('b', { title: 'Link', at: second, steps: [peering, role], result: 'failed' }),
      ],
    ],
    ['an unlink that left something', [interrupted('a', first), unlinked('b', second, [role])]],
  ];
  for (const [what, journals] of stays) {
    it(`but not by ${what}`, () => {
      const found = closed(journals, now).find(({ operationId }) => operationId === 'a');
      assert.equal(found?.finished, undefined);
    });
  }

  it('but not while a window is at it', () => {
    const running = { ...interrupted('a', first), lease: { owner: 'w', expires: now + 30_000 } };
    assert.deepEqual(ends(running, linked('b', second)), ['open', 'done -']);
  });

  it('which is written into its journal, and told before', async () => {
    const storage = await stored([interrupted('a', first), linked('b', second)]);
    const before = await recordedOperations(storage, now);
    assert.deepEqual([before.interrupted.length, before.ended.length], [0, 2]);
    await closeOvertaken(storage, { now: () => now, sleep: () => Promise.resolve() });
    const read = await readJournal(storage, 'a');
    assert.ok(read?.ok);
    assert.deepEqual(read.journal.finished, { at: second, result: 'done', by: 'b' });
  });
});

describe('what an operation made is another one’s', () => {
  const claim = (operationId: string, ...journals: Journal[]) =>
    claimedSince(peering, operationId, { at: first }, recordsOf(journals));

  it('once that one deleted it, or made it again: one journal claims it', () => {
    const [link, unlink, again] = [linked('a', first), unlinked('b', second), linked('c', third)];
    assert.equal(claim('a', link), undefined);
    assert.match(claim('a', link, unlink) ?? '', /another operation deleted it/);
    assert.match(claim('a', link, unlink, again) ?? '', /^“Link” created it$/);
    assert.equal(claim('c', link, unlink, again), undefined);
  });

  it('also when two windows made it at once', () => {
    const both = [linked('a', first), linked('b', second)];
    assert.deepEqual([claim('a', ...both) === undefined, claim('b', ...both) === undefined], [false, true]);
  });

  it('also when what it was in was deleted', () => {
    const inside = { ...peering, resourceId: `${role.resourceId}/virtualNetworkPeerings/one` };
    const records = recordsOf([linked('a', first, [inside]), unlinked('b', second, [role])]);
    assert.match(claimedSince(inside, 'a', { at: first }, records) ?? '', /deleted it/);
  });

  it('not while its own try is half-way, and nobody else touched it', () => {
    const half = interrupted('a', first);
    const running = { ...half, steps: { peering: { state: 'running', at: first, attempt: 1 } } } as const;
    assert.equal(claim('a', running), undefined);
    assert.match(claim('a', running, unlinked('b', second)) ?? '', /deleted it/);
  });
});
