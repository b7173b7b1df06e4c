/** Microsoft accounts of a test's own: what fixtures/microsoftAccounts, in the place of VS Code's sign-in, reads and says. */
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface MicrosoftAccount {
  /** Object id in every directory. */
  readonly id: string;
  readonly label: string;
  /** Id of the directory that it is signed in to without naming one. */
  readonly home: string;
}

interface World {
  readonly accounts: readonly (MicrosoftAccount & { readonly isSignedIn: boolean })[];
  readonly gone: readonly string[];
  readonly ended: Readonly<Record<string, number>>;
  readonly seconds: number;
}

export class MicrosoftAccounts {
  readonly #folder = mkdtempSync(join(tmpdir(), 'acr-accounts-'));
  #world: World;

  /** All are signed in to VS Code; directories that are `gone` give nobody a token. */
  constructor(accounts: readonly MicrosoftAccount[], gone: readonly string[] = []) {
    this.#world = {
      accounts: accounts.map((account) => ({ ...account, isSignedIn: true })),
      gone,
      ended: {},
      seconds: 3600,
    };
    this.#write();
  }

  get file(): string {
    return join(this.#folder, 'accounts.json');
  }

  /** A file beside it that goes with it. */
  keep(name: string, content: unknown): string {
    const file = join(this.#folder, name);
    writeFileSync(file, JSON.stringify(content));
    return file;
  }

  /** Tokens that are given from now on last so long. */
  tokensLast(seconds: number): void {
    this.#write({ seconds });
  }

  /** The sign-in of the account to this directory gives no more tokens until the next one. */
  endSignIn({ id }: MicrosoftAccount, directory: string): void {
    const key = `${id} ${directory}`;
    this.#write({ ended: { ...this.#world.ended, [key]: (this.#world.ended[key] ?? 0) + 1 } });
  }

  /** The account is removed from VS Code. */
  signOut({ id }: MicrosoftAccount): void {
    const accounts = this.#world.accounts.map((one) => (one.id === id ? { ...one, isSignedIn: false } : one));
    this.#write({ accounts });
  }

  /** Tokens that were given so far, by how: `silent` or `signed in`, the account, and the directory. */
  given(how: 'silent' | 'signed in', { label }: MicrosoftAccount, directory: string): number {
    const line = `${how}: ${label} ${directory}`;
    return this.#log().filter((one) => one === line).length;
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #log(): readonly string[] {
    try {
      return readFileSync(`${this.file}.log`, 'utf8').split('\n');
    } catch {
      // Nobody was given any.
      return [];
    }
  }

  /** In one move, so that nobody reads half of it. */
  #write(change: Partial<World> = {}): void {
    this.#world = { ...this.#world, ...change };
    writeFileSync(`${this.file}.new`, JSON.stringify(this.#world));
    renameSync(`${this.file}.new`, this.file);
  }
}
