/** The browser side of a form: what all forms show in the frame of a page. */
import { t } from '@vscode/l10n';
import type { LostWords } from '../../webview/app/lostNotice';
import { startPage } from '../../webview/app/startPage';
import type { PageView } from '../protocol';
import { announcement, focusTargets } from './attention';
import { actions } from './footer';
import type { AnyChoosing, FormUi, View } from './formUi';
import { settle } from './host';
import { page } from './pages';

/** Call once, from the form's bundle. */
export function startForm<H, D, C extends AnyChoosing>(ui: FormUi<H, D, C>): void {
  startPage<View<H, D, C>>({
    header: (view) => ui.header(view),
    main: (view, now, redraw) => page(view, ui, now, redraw),
    actions: (view, now) => actions(view, ui, now),
    taken: (view) => {
      if ('form' in view.page) settle(view.page.form.edit);
    },
    clock: (view) =>
      'progress' in view.page
        ? { now: view.page.progress.now, runs: view.page.phase === 'applying' }
        : undefined,
    said: (before, view) => announcement(before?.page, view.page, ui.words(view)),
    focus: (before, view) => focusTargets(before?.page, view.page, ui.choosing?.focus ?? []),
    lost: (view) => lostWords(view.page.phase),
    front: ['#done-title', '#problem-title', '#plan-title', '#form-title'],
  });
}

/** An operation is in the journal, and with it in the tree, from its first step on. */
function lostWords(phase: PageView['phase'] | 'choosing'): LostWords {
  const isWriting = phase === 'applying';
  return {
    what: isWriting ? t('this operation') : t('the connection to this form'),
    where: isWriting
      ? t(
          'The ACR Private Link view shows the operation as running, and within a minute as interrupted, so that you can resume it or roll it back. Azure finishes what it has started.',
        )
      : t('Started operations are shown in the ACR Private Link view.'),
    reload: t('To restore this form, use Reload Window.'),
  };
}
