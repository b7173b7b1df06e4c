/** A verification as data: what was asked, and how far it is. Views and reports are made of it. */
import type { Failure } from '../model/failure';
import type { CommandTarget } from '../provisioning';
import type { PoolResult } from './judgePull';
import type { Leftover } from './leftovers';
import type { NameSeen } from './nameSeen';
import type { TestImage } from './testImage';

export interface VerifyRequest {
  readonly runId: string;
  readonly target: CommandTarget;
  readonly image: TestImage;
  readonly namespace: string;
  /** Names of the pools to ask; of those that can't be asked none. */
  readonly pools: readonly string[];
}

type Phase = 'preparing' | 'creating' | 'watching' | 'cleaning' | 'done';

export interface Cleanup {
  /** `none`: nothing was created. `left`: pods are still there, or nobody knows. */
  readonly state: 'none' | 'running' | 'clean' | 'left';
  readonly pods: readonly string[];
  /** Why it isn't known to be clean. */
  readonly reason?: string;
  /** Deletes them from a terminal. */
  readonly command?: string;
}

export interface Verification {
  readonly request: VerifyRequest;
  readonly phase: Phase;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly finishedAt?: number;
  readonly name: NameSeen;
  readonly pools: readonly PoolResult[];
  readonly leftovers: readonly Leftover[];
  readonly cleanup: Cleanup;
  readonly cancelled: boolean;
  /** What ended it before the pools could be judged. */
  readonly failure?: Failure;
  /** Commands sent so far: each is a pod of AKS's own in the namespace aks-command. */
  readonly commands: number;
}

export type Verdict = 'pulled' | 'failed' | 'unproven' | 'undecided' | 'cancelled';

/** The worst of the pools; undefined while it runs. */
export function verdictOf({ phase, pools, failure, cancelled }: Verification): Verdict | undefined {
  if (phase !== 'done') return undefined;
  if (failure !== undefined || pools.some(({ verdict }) => verdict === 'failed')) return 'failed';
  if (cancelled) return 'cancelled';
  if (pools.some(({ verdict }) => verdict === 'undecided' || verdict === 'waiting')) return 'undecided';
  return pools.some(({ verdict }) => verdict === 'unproven') ? 'unproven' : 'pulled';
}
