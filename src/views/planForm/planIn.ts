/** The plan of a form for somebody who isn't its page: asked for as by Preview, and shown there all the same. */
import { t } from '@vscode/l10n';
import { FailureError } from '../../model/failure';
import type { AnyPlan } from '../../provisioning';
import type { Edit, FormTypes } from './formKind';
import type { PlanForm } from './planForm';

/**
 * Fills fields in, previews, and resolves with the plan that the form shows then. Rejects with FailureError where it shows
 * none: it is at work or has ended, a field takes no such value or is wrong, or Azure refused what was asked.
 */
export async function planIn<T extends FormTypes>(
  form: PlanForm<T>,
  edits: readonly Edit[] = [],
): Promise<AnyPlan> {
  await form.settled();
  for (const edit of edits) fillIn(form, edit);
  return planShown(form, form.snapshot.state.phase === 'editing');
}

async function planShown<T extends FormTypes>(form: PlanForm<T>, hasFields: boolean): Promise<AnyPlan> {
  if (hasFields) form.handle({ type: 'preview' });
  await form.settled();
  const { state, sections } = form.snapshot;
  if (state.phase === 'plan') return state.shown.plan;
  if ('failure' in state) throw new FailureError(state.failure);
  const errors = sections
    .flatMap(({ fields }) => fields)
    .flatMap(({ label, error }) => (error === undefined ? [] : [`${label}: ${error}`]));
  throw state.phase === 'editing'
    ? refused(t`The form has no plan yet. ${errors.join(' ')}`.trim(), t('Correct the fields in the form.'))
    : refused(t`The form shows an operation (${state.phase}) and no new plan.`, t('Check the open form.'));
}

function fillIn<T extends FormTypes>(form: PlanForm<T>, edit: Edit): void {
  form.handle({ type: 'edit', ...edit, edit: form.snapshot.edit });
  const fields = form.snapshot.sections.flatMap((section) => section.fields);
  const field = fields.find(({ id, scope }) => id === edit.field && scope === edit.scope);
  if (field !== undefined && 'value' in field && field.value === edit.value) return;
  const options = field !== undefined && 'options' in field ? field.options.map(({ value }) => value) : [];
  const offered = options.length === 0 ? '' : t` It offers: ${options.slice(0, 50).join(', ')}.`;
  throw refused(
    t`The form’s field ${edit.field} doesn’t take the value ${edit.value}.${offered}`,
    t('Choose another value.'),
  );
}

function refused(message: string, nextAction: string): FailureError {
  return new FailureError({ code: 'form.noPlan', kind: 'user', message, nextAction });
}
