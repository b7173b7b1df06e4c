import { t } from '@vscode/l10n';
import { isFailureError, type Failure } from '../model/failure';
import { withoutSecrets, withoutSecretsIn } from '../model/secrets';
import { shownText } from '../model/shownText';
import type { Log } from './log';

/**
 * Whatever was thrown, as a Failure in which no secret can be read: what nobody expected is a defect of the extension.
 */
export function failureFrom(thrown: unknown): Failure {
  if (isFailureError(thrown)) return withoutSecretsIn(thrown.failure);
  if (thrown instanceof Error && (thrown.name === 'Canceled' || thrown.name === 'AbortError')) {
    return {
      code: 'cancelled',
      kind: 'cancelled',
      message: t('It was canceled.'),
      nextAction: t('You can start it again at any time.'),
    };
  }
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    code: 'defect',
    kind: 'defect',
    message: t`An unexpected error occurred: ${withoutSecrets(words)}`,
    nextAction: t('Try again. If the problem persists, report it with the details from the log.'),
  };
}

/** For a notification, in which what Azure or a cluster says must stay words. */
export function notificationOf({ message, nextAction }: Failure): string {
  return shownText(`${message} ${nextAction}`);
}

/** All that is known, for the clipboard and the log. */
export function detailsOf(failure: Failure): string {
  const { azure, resourceId } = failure;
  return withoutSecrets(
    [
      `${failure.message} ${failure.nextAction}`,
      `Code: ${failure.code} (${failure.kind})`,
      ...(resourceId === undefined ? [] : [`Resource: ${resourceId}`]),
      ...(azure === undefined ? [] : [`Azure: ${azure.code}: ${azure.message}`]),
      ...(azure?.status === undefined ? [] : [`HTTP status: ${azure.status}`]),
      ...(azure?.requestId === undefined ? [] : [`Request ID: ${azure.requestId}`]),
    ].join('\n'),
  );
}

/**
 * The text of a document that VS Code opens by itself, as after a reload, or what `instead` makes of the failure to read
 * it: what a content provider throws would reach the user without the next action.
 */
export async function textOrFailure(
  text: Promise<string>,
  instead: (failure: Failure) => string,
  log: Pick<Log, 'error'>,
): Promise<string> {
  try {
    return await text;
  } catch (thrown) {
    const failure = failureFrom(thrown);
    log.error(detailsOf(failure));
    return instead(failure);
  }
}
