/** A plan in a sentence or two. */
import { t } from '@vscode/l10n';
import { typically } from '../../webview/app/words';
import type { PlanView } from '../protocol/plan';

const actionWords = {
  create: (number: number) => t`${number} to create`,
  update: (number: number) => t`${number} to change`,
  delete: (number: number) => t`${number} to delete`,
  reuse: (number: number) => t`${number} to keep`,
} as const;

/** What the button says that starts a plan. */
export const applyWords = { form: t('Apply'), rollBack: t('Roll back'), resume: t('Resume') } as const;

/** "9 resources: 7 to create, 2 to keep. Usually takes about 3 min."; `nothingToDo` is said of a plan that does nothing. */
export function summary(plan: PlanView, nothingToDo?: string): string {
  if (plan.nothingToDo) {
    if (nothingToDo !== undefined) return nothingToDo;
    return plan.hazards.length === 0
      ? t('Everything is already in place. No changes are needed.')
      : t('No changes are needed, but the nodes may be unable to pull.');
  }
  // What blocks it says all that there is to say.
  if (plan.steps.length === 0) return '';
  const before = applyWords[plan.purpose];
  const actions = (['create', 'update', 'delete', 'reuse'] as const)
    .map((action) => [action, plan.steps.filter((step) => step.action === action).length] as const)
    .filter(([, number]) => number > 0)
    .map(([action, number]) => actionWords[action](number))
    .join(', ');
  const { length } = plan.steps;
  const time = typically(plan.typicalSeconds);
  return [
    length === 1 ? t`${length} resource: ${actions}.` : t`${length} resources: ${actions}.`,
    ...(time === '' ? [] : [t`Usually takes ${time}.`]),
    t`Nothing is written before ${before}.`,
  ].join(' ');
}

/** Of a plan that has taken the place of the one that was shown. */
export function insteadWords({ blockers, nothingToDo }: Pick<PlanView, 'blockers' | 'nothingToDo'>): string {
  if (blockers.length > 0) return t('This is the new plan. It’s blocked and can’t be applied.');
  return nothingToDo
    ? t('This is the new plan. Changes are no longer needed.')
    : t('This is the new plan. Review it, then apply it.');
}
