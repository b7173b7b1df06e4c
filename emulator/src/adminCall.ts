import type { Core } from './core';
import type { RequestLog } from './requestLog';

/** What an admin call gets: the emulator, and the request with its body parsed as JSON, `{}` where it has none. */
interface AdminCall {
  readonly core: Core;
  readonly log: RequestLog;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** Gives the body of the answer; a thrown `ArmError` or `ValiError` makes it an error. */
export type AdminHandler = (call: AdminCall) => unknown;
