/** The sample estate: an emulated Azure of this window's own, to try everything with, without an account. */
import { t } from '@vscode/l10n';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { clouds } from '../model/clouds';
import { FailureError } from '../model/failure';
import type { Settings } from './parseSettings';

interface Address {
  /** On loopback. */
  readonly url: string;
  /** What the emulator takes in place of an account's token; nobody else knows it. */
  readonly token: string;
}

/** Reading the sample data takes a second; a busy machine takes longer. */
const mostMilliseconds = 60_000;

export class SampleEstate implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  #running: { readonly child: ChildProcess; readonly settings: Settings } | undefined;
  #starting: Promise<void> | undefined;

  /** `program` is the emulator, built as one file for Node.js. */
  constructor(private readonly program: string) {}

  /** It is there now, or isn't any more. */
  readonly onDidChange = this.#changed.event;

  /** In place of the user's while it is there: nothing that it needs is in their settings, and nothing comes into them. */
  get settings(): Settings | undefined {
    return this.#running?.settings;
  }

  /** Starts it, if it isn't there. Rejects with FailureError. */
  start(): Promise<void> {
    if (this.#running !== undefined) return Promise.resolve();
    return (this.#starting ??= this.#start().finally(() => {
      this.#starting = undefined;
    }));
  }

  /** Ends it, and what was made in it is gone. */
  stop(): void {
    const running = this.#running;
    if (running === undefined) return;
    this.#running = undefined;
    running.child.kill();
    this.#changed.fire();
  }

  dispose(): void {
    this.#running?.child.kill();
    this.#running = undefined;
    this.#changed.dispose();
  }

  async #start(): Promise<void> {
    const token = randomBytes(32).toString('base64url');
    const args = [this.program, '--port', '0', '--latency', '0.1', '--with-parent'];
    const child = spawn(process.execPath, args, {
      // Its end ends the emulator, too, however this process ends.
      stdio: ['pipe', 'pipe', 'pipe'],
      // VS Code's own program is Electron, which runs as Node.js when told so. On a command line others could read the token.
      env: { ...systemVariables(), ELECTRON_RUN_AS_NODE: '1', EMULATOR_TOKEN: token },
    });
    const url = await addressOf(child);
    child.once('exit', () => {
      if (this.#running?.child === child) this.stop();
    });
    this.#running = { child, settings: settingsOf({ url, token }) };
    this.#changed.fire();
  }
}

/** What programs need on Windows to open a socket. */
function systemVariables(): NodeJS.ProcessEnv {
  const { SystemRoot } = process.env;
  return SystemRoot === undefined ? {} : { SystemRoot };
}

function settingsOf({ url, token }: Address): Settings {
  return {
    cloud: clouds.public,
    emulatorEndpoint: url,
    sampleToken: token,
    signIn: 'vscode',
    tenant: undefined,
    subscriptions: [],
    hiddenDirectories: [],
  };
}

/** Where the program says that it listens. Ends it, and rejects with FailureError, when it doesn't. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why: string) => {
      clearTimeout(timer);
      child.kill();
      reject(
        new FailureError({
          code: 'sample.notStarted',
          kind: 'defect',
          message: t`The sample estate didn’t start: ${why}`,
          nextAction: t('Try again. If that doesn’t help, reload the window.'),
        }),
      );
    };
    const timer = setTimeout(() => {
      fail(t`it didn’t respond for ${mostMilliseconds / 1000} seconds.`);
    }, mostMilliseconds);
    const hear = (chunk: Buffer) => {
      // It must be read to the end: a full pipe would hold the emulator up.
      if (said.length < 10_000) said += chunk.toString('utf8');
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', (error) => {
      fail(error.message);
    });
    child.once('exit', (code) => {
      fail(t`it ended with code ${code ?? t('unknown')}. ${said.trim().slice(0, 500)}`);
    });
  });
}
