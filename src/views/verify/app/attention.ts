/** Where the keyboard goes and what a screen reader says when a view takes the place of another. */
import type { VerifyPage } from '../protocol';

/** Selector of what takes the focus; undefined when the user's place must not be left. */
export function focusTarget(before: VerifyPage | undefined, after: VerifyPage): string | undefined {
  if (before?.phase === after.phase) {
    const failed =
      before.phase === 'ready' && after.phase === 'ready' && before.problem === undefined && after.problem;
    return failed ? '#problem-title' : undefined;
  }
  switch (after.phase) {
    case 'reading':
      return undefined;
    case 'refused':
      return '#problem-title';
    case 'ready':
      return after.problem === undefined ? '#form-title' : '#problem-title';
    case 'running':
      return '#run-title';
    case 'done':
      return '#done-title';
  }
}

/** What has changed, in a sentence or more; empty when nothing has that is worth interrupting for. */
export function said(before: VerifyPage | undefined, after: VerifyPage): string {
  switch (after.phase) {
    case 'reading':
      return 'Reading the cluster.';
    case 'refused':
      return after.problem.message;
    case 'ready':
      return before?.phase === 'ready' && before.busy !== after.busy ? (after.busy ?? 'Done.') : '';
    case 'running': {
      const known = before?.phase === 'running' ? before.run : undefined;
      const pools = after.run.pools.filter(
        ({ name, verdict }) =>
          verdict !== 'waiting' && known?.pools.find((one) => one.name === name)?.verdict !== verdict,
      );
      const doing = known?.doing === after.run.doing ? [] : [after.run.doing];
      return [...doing, ...pools.map(({ name, words }) => `Pool ${name}: ${words}.`)].join(' ');
    }
    case 'done':
      return before?.phase === 'done' ? '' : `${after.words}. ${after.run.cleanup.words}`;
  }
}
