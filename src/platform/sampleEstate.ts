/** The sample estate: an emulated Azure of this window's own, to try everything with, without an account. */
import * as vscode from 'vscode';
import type { Settings } from './parseSettings';
import type { RunningSample } from './sampleProgram';

export class SampleEstate implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  #running: RunningSample | undefined;
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
    const { startSample } = await import('./sampleProgram');
    const running = await startSample(this.program);
    const { child } = running;
    child.once('exit', () => {
      if (this.#running?.child === child) this.stop();
    });
    this.#running = running;
    this.#changed.fire();
  }
}
