/** What the status bar says of the operations that run. */
import { t } from '@vscode/l10n';
import type { KnownOperation } from './operations';

/** What stands in the status bar; undefined for nothing. `now` and the times of `since` in milliseconds since the epoch. */
export function runningWords(
  running: readonly KnownOperation[],
  now: number,
  since: (operation: KnownOperation) => number,
): { readonly text: string; readonly tooltip: string } | undefined {
  const [first, ...others] = running;
  if (first === undefined) return undefined;
  const time = elapsed(now - Math.min(...running.map(since)));
  const text =
    others.length === 0
      ? t`${first.title} · ${first.stepsDone} of ${first.stepsTotal} · ${time}`
      : t`${running.length} operations · ${time}`;
  const tooltip = running.map(
    (each) =>
      t`${each.title}: ${each.stepsDone} of ${each.stepsTotal} steps done${each.isHere ? '' : t(', running in another window')}`,
  );
  return { text, tooltip: tooltip.join('\n') };
}

function elapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
