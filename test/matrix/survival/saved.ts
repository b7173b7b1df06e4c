/** A state that worlds begin in, made once: what Azure gave things at their creation is the same in each of them. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { applySnapshot, takeSnapshot, type Snapshot } from '../../../emulator/src/snapshot';
import type { Emulator } from '../../../emulator/src/server';

export interface Saved {
  readonly snapshot: Snapshot;
  /** Texts of the journals' files, by name. */
  readonly journals: ReadonlyMap<string, string>;
}

export async function saved(emulator: Emulator, folder: string): Promise<Saved> {
  const names = await readdir(folder);
  const texts = names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const);
  return { snapshot: takeSnapshot(emulator.core), journals: new Map(await Promise.all(texts)) };
}

/** Puts the state in place of what is there. */
export async function restore(
  { snapshot, journals }: Saved,
  emulator: Emulator,
  folder: string,
): Promise<void> {
  applySnapshot(emulator.core, structuredClone(snapshot));
  await mkdir(folder, { recursive: true });
  for (const [name, text] of journals) await writeFile(join(folder, name), text, { mode: 0o600 });
}
