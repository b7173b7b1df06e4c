import type { Planned } from './planned';
import type { RegistrySituation, Situation } from './situation';

/** A hazard before it has its id. */
export interface Danger {
  readonly code: string;
  readonly message: string;
  readonly victims: readonly string[];
  readonly mitigation?: string;
  /** What it is about, besides the victims. */
  readonly about: readonly string[];
}

/** One that concerns the registry's side: it holds with or without a cluster. */
export type SideHazardRule = (
  situation: RegistrySituation,
  writes: readonly Planned[],
  all: readonly RegistrySituation[],
) => Danger[];

/** `writes` are the steps that the situation's cluster needs and that are written; `all` are the plan's situations. */
export type HazardRule = (
  situation: Situation,
  writes: readonly Planned[],
  all: readonly Situation[],
) => Danger[];
