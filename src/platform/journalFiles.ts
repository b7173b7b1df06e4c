/** Single files of journals: how they are named, come into being as a whole, and are kept to the user. */
import { t } from '@vscode/l10n';
import { randomUUID } from 'node:crypto';
import { chmod, lstat, open, readdir, readFile, rm, stat, type link } from 'node:fs/promises';
import { join } from 'node:path';

/** An id becomes a part of a file's name: nothing in it may lead out of the folder. */
const safeId = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;

/** `<operation id>.<version>.json`; a file without a version was put there by somebody else, and counts as version 0. */
const fileName = /^([A-Za-z0-9][A-Za-z0-9-]{0,63})(?:\.(\d{1,15}))?\.json$/;

/** A text that is on its way to become a file; it stays only where a crash came in between. */
const draftName = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}\.\d{1,15}\.json\.[0-9a-f-]{36}\.draft$/;

/** No plan is nearly as large, and no window should have to read what somebody else put there. */
const largestFile = 32 * 2 ** 20;

export interface NamedFile {
  readonly id: string;
  readonly version: number;
}

/** Gives the id back; throws RangeError for what can't be one. */
export function checked(operationId: string): string {
  if (!safeId.test(operationId)) throw new RangeError(`Not an operation ID: ${operationId}`);
  return operationId;
}

export function fileOf(folder: string, operationId: string, version: number): string {
  return join(folder, version === 0 ? `${operationId}.json` : `${operationId}.${version}.json`);
}

/** Regular files only: a link could name anything. Empty where there is no folder. */
async function namesIn(folder: string): Promise<string[]> {
  const entries = (await unlessMissing(readdir(folder, { withFileTypes: true }))) ?? [];
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

export async function filesIn(folder: string): Promise<NamedFile[]> {
  return (await namesIn(folder)).flatMap((name) => {
    const [, id, version = '0'] = fileName.exec(name) ?? [];
    return id === undefined ? [] : [{ id, version: Number(version) }];
  });
}

/** The text, or a sentence in place of one that no journal has; undefined if there is no such file. Rejects if it can't be read. */
export async function textOf(file: string): Promise<string | undefined> {
  const found = await unlessMissing(stat(file));
  if (found === undefined) return undefined;
  if (found.size > largestFile) return t`The file has ${found.size} bytes, which is too large for a journal.`;
  return unlessMissing(readFile(file, 'utf8'));
}

/** Another one whenever somebody has written the file. */
export async function stampOf(file: string): Promise<string> {
  const found = await unlessMissing(lstat(file, { bigint: true }));
  return found === undefined ? 'gone' : `${found.ino} ${found.size} ${found.ctimeNs}`;
}

/** Whether all of it was written: each text is one JSON object, and no part of one is. */
export function isWhole(text: string): boolean {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === 'object' && content !== null;
  } catch {
    return false;
  }
}

/** Creates a file with its text in one go; false if the name is taken. */
export async function createWhole(target: string, text: string, hardLink: typeof link): Promise<boolean> {
  const draft = `${target}.${randomUUID()}.draft`;
  try {
    await createNew(draft, text);
    await hardLink(draft, target).catch((error: unknown) => {
      if (codeOf(error) === 'EEXIST') throw error;
      // A file system without hard links: still only one process gets the name, but a crash may leave half a text.
      return createNew(target, text);
    });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function createNew(name: string, text: string): Promise<void> {
  const file = await open(name, 'wx', 0o600);
  try {
    await file.writeFile(text, 'utf8');
    await file.sync();
    await file.close();
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(name, { force: true });
    throw error;
  }
}

/** Takes the folder away from everybody but the user, where files have modes and it is the user's. */
export async function keepFolderToUser(folder: string): Promise<void> {
  await keepToUser(folder, 0o700);
}

/** The same for the files in it, whoever made them. */
export async function keepFilesToUser(folder: string): Promise<void> {
  const names = await namesIn(folder);
  await Promise.all(names.map((name) => keepToUser(join(folder, name), 0o600)));
}

async function keepToUser(path: string, mode: number): Promise<void> {
  if (process.platform === 'win32') return;
  const found = await unlessMissing(lstat(path));
  if (found === undefined || found.isSymbolicLink() || (found.mode & 0o077) === 0) return;
  // Somebody else's file, or a file system without modes: journals are sealed, so they can be used all the same.
  await chmod(path, mode).catch(() => undefined);
}

/** Removes drafts that nobody writes any more. */
export async function removeOldDrafts(folder: string, olderThan: number): Promise<void> {
  const drafts = (await namesIn(folder)).filter((name) => draftName.test(name));
  for (const draft of drafts.map((name) => join(folder, name))) {
    const found = await unlessMissing(lstat(draft));
    if (found !== undefined && found.mtimeMs < olderThan) await rm(draft, { force: true });
  }
}

export async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
