import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { JournalStorage } from '../provisioning/ports';

const suffix = '.json';

/** An id becomes a file's name: nothing in it may lead out of the folder. */
const safeId = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;

/**
 * Journals as files `<folder>/<operation id>.json` that only the user can read. A file is replaced as a whole, so a
 * crash leaves the old or the new text, never a half.
 */
export function fileJournalStorage(folder: string): JournalStorage {
  const fileOf = (operationId: string) => {
    if (!safeId.test(operationId)) throw new RangeError(`Not the id of an operation: ${operationId}`);
    return join(folder, `${operationId}${suffix}`);
  };
  return {
    async read(operationId) {
      return unlessMissing(readFile(fileOf(operationId), 'utf8'));
    },
    async write(operationId, text) {
      const file = fileOf(operationId);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFileAtomic(file, text, { encoding: 'utf8', mode: 0o600 });
    },
    async remove(operationId) {
      await rm(fileOf(operationId), { force: true });
    },
    async list() {
      const names = (await unlessMissing(readdir(folder))) ?? [];
      return names
        .filter((name) => name.endsWith(suffix))
        .map((name) => name.slice(0, -suffix.length))
        .filter((id) => safeId.test(id));
    },
  };
}

async function unlessMissing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
