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
  readonly vsix?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** The packaged extension in a fresh VS Code, shown by a browser page, with an emulator of its own. */
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

export async function startHostSession(options: HostSessionOptions = {}): Promise<HostSession> {
  const host = await loadScript<{
    startSession(options: HostSessionOptions): Promise<HostSession>;
  }>('host/session.mjs');
  return host.startSession(options);
}
