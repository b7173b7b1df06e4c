/** The keys of journals, in VS Code's secret storage. */
import { t } from '@vscode/l10n';
import { randomBytes, randomUUID } from 'node:crypto';
import { FailureError } from '../model/failure';
import type { Clock, JournalKeys, JournalStorage, SealKey } from '../provisioning';

/** What is used of `vscode.SecretStorage`. */
export interface Secrets {
  get(name: string): PromiseLike<string | undefined>;
  store(name: string, value: string): PromiseLike<void>;
  delete(name: string): PromiseLike<void>;
}

const keyBytes = 32;
const keyId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The one text in the storage of claims: the ids of all keys, the newest last. */
const record = 'journal-keys';
const mostClaims = 16;

/** A locked keyring may wait for its password without an end. */
const answerWithin = 20_000;

/** VS Code tells one window in its own time what another has stored. */
const arrivesWithin = 3_000;
const lookEvery = 100;

/**
 * A key is stored under a name of its own, and never overwritten: so nothing that was sealed with it can become unreadable by
 * another window. Which key is used is decided in `claims`, where of several windows that start at once one succeeds: it names
 * a key only once that is stored and was read back. Keys of which nothing is left but the claim (another browser has them, or
 * the keyring was reset) get one beside them.
 */
export class SecretJournalKeys implements JournalKeys {
  #current: Promise<SealKey> | undefined;
  readonly #found = new Map<string, Promise<SealKey | undefined>>();

  constructor(
    private readonly secrets: Secrets,
    private readonly claims: JournalStorage,
    private readonly clock: Clock,
  ) {}

  current(): Promise<SealKey> {
    this.#current ??= this.#establish().catch((error: unknown) => {
      this.#current = undefined;
      throw unavailable(error);
    });
    return this.#current;
  }

  find(id: string): Promise<SealKey | undefined> {
    return this.#find(id).catch((error: unknown) => {
      throw unavailable(error);
    });
  }

  async #establish(): Promise<SealKey> {
    for (let waited = 0; ; waited += lookEvery) {
      const claim = await this.claims.read(record);
      const ids = idsIn(claim?.text);
      const found = await Promise.all(ids.map((id) => this.#find(id)));
      const key = found.findLast((each) => each !== undefined);
      if (key !== undefined) return key;
      if (ids.length > 0 && waited < arrivesWithin) {
        await this.clock.sleep(lookEvery);
        continue;
      }
      const made = await this.#make();
      const keys = [...ids, made.id].slice(-mostClaims);
      if (await this.claims.replace(record, claim?.version ?? 0, JSON.stringify({ keys }))) return made;
      // Another window was faster. Nothing was sealed with this one yet.
      await this.#asked(() => this.secrets.delete(nameOf(made.id)));
      this.#found.delete(made.id);
    }
  }

  async #make(): Promise<SealKey> {
    const id = randomUUID();
    const text = randomBytes(keyBytes).toString('base64');
    await this.#asked(() => this.secrets.store(nameOf(id), text));
    const made = await this.#find(id);
    if (made === undefined) throw new Error(t('It doesn’t retain stored values.'));
    return made;
  }

  #find(id: string): Promise<SealKey | undefined> {
    if (!keyId.test(id)) return Promise.resolve(undefined);
    const before = this.#found.get(id);
    if (before !== undefined) return before;
    const found = this.#asked(() => this.secrets.get(nameOf(id))).then((text) => keyOf(id, text));
    this.#found.set(id, found);
    // A key that is there stays; anything else may be different the next time.
    const forget = () => this.#found.delete(id);
    found.then((key) => key ?? forget(), forget);
    return found;
  }

  async #asked<T>(ask: () => PromiseLike<T>): Promise<T> {
    const answered = new AbortController();
    const late = this.clock.sleep(answerWithin, answered.signal).then(() => {
      throw new Error(t`It didn’t respond within ${answerWithin / 1000} seconds.`);
    });
    late.catch(() => undefined);
    try {
      return await Promise.race([ask(), late]);
    } finally {
      answered.abort();
    }
  }
}

function nameOf(id: string): string {
  return `journalKey.${id}`;
}

function keyOf(id: string, text: string | undefined): SealKey | undefined {
  const bytes = Buffer.from(text ?? '', 'base64');
  return bytes.length === keyBytes ? { id, bytes } : undefined;
}

/** What isn't a list of ids names no key: then a new one is made, and what others have sealed stays readable. */
function idsIn(text: string | undefined): string[] {
  try {
    const content: unknown = JSON.parse(text ?? '');
    const keys = typeof content === 'object' && content !== null && 'keys' in content ? content.keys : [];
    const ids = Array.isArray(keys) ? keys.filter((id): id is string => typeof id === 'string') : [];
    return ids.filter((id) => keyId.test(id)).slice(-mostClaims);
  } catch {
    return [];
  }
}

function unavailable(error: unknown): FailureError {
  const why = error instanceof Error ? error.message : String(error);
  return new FailureError(
    {
      code: 'journal.keyUnavailable',
      kind: 'user',
      message: t`VS Code’s secret storage, which holds the journal key, can’t be used: ${why}`,
      nextAction: t(
        'Unlock this computer’s keyring or restart VS Code, then try again. Without the key, nothing is written to Azure.',
      ),
    },
    { cause: error },
  );
}
