import { type FSWatcher, watch } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** `home` is the extension's own folder, for all windows of this user. */
export function journalFolderIn(home: string): string {
  return join(home, 'operations');
}

/** Calls back once there is a journal, of whatever window. A folder that can't be read is the tree's to tell. */
export function whenJournals(folder: string, listener: () => void): { dispose(): void } {
  let watcher: FSWatcher | undefined;
  let isOver = false;
  const end = () => {
    isOver = true;
    watcher?.close();
  };
  const found = () => {
    if (isOver) return;
    end();
    listener();
  };
  const look = async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (isOver) return;
    watcher = watch(folder, { persistent: false }, found);
    watcher.on('error', end);
    if ((await readdir(folder)).length > 0) found();
  };
  look().catch(() => undefined);
  return { dispose: end };
}
