/** The link form: the state machine that all forms share, with what makes it a link. */
import type { Restored } from '../planForm/formState';
import { PlanForm } from '../planForm/planForm';
import type { LinkDeps, LinkEngine } from './linkDeps';
import { LinkKind } from './linkKind';
import type { LinkTypes } from './linkTypes';
import type { Parties } from './protocol';

export type LinkForm = PlanForm<LinkTypes, LinkKind>;

/** What a form starts with: parties, or what VS Code kept of a form over a reload. */
export type Start = Parties & Restored;

export function createLinkForm(deps: LinkDeps, engine: LinkEngine, start: Start): LinkForm {
  const kind = new LinkKind(deps, engine, start, start.phase);
  return new PlanForm<LinkTypes, LinkKind>(deps, engine, kind, start);
}
