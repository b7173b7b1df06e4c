/** From where the extension reads, and as whom: what was read or planned over one connection means nothing over another. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { hasAllOf } from './account';
import { resourceManagerOf, type Settings } from './parseSettings';
import { accountInUse } from './signIn';

export interface Connection {
  /** Origin of Resource Manager, which tells clouds and the emulator apart; empty where the settings can't be used. */
  readonly origin: string;
  readonly isEmulator: boolean;
  /** The emulator is the sample estate. */
  readonly isSample: boolean;
  /** By what is signed in, and to which directory. */
  readonly signIn: string;
  /** Id of VS Code's account; undefined while nobody knows, and where another way signs in. */
  readonly account: string | undefined;
}

/** What is said on a page that was opened over a connection that isn't the present one. */
export function elsewhereWords({ isEmulator, isSample, origin }: Connection, now: Connection): string {
  if (isSample) return t('This page belongs to the sample estate, which has ended.');

  const of = isEmulator
    ? t`of the emulator at ${origin}`
    : origin === now.origin
      ? t('of another account or directory')
      : t`of ${origin}`;
  return t`This page is ${of}, and the connection has changed since. Its actions are unavailable until you change it back.`;
}

export class ConnectionWatch implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  #current: Connection;

  constructor(private readonly readSettings: () => Settings) {
    this.#current = this.#read(undefined);
  }

  /** It is another one now. */
  readonly onDidChange = this.#changed.event;

  get current(): Connection {
    return this.#current;
  }

  /**
   * Whether something of an earlier connection is of another one. An account that isn't known is no other one, and one that has
   * been added takes nothing away from what the others read.
   */
  isOther({ origin, signIn, account }: Connection): boolean {
    const now = this.#current;
    const isOtherAccount =
      account !== undefined && now.account !== undefined && !hasAllOf(now.account, account);
    return origin !== now.origin || signIn !== now.signIn || isOtherAccount;
  }

  /** The settings have changed. */
  settingsChanged(): void {
    this.#take(this.#read(undefined));
  }

  /** A token came from this account of VS Code. */
  signedInAs(account: string): void {
    this.#take({ ...this.#current, account });
  }

  /** Accounts of VS Code have come or gone. Answers whether the one in use is another one, or is gone. */
  async accountsChanged(): Promise<boolean> {
    const { account } = this.#current;
    const now = this.#usesAccount() ? await accountInUse(this.readSettings()) : undefined;
    const isOther = account !== undefined && (now === undefined || !hasAllOf(now, account));
    this.#take({ ...this.#current, account: now });
    return isOther;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #usesAccount(): boolean {
    const { origin, isEmulator, signIn } = this.#current;
    return origin !== '' && !isEmulator && signIn.startsWith('vscode ');
  }

  #read(account: string | undefined): Connection {
    try {
      const settings = this.readSettings();
      const isEmulator = settings.emulatorEndpoint !== undefined;
      const signIn = isEmulator ? '' : `${settings.signIn} ${settings.tenant ?? ''}`;
      const isSample = settings.sampleToken !== undefined;
      return { origin: resourceManagerOf(settings), isEmulator, isSample, signIn, account };
    } catch {
      // Reading Azure says which of them, and why.
      return { origin: '', isEmulator: false, isSample: false, signIn: '', account };
    }
  }

  #take(next: Connection): void {
    const before = this.#current;
    this.#current = next;
    if (this.isOther(before)) this.#changed.fire();
  }
}
