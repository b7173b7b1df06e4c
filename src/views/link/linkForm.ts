/** The link form: the state machine that all forms share, with what makes it a link. */
import type { Restored } from '../planForm/formState';
import { PlanForm } from '../planForm/planForm';
import type { Engine } from '../planForm/formDeps';
import type { LinkDeps } from './linkDeps';
import { LinkKind } from './linkKind';
import type { LinkTypes } from './linkTypes';
import type { Parties } from './protocol';

export type LinkForm = PlanForm<LinkTypes, LinkKind>;

/** What a form starts with: parties, or what VS Code kept of a form over a reload. */
export type Start = Parties & Restored;

export function createLinkForm(deps: LinkDeps, engine: Engine, start: Start): LinkForm {
  const kind = new LinkKind(deps, start, start.phase);
  return new PlanForm<LinkTypes, LinkKind>(deps, engine, kind, start);
}
