/** The plan of a command as the browser side gets to see it. */
import { type OperationKind, type PlanOf, titleOf } from '../../provisioning';
import { planView } from '../planForm/planView';
import { inOrder } from './planText';
import type { PlanPageView } from './protocol';

export function planPage<Kind extends OperationKind>(
  plan: PlanOf<Kind>,
  emulatorName: string | undefined,
): PlanPageView {
  const ordered = { ...plan, steps: inOrder(plan.steps) };
  // Nothing on the page is agreed to: a question in front of it asks for all of the plan.
  const shown = planView(ordered, { revision: 0, acknowledged: new Set(), own: undefined });
  return { title: titleOf(plan), emulatorName, plan: shown };
}

/** The page of a plan that was shown before VS Code was reloaded. */
export function planGone(emulatorName: string | undefined): PlanPageView {
  return { title: 'Plan', emulatorName, plan: undefined };
}
