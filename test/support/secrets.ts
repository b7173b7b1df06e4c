/** Stand-ins for VS Code's secret storage. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../src/platform/clock';
import type { Secrets } from '../../src/platform/journalKeys';

/** One that all processes share, and in which what one has stored reaches the others in its own time. */
export function sharedSecrets(folder: string, arrivesAfter: number): Secrets {
  const own = new Map<string, string>();
  const fileOf = (name: string) => join(folder, `${name}.secret`);
  const draftOf = (name: string) => `${fileOf(name)}.draft`;
  return {
    get: async (name) => own.get(name) ?? readFile(fileOf(name), 'utf8').catch(() => undefined),
    async store(name, value) {
      own.set(name, value);
      await writeFile(draftOf(name), value);
      const arrived = systemClock.sleep(arrivesAfter).then(() => rename(draftOf(name), fileOf(name)));
      // It was deleted in between.
      arrived.catch(() => undefined);
    },
    async delete(name) {
      own.delete(name);
      await rm(draftOf(name), { force: true });
      await rm(fileOf(name), { force: true });
    },
  };
}

/** One in memory; `answer` stands in front of every call, and may reject, or never resolve. */
export class MemorySecrets implements Secrets {
  readonly stored = new Map<string, string>();
  answer: () => Promise<void> = () => Promise.resolve();
  /** Whether what is stored stays. */
  keeps = true;

  async get(name: string): Promise<string | undefined> {
    await this.answer();
    return this.stored.get(name);
  }

  async store(name: string, value: string): Promise<void> {
    await this.answer();
    if (this.keeps) this.stored.set(name, value);
  }

  async delete(name: string): Promise<void> {
    await this.answer();
    this.stored.delete(name);
  }
}
