/** What a page says that the extension host no longer knows: where its work stands, and the ways on. */
import { t } from '@vscode/l10n';
import { html, type TemplateResult } from '../../ui/html';
import { pageCommands } from '../protocol';
import { icon } from './icons';

export interface LostWords {
  /** What was lost: "this operation". */
  readonly what: string;
  /** Where what was begun stands, in sentences. */
  readonly where: string;
  /** What Reload Window does for the page, in a sentence. */
  readonly reload: string;
}

/** Of a page that has nothing of its own to say. */
export const anyPageLost: LostWords = {
  what: t('the connection to this page'),
  where: t('Started operations are shown in the ACR Private Link view.'),
  reload: t('To restore this page, use Reload Window.'),
};

export function lostNotice({ what, where, reload }: LostWords): TemplateResult {
  return html`<section class="notice notice-error lost" aria-labelledby="lost-title">
    <h2 id="lost-title" tabindex="-1">${icon('error')}${t`VS Code lost ${what}`}</h2>
    <p>
      ${t('The extension isn’t responding. Until it does, this page may be outdated, and its buttons have no effect.')}
      ${where}
    </p>
    <p class="next"><strong>${t('What to do:')}</strong> ${reload}</p>
    <p class="ways">
      <a href=${`command:${pageCommands.reloadWindow}`}>${t('Reload Window')}</a>
      <a href=${`command:${pageCommands.showTree}`}>${t('Show the tree')}</a>
    </p>
  </section>`;
}
