/**
 * The page on which a command shows its plan before it asks. It is a page of our own, because what VS Code makes of Markdown a
 * workspace can restyle: the plan would say what the workspace wants.
 */
import * as vscode from 'vscode';
import { webviewTypes } from '../../contributions';
import type { OperationKind, PlanOf } from '../../provisioning';
import { Panels, type PageMessage, type PanelsDeps } from '../webview/panels';
import { parseMessage } from './messages';
import { planGone, planPage } from './planPage';
import { planText } from './planText';
import type { PlanPageView, ToHost } from './protocol';

/** Where commands show their plans. */
export interface PlanPages {
  /** Shows a plan in place of the one before. The keyboard stays where it is: a question follows. */
  show<Kind extends OperationKind>(plan: PlanOf<Kind>): void;
}

export interface PlanPageDeps extends PanelsDeps {
  readonly emulatorName: () => string | undefined;
}

/** A plan on its page. */
interface Start {
  readonly view: PlanPageView;
  /** The same as Markdown; empty where there is no plan any more. */
  readonly text: string;
}

interface Shown {
  now: Start;
  readonly changed: () => void;
  dispose(): void;
}

type Message = Exclude<ToHost, PageMessage>;

export class PlanPagePanels implements PlanPages, vscode.Disposable {
  readonly #panels: Panels<Start, Shown, Message>;

  constructor(private readonly deps: PlanPageDeps) {
    this.#panels = new Panels<Start, Shown, Message>(deps, {
      type: webviewTypes.plan,
      name: 'page of a plan',
      files: { title: 'Plan', script: 'plan', styles: ['planForm'] },
      parseMessage,
      // Nothing that Azure said is kept over a reload.
      parseSaved: () => ({ ok: true, value: { view: planGone(deps.emulatorName()), text: '' } }),
      fallback: undefined,
      create: (now, changed) => ({ now, changed, dispose: () => undefined }),
      titleOf: ({ now }) => now.view.title,
      show: ({ now }) => ({ view: now.view, saved: {} }),
      handle: async ({ now }) => {
        if (now.text !== '') await vscode.env.clipboard.writeText(now.text);
      },
      isBusy: () => false,
      closed: () => false,
      endOf: () => undefined,
    });
  }

  show<Kind extends OperationKind>(plan: PlanOf<Kind>): void {
    const now = { view: planPage(plan, this.deps.emulatorName()), text: planText(plan) };
    const [shown] = this.#panels.forms;
    if (shown === undefined) {
      this.#panels.open(now, 'behind');
      return;
    }
    shown.now = now;
    shown.changed();
    this.#panels.reveal(shown, 'behind');
  }

  dispose(): void {
    this.#panels.dispose();
  }
}
