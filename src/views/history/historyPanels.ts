/** The page that lists the operations of this computer. */
import * as vscode from 'vscode';
import { commandIds, webviewTypes } from '../../contributions';
import { failureFrom } from '../../platform/failures';
import type { OperationsWatch } from '../../platform/operationsWatch';
import { type Journal, type JournalStorage, readJournal } from '../../provisioning';
import { problemOf } from '../planForm/problems';
import { Panels, type PageMessage, type PanelsDeps } from '../webview/panels';
import { entriesOf } from './entries';
import { parseMessage } from './messages';
import type { HistoryView, ToHost } from './protocol';

export interface HistoryDeps extends PanelsDeps {
  readonly operations: Pick<OperationsWatch, 'all' | 'onDidChange'>;
  readonly journal: JournalStorage;
}

/** Every page of operations is the same. */
interface Start {
  readonly about: 'thisComputer';
}

const start: Start = { about: 'thisComputer' };
const title = 'Operation History';

interface Shown {
  view: Pick<HistoryView, 'problem' | 'entries'>;
  dispose(): void;
}

type Message = Exclude<ToHost, PageMessage>;

export class HistoryPanels implements vscode.Disposable {
  readonly #panels: Panels<Start, Shown, Message>;

  constructor(private readonly deps: HistoryDeps) {
    this.#panels = new Panels<Start, Shown, Message>(deps, {
      type: webviewTypes.history,
      name: 'page of operations',
      files: { title, script: 'history', styles: ['planForm', 'history'] },
      parseMessage,
      // It shows what there is, whatever there was.
      parseSaved: () => ({ ok: true, value: start }),
      fallback: undefined,
      create: (_, changed) => this.#create(changed),
      titleOf: () => title,
      show: ({ view }, emulatorName) => ({
        view: { title, emulatorName, ...view } satisfies HistoryView,
        saved: {},
      }),
      handle: async (_, message) => {
        if (message.type === 'retry') this.#readAgain();
        else await vscode.commands.executeCommand(commandIds[message.type], message);
      },
      isBusy: () => false,
      closed: () => false,
      endOf: () => undefined,
    });
  }

  /** Shows the page, as it is by now. */
  open(): void {
    const [shown] = this.#panels.forms;
    if (shown === undefined) this.#panels.open(start);
    else {
      this.#readAgain();
      this.#panels.reveal(shown);
    }
  }

  dispose(): void {
    this.#panels.dispose();
  }

  #readAgain: () => void = () => undefined;

  #create(changed: () => void): Shown {
    const { deps } = this;
    const shown: Shown = {
      view: { problem: undefined, entries: undefined },
      dispose: () => {
        listening.dispose();
      },
    };
    /** Counts the readings: what an older one finds out says nothing any more. */
    let latest = 0;
    const read = async (): Promise<void> => {
      latest += 1;
      const mine = latest;
      const view = await this.#read();
      if (mine !== latest) return;
      shown.view = view;
      changed();
    };
    const listening = deps.operations.onDidChange(() => void read());
    this.#readAgain = () => void read();
    void read();
    return shown;
  }

  async #read(): Promise<Shown['view']> {
    const { operations, journal } = this.deps;
    try {
      const all = await operations.all();
      const journals = await Promise.all(
        all.map(async ({ operationId }): Promise<readonly [string, Journal][]> => {
          const found = await readJournal(journal, operationId);
          return found?.ok === true ? [[operationId, found.journal]] : [];
        }),
      );
      const formatTime = (at: number) => new Date(at).toLocaleString();
      return { problem: undefined, entries: entriesOf(all, new Map(journals.flat()), formatTime) };
    } catch (error) {
      return { problem: problemOf(failureFrom(error), 'Try again'), entries: undefined };
    }
  }
}
