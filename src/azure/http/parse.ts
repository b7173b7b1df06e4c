import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { FailureError } from '../../model/failure';
import { redact } from './redact';

/**
 * The value in the form that the schema says. Throws FailureError naming what `what` is and the member that is
 * different, so that a change on Azure's side is found at the border and not as a hole in a plan.
 */
export function parseAnswer<T extends v.GenericSchema>(
  schema: T,
  value: unknown,
  what: string,
): v.InferOutput<T> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue) ?? t('the response');
  throw new FailureError({
    code: 'azure.unexpectedAnswer',
    kind: 'defect',
    message: redact(
      t`Azure returned ${what} in an unexpected format. ${path} should be ${issue.expected ?? t('something else')}.`,
    ),
    nextAction: t('Update the extension. If it’s up to date, report this.'),
  });
}
