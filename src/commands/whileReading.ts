import { t } from '@vscode/l10n';
import { whileCancellable } from '../platform/ask';

/** Reads from Azure under a notification with which the user can stop it; undefined where they did. */
export function whileReading<T>(
  what: string,
  read: (signal: AbortSignal) => Promise<T>,
): Thenable<T | undefined> {
  return whileCancellable(t`Reading ${what}`, async (_, token) => {
    const cancelling = new AbortController();
    token.onCancellationRequested(() => {
      cancelling.abort();
    });
    try {
      return await read(cancelling.signal);
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    }
  });
}
