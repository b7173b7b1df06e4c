/** Journals on disk, sealed as the extension seals them, with a key that all processes of a test share. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock as clock } from '../../src/platform/clock';
import { fileJournalStorage } from '../../src/platform/journalStorage';
import { run } from '../../src/provisioning/operations/run';
import { sealedJournals } from '../../src/provisioning/journal/sealedJournals';
import type { JournalKeys, JournalStorage, SealKey } from '../../src/provisioning/ports';
import { FakeWriter } from './fakeWriter';
import { publicSpec } from './linkSpec';
import { planOf, step } from './steps';

export const testKey: SealKey = { id: 'test', bytes: Buffer.alloc(32, 'k') };

export const testKeys: JournalKeys = {
  current: () => Promise.resolve(testKey),
  find: (id) => Promise.resolve(id === testKey.id ? testKey : undefined),
};

export function sealedFiles(folder: string): JournalStorage {
  return sealedJournals(fileJournalStorage(folder), testKeys);
}

/** An operation that made `a` and was canceled before `b`; gives the file of its journal. */
export async function stoppedIn(folder: string, operationId: string): Promise<string> {
  const journal = sealedFiles(folder);
  const stop = new AbortController();
  const plan = planOf([step('a'), step('b', { dependsOn: ['a'] })], {
    operationId,
    purpose: { kind: 'link', spec: publicSpec() },
  });
  const signal = { stop: stop.signal, abandon: new AbortController().signal };
  const writer = new FakeWriter(clock, () => ({ seconds: 0 }));
  const outcome = await run(
    plan,
    { writer, reader: writer, journal, clock },
    signal,
    ({ kind }) => {
      if (kind === 'stepFinished') stop.abort();
    },
    [],
  );
  assert.deepEqual([outcome.kind, writer.sent.length], ['cancelled', 1]);
  return newestFile(folder, operationId);
}

/** The only file of an operation whose journal was written to its end. */
export async function newestFile(folder: string, operationId: string): Promise<string> {
  const [name, ...others] = (await readdir(folder)).filter((each) => each.startsWith(`${operationId}.`));
  assert.deepEqual(others, []);
  return join(folder, name ?? assert.fail('there is a journal'));
}
