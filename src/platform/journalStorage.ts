import { randomUUID } from 'node:crypto';
import { access, link, mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalStorage, StoredJournal } from '../provisioning/ports';

/** An id becomes a part of a file's name: nothing in it may lead out of the folder. */
const safeId = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;

/** `<operation id>.<version>.json`; a file without a version was put there by somebody else, and counts as version 0. */
const fileName = /^([A-Za-z0-9][A-Za-z0-9-]{0,63})(?:\.(\d{1,15}))?\.json$/;

/**
 * Journals as files that only the user can read. Each version is a file of its own, which comes into being as a whole
 * under a name that only one process can take; then the older ones are removed. So a crash leaves the old or the new
 * text and nothing that has to be unlocked, and two windows can't both store what comes after the same version.
 */
export function fileJournalStorage(folder: string): JournalStorage {
  const fileOf = (operationId: string, version: number) =>
    join(folder, version === 0 ? `${operationId}.json` : `${operationId}.${version}.json`);
  const files = async () => {
    const names = (await unlessMissing(readdir(folder))) ?? [];
    return names.flatMap((name) => {
      const [, id, version = '0'] = fileName.exec(name) ?? [];
      return id === undefined ? [] : [{ id, version: Number(version) }];
    });
  };
  /** Lowest first. */
  const versionsOf = async (operationId: string) =>
    (await files())
      .filter(({ id }) => id === operationId)
      .map(({ version }) => version)
      .sort((a, b) => a - b);
  const removeAll = (operationId: string, versions: readonly number[]) =>
    Promise.all(versions.map((version) => rm(fileOf(operationId, version), { force: true })));

  return {
    async read(operationId): Promise<StoredJournal | undefined> {
      for (;;) {
        const version = (await versionsOf(checked(operationId))).at(-1);
        if (version === undefined) return undefined;
        const text = await unlessMissing(readFile(fileOf(operationId, version), 'utf8'));
        // It was replaced between the two looks.
        if (text !== undefined) return { text, version };
      }
    },
    async replace(operationId, version, text) {
      const target = fileOf(checked(operationId), version + 1);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // What was removed stays removed: a heartbeat must not bring it back.
      if (version > 0 && !(await exists(fileOf(operationId, version)))) return false;
      if (!(await createWhole(target, text))) return false;
      const versions = await versionsOf(operationId);
      if (versions.some((other) => other > version + 1)) {
        // Others went on from here and tidied up, which is why the name was free.
        await rm(target, { force: true });
        return false;
      }
      await removeAll(
        operationId,
        versions.filter((other) => other <= version),
      );
      return true;
    },
    async remove(operationId) {
      await removeAll(operationId, await versionsOf(checked(operationId)));
    },
    async list() {
      return [...new Set((await files()).map(({ id }) => id))];
    },
  };
}

function checked(operationId: string): string {
  if (!safeId.test(operationId)) throw new RangeError(`Not the id of an operation: ${operationId}`);
  return operationId;
}

/** Creates a file with its text in one go; false if the name is taken. */
async function createWhole(target: string, text: string): Promise<boolean> {
  const draft = `${target}.${randomUUID()}.draft`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await link(draft, target).catch((error: unknown) => {
      if (codeOf(error) === 'EEXIST') throw error;
      // A file system without hard links: still only one process gets the name, but a crash may leave half a text.
      return writeFile(target, text, { encoding: 'utf8', mode: 0o600, flag: 'wx' });
    });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function exists(file: string): Promise<boolean> {
  return (await unlessMissing(access(file).then(() => true))) ?? false;
}

async function unlessMissing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
