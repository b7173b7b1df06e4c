import type { Page } from 'playwright-core';
import { loadScript } from './scripts';

export interface HostSessionOptions {
  /** Seed data of the emulator; `contoso` unless told. */
  readonly scenario?: string;
  /** Scale of the real service's latency; 0, at once, unless told. */
  readonly latency?: number;
  /** User settings besides the emulator's endpoint. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The folder that a copy of is opened; the demo's unless told. */
  readonly workspace?: string;
  /** It has a VS Code of its own then. */
  readonly vsix?: string;
  /** What is done to the processes of its VS Code must not meet other sessions. */
  readonly ownHost?: boolean;
  /**
   * File of Microsoft accounts (see `MicrosoftAccounts`): VS Code's sign-in knows these, and the emulator is a cloud of its own
   * over HTTPS, so that tokens are theirs.
   */
  readonly accounts?: string;
  /** In which VS Code shows the extension; `qps-ploc` is the pseudo-language. It has a VS Code of its own then. */
  readonly language?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** The packaged extension in a fresh window of VS Code, shown by a browser page, with an emulator of its own. */
export interface HostSession {
  readonly page: Page;
  /** Address of the workbench: go there again to reload the window. */
  readonly url: string;
  readonly emulatorUrl: string;
  /** The opened folder, a copy that tests may change. */
  readonly folder: string;
  readonly serverLog: string;
  /** Of the server, which all processes of the window are below. */
  readonly serverPid: number;
  readonly screenshots: string;
  stop(): Promise<void>;
}

interface Sessions {
  startSession(options: HostSessionOptions): Promise<HostSession>;
  stopSharedHost(): Promise<void>;
}

const sessions = () => loadScript<Sessions>('host/session.mjs');

export async function startHostSession(options: HostSessionOptions = {}): Promise<HostSession> {
  return (await sessions()).startSession(options);
}

/** When all sessions have stopped. */
export async function stopSharedHost(): Promise<void> {
  await (await sessions()).stopSharedHost();
}
