/** Where the keyboard goes and what a screen reader says when a view takes the place of another. */
import { t } from '@vscode/l10n';
import type { VerifyPage } from '../protocol';

/** Selectors of what takes the focus; none when the user's place must not be left. */
export function focusTargets(before: VerifyPage | undefined, after: VerifyPage): readonly string[] {
  if (before?.phase === after.phase) {
    return problemIn(before) === undefined && problemIn(after) !== undefined ? ['#problem-title'] : [];
  }
  switch (after.phase) {
    case 'reading':
      return [];
    case 'refused':
      return ['#problem-title'];
    case 'ready':
      return ['#problem-title', '#form-title'];
    case 'running':
      return ['#run-title'];
    case 'done':
      return ['#done-title'];
  }
}

/** What has changed, in a sentence or more; empty when nothing has that is worth interrupting for. */
export function said(before: VerifyPage | undefined, after: VerifyPage): string {
  switch (after.phase) {
    case 'reading':
      return t('Reading the cluster.');
    case 'refused':
      return after.problem.message;
    case 'ready':
      return before?.phase === 'ready' && before.busy !== after.busy ? (after.busy ?? t('Done.')) : '';
    case 'running': {
      const known = before?.phase === 'running' ? before.run : undefined;
      const pools = after.run.pools.filter(
        ({ name, verdict }) =>
          verdict !== 'waiting' && known?.pools.find((one) => one.name === name)?.verdict !== verdict,
      );
      const doing = known?.doing === after.run.doing ? [] : [after.run.doing];
      return [...doing, ...pools.map(({ name, words }) => t`Pool ${name}: ${words}.`)].join(' ');
    }
    case 'done':
      return before?.phase === 'done' ? '' : `${after.words}. ${after.run.cleanup.words}`;
  }
}

/** Of what was asked for last on a page that stays. */
function problemIn(page: VerifyPage): unknown {
  if (page.phase === 'ready') return page.problem;
  return page.phase === 'done' ? page.after : undefined;
}
