/** The types in which the link form differs from other forms. */
import type { LinkPlan } from '../../provisioning';
import type { Filled } from './draft';
import type { ChoosingView, LinkHeader, Parties } from './protocol';
import type { ChoosingMessage } from './protocol/messages';
import type { DrawingView } from './protocol/drawing';

export interface LinkTypes {
  readonly filled: Filled;
  readonly plan: LinkPlan;
  readonly drawing: DrawingView;
  readonly subject: Parties & { readonly schemaVersion: 2 };
  readonly header: LinkHeader;
  readonly choosing: ChoosingView;
  readonly message: ChoosingMessage;
}
