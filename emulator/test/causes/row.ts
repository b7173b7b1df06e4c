import type { ArmClient } from '../armClient';

/** Families of pod events, from Microsoft's troubleshooting article on pulls that fail. */
export const families = {
  identity: /401 Unauthorized/,
  firewall: /403 Forbidden: client with IP '203\.0\.113\.\d+' is not allowed access/,
  timeout: /Head ".*": dial tcp \d+\.\d+\.\d+\.\d+:443: i\/o timeout/,
  noSuchHost: /lookup [a-z.]+ on [\d.]+:53: no such host/,
  certificate: /x509: certificate is valid for \*\.azurecr\.io/,
  layers: /failed to copy: httpReadSeeker: failed open/,
  noNodes: /no nodes available to schedule pods/,
  pulled: /^Successfully pulled image/,
} as const;

export type Family = keyof typeof families;

/** Which pull shows the cause: the healthy private pair's, unless the row says otherwise. */
export interface Pulling {
  readonly cluster?: string;
  readonly image?: string;
}

interface CauseBase {
  /** Number and words of the row in the list of failure causes. */
  readonly row: number;
  readonly cause: string;
  /** Rules of SPEC.md that it shows. */
  readonly rules?: string;
}

/** A cause that shows as the event of a pod: set up by requests from a pair that pulls. */
export interface EventCause extends CauseBase {
  readonly setUp: (arm: ArmClient) => Promise<unknown>;
  readonly family: Family;
  readonly pull?: Pulling;
}

/** A cause that shows as the refusal of a write (and as what is then missing, if the pair depends on it). */
export interface RefusalCause extends CauseBase {
  readonly refused: (arm: ArmClient) => Promise<string>;
  readonly code: string;
  readonly family: Family;
  readonly pull?: Pulling;
}

/** A cause that the emulator's state can't express. */
export interface LeftOut extends CauseBase {
  readonly because: string;
}
