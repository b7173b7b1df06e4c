import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FailureError } from '../../../src/model/failure';
import { systemClock as clock } from '../../../src/platform/clock';
import { fileJournalStorage } from '../../../src/platform/journalStorage';
import { run } from '../../../src/provisioning/operations/run';
import { readJournal } from '../../../src/provisioning/journal/journal';
import { recordedOperations } from '../../../src/provisioning/journal/operations';
import { discardOperation } from '../../../src/provisioning/operations/journaled';
import { failureOf } from '../../../src/provisioning/journal/reading';
import { sealedJournals } from '../../../src/provisioning/journal/sealedJournals';
import type { JournalKeys } from '../../../src/provisioning/ports';
import { FakeWriter } from '../../support/fakeWriter';
import { newestFile, stoppedIn, testKeys } from '../../support/journals';
import { planOf, step } from '../../support/steps';

const [never, nothing] = [new AbortController().signal, () => undefined];

describe('a journal whose key can’t be had', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'acr-locked-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const failure = {
    code: 'journal.keyUnavailable',
    kind: 'user' as const,
    message: 'The keyring is locked.',
    nextAction: 'Unlock it.',
  };
  const locked: JournalKeys = {
    current: () => Promise.reject(new FailureError(failure)),
    find: () => Promise.reject(new FailureError(failure)),
  };

  it('isn’t begun, and nothing is sent to Azure', async () => {
    const journal = sealedJournals(fileJournalStorage(folder), locked);
    const writer = new FakeWriter(clock, () => ({ seconds: 0 }));
    const outcome = await run(
      planOf([step('a')]),
      { writer, reader: writer, journal, clock },
      never,
      nothing,
      [],
    );
    assert.ok(outcome.kind === 'refused');
    assert.deepEqual(outcome.failure, failure);
    assert.deepEqual([writer.sent, await readdir(folder)], [[], []]);
  });

  it('is neither used nor taken for forged, and can’t be discarded', async () => {
    const file = await stoppedIn(folder, 'op-1');
    const journal = sealedJournals(fileJournalStorage(folder), locked);
    const read = await readJournal(journal, 'op-1');
    assert.ok(read?.ok === false);
    assert.equal(read.state, 'unchecked');
    assert.deepEqual(failureOf(read).nextAction, 'Unlock it.');
    const { setAside, unchecked, stopped: open, interrupted } = await recordedOperations(journal, 0);
    assert.deepEqual([setAside, open, interrupted], [[], [], []]);
    assert.match(unchecked[0]?.message ?? '', /Can’t check now .*\. The keyring is locked/);
    const refused = await discardOperation(journal, clock, 'op-1', 'w');
    assert.ok(refused !== undefined && 'code' in refused);
    assert.equal(refused.code, 'journal.unchecked');
    assert.equal(await newestFile(folder, 'op-1'), file);
    // Once it can be had, the same storage reads it.
    Object.assign(locked, testKeys);
    assert.equal((await recordedOperations(journal, 0)).stopped.length, 1);
  });
});
