import type { Hazard } from '../plan/plan';
import type { Planned } from './planned';
import type { RegistrySituation, Situation } from './situation';

/** One that concerns the registry's side: it holds with or without a cluster. */
export type SideHazardRule = (
  situation: RegistrySituation,
  writes: readonly Planned[],
  all: readonly RegistrySituation[],
) => Hazard[];

/** `writes` are the steps that the situation's cluster needs and that are written; `all` are the plan's situations. */
export type HazardRule = (
  situation: Situation,
  writes: readonly Planned[],
  all: readonly Situation[],
) => Hazard[];
