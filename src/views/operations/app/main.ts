/** The browser side of a page that shows the plan of a command. */
import { html, nothing } from '../../ui/html';
import { action } from '../../planForm/app/action';
import { planSection, summary } from '../../planForm/app/plan';
import { startPage } from '../../webview/app/startPage';
import { vscodeApi } from '../../webview/app/vscodeApi';
import type { PlanPageView, ToHost } from '../protocol';

function post(message: ToHost): void {
  vscodeApi.postMessage(message);
}

startPage<PlanPageView>({
  header: () => nothing,
  main: ({ plan }, now, redraw) =>
    plan === undefined
      ? html`<p class="notice notice-info">
          This plan was shown before VS Code was reloaded. Run the command again for a new one.
        </p>`
      : planSection(plan, {
          title: 'What will be done',
          intro: summary(plan, 'you agree to it'),
          progress: undefined,
          now,
          redraw,
          requirements: 'To know',
          onlyRead: true,
          drawing: undefined,
        }),
  actions: ({ plan }) =>
    plan === undefined
      ? undefined
      : html`${action('Copy as Markdown', 'copy-plan', post, { type: 'copyPlan' })}`,
  clock: () => undefined,
  said: () => '',
  // The question that the plan is for has the keyboard.
  focus: () => [],
  front: ['#form-title'],
  lost: () => ({
    what: 'the connection to this page',
    where: 'An operation that was begun stands in the tree of ACR Private Link.',
    reload: 'Reload Window, then run the command again for a new plan.',
  }),
});
