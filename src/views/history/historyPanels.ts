/** The page that lists the operations of this computer. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { commandIds, webviewTypes } from '../../contributions';
import { failureFrom } from '../../platform/failures';
import type { OperationsWatch } from '../../platform/operationsWatch';
import { problemOf } from '../planForm/problems';
import { parsed } from '../webview/messages';
import { Panels, type PageMessage, type PanelsDeps } from '../webview/panels';
import { entriesOf } from './entries';
import type { HistoryView } from './protocol';
import type { ToHost } from './protocol/messages';
import { toHost } from './protocol/messages';

export interface HistoryDeps extends PanelsDeps {
  readonly operations: Pick<OperationsWatch, 'all' | 'journals' | 'onDidChange'>;
}

/** Every page of operations is the same. */
interface Start {
  readonly about: 'thisComputer';
}

const start: Start = { about: 'thisComputer' };
const title = t('Operation History');

type Message = Exclude<ToHost, PageMessage>;

export class HistoryPanels implements vscode.Disposable {
  readonly #panels: Panels<Start, Page, Message>;

  constructor(deps: HistoryDeps) {
    this.#panels = new Panels<Start, Page, Message>(deps, {
      type: webviewTypes.history,
      name: 'page of operations',
      files: { title, script: 'history', styles: ['planForm', 'history'] },
      parseMessage: (raw) => parsed(toHost, raw),
      // It shows what there is, whatever there was.
      parseSaved: () => ({ ok: true, value: start }),
      fallback: undefined,
      create: (_, changed) => new Page(deps.operations, changed),
      titleOf: () => title,
      show: ({ view }, emulatorName) => ({
        view: { title, emulatorName, ...view } satisfies HistoryView,
        saved: {},
      }),
      handle: async (page, message) => {
        if (message.type === 'retry') page.readAgain();
        else await vscode.commands.executeCommand(commandIds[message.type], message);
      },
      isBusy: () => false,
      closed: () => false,
      endOf: () => undefined,
    });
  }

  /** Shows the page, as it is by now. */
  open(): void {
    const [page] = this.#panels.forms;
    if (page === undefined) this.#panels.open(start);
    else {
      page.readAgain();
      this.#panels.reveal(page);
    }
  }

  dispose(): void {
    this.#panels.dispose();
  }
}

class Page {
  view: Pick<HistoryView, 'problem' | 'entries'> = { problem: undefined, entries: undefined };
  readonly #listening: { dispose(): void };
  /** Counts the readings: what an older one finds out says nothing any more. */
  #latest = 0;

  constructor(
    private readonly operations: HistoryDeps['operations'],
    private readonly changed: () => void,
  ) {
    this.#listening = operations.onDidChange(() => {
      this.readAgain();
    });
    this.readAgain();
  }

  readAgain(): void {
    this.#latest += 1;
    const mine = this.#latest;
    void this.#read().then((view) => {
      if (mine !== this.#latest) return;
      this.view = view;
      this.changed();
    });
  }

  dispose(): void {
    this.#listening.dispose();
  }

  async #read(): Promise<Page['view']> {
    try {
      const [all, journals] = await Promise.all([this.operations.all(), this.operations.journals()]);
      const formatTime = (at: number) => new Date(at).toLocaleString();
      return { problem: undefined, entries: entriesOf(all, journals, formatTime) };
    } catch (error) {
      return { problem: problemOf(failureFrom(error), t('Try again')), entries: undefined };
    }
  }
}
