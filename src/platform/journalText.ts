import { FailureError } from '../model/failure';
import { withoutSecrets, withoutSecretsIn } from '../model/secrets';
import type { JournalStorage } from '../provisioning/ports';

/**
 * The journal of an operation for reading: without secrets, and without the signatures in its resume tokens, which are
 * addresses that whoever has them may poll. Rejects with FailureError where there is none.
 */
export async function journalText(
  journal: Pick<JournalStorage, 'read'>,
  operationId: string,
): Promise<string> {
  const text = (await journal.read(operationId))?.text;
  if (text === undefined) {
    throw new FailureError({
      code: 'documents.noJournal',
      kind: 'user',
      message: `There is no journal of the operation ${operationId} on this computer.`,
      nextAction: 'Refresh the view: the operation may have ended.',
    });
  }
  try {
    return json(withoutSecretsIn(JSON.parse(text) as unknown));
  } catch {
    // A damaged journal is shown as it is: that is what the user needs to see.
    return withoutSecrets(text);
  }
}

/** A value as documents show it. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
