import assert from 'node:assert/strict';
import { closed, closeOvertaken } from '../../../src/provisioning/journal/closing';
import type { Journal } from '../../../src/provisioning/journal/journalSchema';
import { readJournal } from '../../../src/provisioning/journal/reading';
import { recordedOperations } from '../../../src/provisioning/journal/operations';
import { claimedSince, recordsOf } from '../../../src/provisioning/journal/records';
import type { JsonObject } from '../../../src/model/json';
import { journalOf, now, openOf, rollBackOf, stored } from '../../support/endedJournals';
import { privateSpec, publicSpec } from '../../support/linkSpec';
import { ids } from '../../support/observed';
import { step } from '../../support/steps';

const peering = step('peering', { kind: 'peering' });
const role = step('role', { kind: 'roleAssignment' });
const registry = step('registry', { action: 'reuse' });
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
/** Begun, of which the first thing is gone, or nothing. */
const nothingGone: Journal = { ...openOf(unlinked('a', first)), steps: {} };
const begunUnlink: Journal = { ...nothingGone, steps: { peering: { state: 'done', at: first, attempt: 1 } } };
/** The deletion of the peering was sent, and how that went isn't known, or it is recorded as failed. */
const sentUnlink = (state: 'running' | 'failed'): Journal => ({
  ...nothingGone,
  steps: { peering: { state, at: first, attempt: 1 } },
});
function wanting(kind: string, spec: unknown, journal: Journal): Journal {
  return { ...journal, plan: { ...journal.plan, purpose: { kind, spec } } };
}
const ofRegistry = (registryId: string, journal: Journal) =>
  wanting('link', { ...privateSpec(), registryId }, journal);

/** One step on what is there, which failed in the first of two operations and was done in the second. */
function failedThenDone(
  kind: string,
  [wanted, later]: readonly [unknown, unknown],
  body: readonly [JsonObject, JsonObject],
): readonly Journal[] {
  const of = (index: 0 | 1) =>
    step('thing', { action: 'update', clusterIds: [], request: { ...peering.request!, body: body[index] } });
  const failed = openOf(journalOf('a', { at: first, steps: [of(0)], begun: 'failed' }));
  return [
    wanting(kind, wanted, failed),
    wanting(kind, later, journalOf('b', { at: second, steps: [of(1)] })),
  ];
}
const access = (mode: 'on' | 'off', trustedServices = true) => ({
  schemaVersion: 1,
  registryId: '/registry',
  access: { mode },
  trustedServices,
});
const approval = (decision: 'approve' | 'reject', connectionId = '/connection') => ({
  registryId: '/registry',
  connectionId,
  endpointId: '/endpoint',
  decision,
  message: decision,
});
const grant = (browse: boolean) => ({
  registryId: '/registry',
  principalId: 'p',
  principalType: 'User',
  principalName: 'Pat',
  browse,
});
const rollBack = (...spared: readonly string[]) => ({ operationId: 'x', title: 'X', spared });
const pair = { registryId: ids.registry, clusterId: ids.cluster, ticked: [] };
/** Deleted the role, and found the peering, which wasn't ticked. */
const roleGone = unlinked('b', second, [role]);
const keptPeering: Journal = {
  ...roleGone,
  plan: { ...roleGone.plan, steps: [...roleGone.plan.steps, { ...peering, action: 'reuse' }] },
};
const roleSent = unlinked('a', first, [role]);
const detaching = wanting('detach', pair, {
  ...openOf(roleSent),
  steps: { role: { state: 'running', at: first, attempt: 1 } },
});
const endpointGoes = step('endpoint', { kind: 'endpoint', action: 'delete' });
const sent = sentUnlink('failed');
const withoutEndpoint: Journal = {
  ...sent,
  plan: { ...sent.plan, steps: [...sent.plan.steps, endpointGoes] },
  steps: { ...sent.steps, endpoint: { state: 'done', at: first, attempt: 1 } },
};
const creating = (...locations: readonly string[]) => ({
  schemaVersion: 1,
  registry: {
    kind: 'new',
    id: '/registry',
    hostSuffix: 'azurecr.io',
    location: 'westeurope',
    zoneRedundancy: false,
    replicas: locations.map((location) => ({ location, zoneRedundancy: false })),
    publicNetworkAccess: 'Disabled',
    roleAssignmentMode: 'legacy',
  },
  tags: {},
});
const over = (endpointId: string, zoneId = '/zone') =>
  privateSpec({
    endpoint: { id: endpointId, onAbsent: 'create', approval: { mode: 'automatic' } },
    zone: { id: zoneId, onAbsent: 'create' },
  });
const [off, on] = [{ publicNetworkAccess: 'Disabled' }, { publicNetworkAccess: 'Enabled' }];
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

  const same: readonly (readonly [string, readonly Journal[]])[] = [
    [
      'public access',
      failedThenDone('publicAccess', [access('off'), access('off')], [off, { ...off, x: 1 }]),
    ],
    ['an approval', failedThenDone('approval', [approval('reject'), approval('reject')], [on, off])],
    ['a grant', failedThenDone('grantPush', [grant(true), grant(true)], [on, off])],
    ['a roll back, of more', failedThenDone('rollBack', [rollBack('/kept'), rollBack()], [on, off])],
    ['a registry', failedThenDone('registry', [creating('a', 'b'), creating('b', 'a')], [on, off])],
    ['a link', failedThenDone('link', [over('/one'), over('/ONE')], [on, off])],
    ['the same change, for something else', failedThenDone('link', [over('/one'), over('/two')], [on, on])],
    ['an unlink of the rest', [begunUnlink, unlinked('b', second, [role])]],
    ['an unlink that didn’t find any more what was being deleted', [sentUnlink('running'), roleGone]],
    ['an unlink that didn’t find any more what couldn’t be deleted', [sentUnlink('failed'), roleGone]],
    [
      'an unlink that didn’t find any more the role that was being detached',
      [detaching, unlinked('b', second, [peering])],
    ],
  ];
  for (const [what, journals] of same) {
    it(`when a later one for the same came to its end: ${what}`, () => {
      assert.equal(ends(...journals)[0], 'done b');
    });
  }

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
    [
      'an operation that found the same things and wanted something else',
      [openOf(journalOf('a', { at: first, steps: [registry, peering], begun: 'failed' }))].concat(
        linked('b', second, [registry, role]),
      ),
    ],
    [
      'an opening, where it was to close',
      failedThenDone('publicAccess', [access('off'), access('on')], [off, on]),
    ],
    [
      'a closing that lets others in',
      failedThenDone(
        'publicAccess',
        [access('off'), access('off', false)],
        [off, { ...off, bypass: 'None' }],
      ),
    ],
    [
      'a rejection, where it was to approve',
      failedThenDone('approval', [approval('approve'), approval('reject')], [on, off]),
    ],
    [
      'an approval of another connection',
      failedThenDone('approval', [approval('approve'), approval('approve', '/other')], [on, off]),
    ],
    ['a grant of less', failedThenDone('grantPush', [grant(true), grant(false)], [on, off])],
    ['a roll back of less', failedThenDone('rollBack', [rollBack(), rollBack('/kept')], [on, off])],
    [
      'a registry with fewer copies',
      failedThenDone('registry', [creating('northeurope'), creating()], [on, off]),
    ],
    ['a link over another endpoint', failedThenDone('link', [over('/one'), over('/other')], [on, off])],
    ['a link with another zone', failedThenDone('link', [over('/one'), over('/one', '/own')], [on, off])],
    ['an attaching, where it was to link', failedThenDone('link', [over('/one'), publicSpec()], [on, off])],
    ['an unlink of less', [nothingGone, unlinked('b', second, [role])]],
    ['an unlink that kept what was being deleted', [sentUnlink('running'), keptPeering]],
    [
      'an unlink that couldn’t find what was being deleted, with the endpoint gone',
      [withoutEndpoint, roleGone],
    ],
    [
      'an unlink of another cluster',
      [sentUnlink('running'), wanting('unlink', { ...pair, clusterId: '/other' }, roleGone)],
    ],
    ['a detach, which looks at the role alone', [sentUnlink('running'), wanting('detach', pair, roleGone)]],
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

describe('an operation of which a roll back kept something', () => {
  const endpoint = step('endpoint', { kind: 'network' });
  /** Half-way: its last step was never sent. */
  const failed = (by: string, at: number): Journal => {
    const journal = journalOf('a', { at: first - 1000, steps: [endpoint, peering] });
    const plan = { ...journal.plan, steps: [endpoint, peering, role] };
    return { ...journal, plan, finished: { at, result: 'rolledBack', by } };
  };
  const sparing = (journal: Journal): Journal =>
    wanting('rollBack', { operationId: 'a', title: 'Link', spared: [peering.resourceId] }, journal);
  const kept = sparing(rollBackOf('a', 'b', [endpoint], { at: first }));
  const givenUp = rollBackOf('a', 'c', [peering], { at: second, result: 'discarded', begun: false });

  it('is not gone on with, also after a roll back of the rest was discarded', () => {
    assert.equal(ends(failed('b', first), kept)[0], 'done -');
    assert.equal(ends(failed('c', second), kept, givenUp)[0], 'done -');
  });

  it('can still be rolled back after somebody made again what is gone of it', async () => {
    const again = linked('l', third, [endpoint]);
    const journals = [failed('b', first), kept, again];
    assert.deepEqual(ends(...journals), ['done -', 'rolledBack l', 'done -']);
    const storage = await stored(journals);
    await closeOvertaken(storage, { now: () => now, sleep: () => Promise.resolve() });
    const { ended } = await recordedOperations(storage, now);
    const { finished, steps } = ended.find(({ operationId }) => operationId === 'a')!;
    assert.deepEqual([finished?.result, Object.keys(steps)], ['done', ['peering']]);
  });

  it('is gone on with where that one was discarded before it did anything', () => {
    const unbegun = { at: first, result: 'discarded', begun: false } as const;
    assert.equal(ends(failed('b', first), sparing(rollBackOf('a', 'b', [endpoint], unbegun)))[0], 'failed -');
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
