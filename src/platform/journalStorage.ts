import { randomUUID } from 'node:crypto';
import { access, link, mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { JournalStorage, StoredJournal } from '../provisioning';
import {
  checked,
  createWhole,
  fileOf,
  filesIn,
  isWhole,
  keepFilesToUser,
  keepFolderToUser,
  removeOldDrafts,
  stampOf,
  textOf,
  unlessMissing,
} from './journalFiles';

export interface FileJournals extends JournalStorage {
  /** Removes what crashes have left: texts that were never stored, and versions that have a newer one. */
  tidy(): Promise<void>;
}

/** Where copies of journals go that are set aside; inside of the folder. */
const asideFolder = 'set-aside';

const draftLifetime = 3_600_000;

/**
 * Journals as files that only the user can read. Each version is a file of its own, which comes into being as a whole
 * under a name that only one process can take; then the older ones are removed. So a crash leaves the old or the new
 * text and nothing that has to be unlocked, and two windows can't both store what comes after the same version. Where a
 * file system without hard links has left half of the newest text, the one before it counts.
 */
export function fileJournalStorage(folder: string, hardLink: typeof link = link): FileJournals {
  const at = (operationId: string, version: number) => fileOf(folder, operationId, version);
  /** Lowest first. */
  const versionsOf = async (operationId: string) =>
    (await filesIn(folder))
      .filter(({ id }) => id === operationId)
      .map(({ version }) => version)
      .sort((a, b) => a - b);
  /** The newest one last: as long as it is there, none before it counts. */
  const removeAll = async (operationId: string, versions: readonly number[]) => {
    for (const version of versions) await rm(at(operationId, version), { force: true });
  };
  /** Versions of which this process found but a part, and went by one before them. */
  const halves = new Map<string, readonly number[]>();
  const isWholeNow = async (operationId: string, version: number) =>
    isWhole((await textOf(at(operationId, version))) ?? '');

  let isKept: Promise<void> | undefined;
  /** Files of an earlier version of the extension, or of a copied folder, may be open to others. */
  const keptToUser = async () => {
    await keepFolderToUser(folder);
    await (isKept ??= keepFilesToUser(folder));
  };

  return {
    async read(operationId): Promise<StoredJournal | undefined> {
      checked(operationId);
      await keptToUser();
      for (;;) {
        const versions = (await versionsOf(operationId)).reverse();
        const found = await newestWhole(versions, (version) => textOf(at(operationId, version)));
        // Something was replaced between the two looks.
        if (found === 'gone') continue;
        const [version] = versions;
        if (version === undefined || found === undefined) return undefined;
        const { text, writtenAs } = found;
        if (writtenAs === version) {
          halves.delete(operationId);
          return { text, version };
        }
        halves.set(
          operationId,
          versions.filter((each) => each > writtenAs),
        );
        return { text, version, writtenAs };
      }
    },
    async replace(operationId, version, text) {
      const target = at(checked(operationId), version + 1);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await keptToUser();
      // What was removed stays removed: a heartbeat must not bring it back.
      if (version > 0 && !(await exists(at(operationId, version)))) return false;
      if (!(await createWhole(target, text, hardLink))) return false;
      const versions = await versionsOf(operationId);
      // Others went on from here and tidied up, which is why the name was free.
      const isLate = versions.some((other) => other > version + 1);
      // Or what looked like half a text was being written, and is whole now.
      const parts = (halves.get(operationId) ?? []).filter((part) => part <= version);
      const whole = await Promise.all(parts.map((part) => isWholeNow(operationId, part)));
      if (isLate || whole.includes(true)) {
        await rm(target, { force: true });
        return false;
      }
      halves.delete(operationId);
      await removeAll(
        operationId,
        versions.filter((other) => other <= version),
      );
      return true;
    },
    async remove(operationId, version = Infinity) {
      const versions = await versionsOf(checked(operationId));
      await removeAll(
        operationId,
        versions.filter((each) => each <= version),
      );
    },
    async setAside(operationId, version) {
      const versions = (await versionsOf(checked(operationId))).filter((each) => each <= version);
      await keptToUser();
      const aside = join(folder, asideFolder);
      await mkdir(aside, { recursive: true, mode: 0o700 });
      await keepFolderToUser(aside);
      let newest: string | undefined;
      for (const file of versions.map((each) => at(operationId, each))) {
        // A name of its own, so that no copy takes the place of another.
        const copy = join(aside, basename(file).replace(/json$/, `${randomUUID().slice(0, 8)}.json`));
        const isMoved = (await unlessMissing(rename(file, copy).then(() => true))) ?? false;
        if (isMoved) newest = copy;
      }
      return newest;
    },
    async list() {
      await keptToUser();
      const newest = new Map<string, number>();
      for (const { id, version } of await filesIn(folder))
        newest.set(id, Math.max(version, newest.get(id) ?? 0));
      const listed = [...newest].map(async ([operationId, version]) => ({
        operationId,
        stamp: `${version} ${await stampOf(at(operationId, version))}`,
      }));
      return Promise.all(listed);
    },
    async tidy() {
      await removeOldDrafts(folder, Date.now() - draftLifetime);
      for (const operationId of new Set((await filesIn(folder)).map(({ id }) => id))) {
        const versions = await versionsOf(operationId);
        const newest = versions.pop();
        if (versions.length > 0 && newest !== undefined && (await isWholeNow(operationId, newest)))
          await removeAll(operationId, versions);
      }
    },
  };
}

/**
 * Takes versions with the newest first. The newest text that is whole, and which one it is; the newest of all where none is,
 * or where there is but one; `gone` if a file wasn't there any more.
 */
async function newestWhole(
  versions: readonly number[],
  read: (version: number) => Promise<string | undefined>,
): Promise<{ readonly text: string; readonly writtenAs: number } | 'gone' | undefined> {
  let newest: { readonly text: string; readonly writtenAs: number } | undefined;
  for (const version of versions) {
    const text = await read(version);
    if (text === undefined) return 'gone';
    const found = { text, writtenAs: version };
    newest ??= found;
    if (versions.length === 1 || isWhole(text)) return found;
  }
  return newest;
}

async function exists(file: string): Promise<boolean> {
  return (await unlessMissing(access(file).then(() => true))) ?? false;
}
