/** That Azure makes us wait, in the status bar for as long as it does: whatever is being read takes longer for that. */
import { t } from '@vscode/l10n';
import { mention } from './ask';

/** Nobody would have read shorter ones. */
const shortest = 2;

export function showThrottled(seconds: number): void {
  if (seconds >= shortest)
    mention(t`Azure is throttling requests. Retrying in ${Math.ceil(seconds)} s…`, seconds * 1000);
}
