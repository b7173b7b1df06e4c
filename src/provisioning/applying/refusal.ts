import { t } from '@vscode/l10n';
import type { Failure } from '../../model/failure';
import type { Plan } from '../plan/plan';

/** Why a plan may not be applied: it has blockers, or hazards that nobody agreed to. */
export function reasonToRefuse(
  { blockers, hazards }: Pick<Plan, 'blockers' | 'hazards'>,
  acknowledged: readonly string[],
): Failure | undefined {
  if (blockers.length > 0) {
    return {
      code: 'plan.blocked',
      kind: 'user',
      message: t`The plan can’t be applied: ${blockers.map(({ message }) => message).join(' ')}`,
      nextAction: blockers.map(({ wayOut }) => wayOut).join(' '),
    };
  }
  const open = hazards.filter(({ id }) => !acknowledged.includes(id));
  if (open.length === 0) return undefined;
  return {
    code: 'plan.hazardsNotAcknowledged',
    kind: 'user',
    message: t`These warnings aren’t acknowledged yet: ${open.map(({ message }) => message).join(' ')}`,
    nextAction: t('Review and acknowledge each warning before applying.'),
  };
}
