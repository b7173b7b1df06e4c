import type { ArmResource, Estate } from '../../estate';

export interface Output {
  readonly exitCode: number;
  readonly logs: string;
}

/** What runs inside of a cluster: where, and when. */
export interface Shell {
  readonly estate: Estate;
  readonly cluster: ArmResource;
  readonly now: string;
}

/** A program of the shell, with what stands after its name. */
export type Program = (shell: Shell, args: readonly string[]) => Output;
