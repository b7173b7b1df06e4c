/** Words for numbers and durations. */
import { t } from '@vscode/l10n';

/** `75` → `1:15`. */
export function elapsed(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** What Azure usually needs, in the coarse words that such a number deserves. */
export function typically(seconds: number): string {
  if (seconds < 1) return '';
  if (seconds < 50) return t`about ${seconds < 8 ? 5 : Math.round(seconds / 10) * 10} s`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  return t`about ${minutes} min`;
}
