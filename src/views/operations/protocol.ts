/** What the two sides of a page that shows the plan of a command say to each other. */
import type { PlanView } from '../planForm/protocol/plan';

export type ToHost =
  | { readonly type: 'ready' }
  | { readonly type: 'copy'; readonly text: string }
  /** The whole plan, as Markdown, for somebody who has to agree to it. */
  | { readonly type: 'copyPlan' };

export interface PlanPageView {
  readonly title: string;
  readonly emulatorName: string | undefined;
  /** Undefined after a reload: the plan was of the moment. */
  readonly plan: PlanView | undefined;
}
