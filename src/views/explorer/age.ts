import { t } from '@vscode/l10n';

/** Seconds, and how one and several are said. */
const units: readonly (readonly [number, string, (count: number) => string])[] = [
  [365 * 24 * 3600, t('1 year ago'), (count) => t`${count} years ago`],
  [30 * 24 * 3600, t('1 month ago'), (count) => t`${count} months ago`],
  [24 * 3600, t('1 day ago'), (count) => t`${count} days ago`],
  [3600, t('1 hour ago'), (count) => t`${count} hours ago`],
  [60, t('1 minute ago'), (count) => t`${count} minutes ago`],
];

/** `5 months ago`; both in milliseconds since the epoch. */
export function ageOf(then: number, now: number): string {
  const seconds = (now - then) / 1000;
  for (const [length, one, several] of units) {
    const count = Math.floor(seconds / length);
    if (count > 0) return count === 1 ? one : several(count);
  }
  return t('just now');
}
