/** The way of a pull as the user sees it, and what it is called where one ends there. */
export type HopName = 'pod' | 'name' | 'reach' | 'identity' | 'pull';

export const hopNames: readonly HopName[] = ['pod', 'name', 'reach', 'identity', 'pull'];

export type PullCause =
  | 'nameMissing'
  | 'dnsUnavailable'
  | 'proxy'
  | 'unreachable'
  | 'certificate'
  | 'untrustedAuthority'
  | 'firewall'
  | 'identity'
  | 'imageMissing'
  | 'platform'
  | 'throttled'
  | 'registryError'
  | 'layersName'
  | 'layersUnreachable'
  | 'layersFirewall'
  | 'notScheduled'
  | 'refused'
  | 'nodeDisk'
  | 'unknown';

export interface PullFailure {
  readonly cause: PullCause;
  /** Where the way ends. */
  readonly hop: HopName;
  /** The last hop that was certainly passed; what lies between the two isn't known. */
  readonly passed: HopName;
  readonly message: string;
  readonly nextAction: string;
  /** What of a link would explain it if it lacked; whether it does, the text doesn't know: see `adviceFor`. */
  readonly part?: 'role' | 'way';
  /** What repairs it here: a link between registry and cluster, or only the choice of another image. */
  readonly repair: 'link' | 'image' | 'none';
  /** Host that was asked for, where the text names it. */
  readonly host?: string;
}
