/** One walk: commands one after the other and in the middle of each other, and what is said after each of them. */
import { startEmulator } from '../../../emulator/src/server';
import { nameOf } from '../../../src/model/armId';
import { isFailureError } from '../../../src/model/failure';
import { sealedJournals } from '../../../src/provisioning/journal/sealedJournals';
import { notUndoable } from '../../../src/views/history/allowed';
import { MemoryStorage } from '../../support/fakeWriter';
import { testKeys } from '../../support/journals';
import { isNamed } from '../forgotten/check';
import { pullers, pulls } from '../pullers';
import { WalkClock } from './clock';
import { Commands, type Done } from './commands';
import { checkDiagnosis, checkOperations, checkTree } from './estateStatements';
import { readJournals } from './journals';
import { Ledger } from './ledger';
import type { Command, Walk } from './model';
import type { Page } from './page';
import { checkPage, type Facts } from './pageStatements';
import { Said } from './said';
import { Window, type Shared } from './window';

export interface Walked {
  readonly commands: number;
  /** Statements that were laid beside the oracle. */
  readonly compared: number;
  /** Those that it contradicts, in a line each. */
  readonly wrong: readonly string[];
}

/** What passes between two commands. */
const pauseMilliseconds = 5_000;

export async function walked(walk: Walk): Promise<Walked> {
  const emulator = await startEmulator({ scenario: 'contoso', latencyScale: 0, logFile: false });
  const shared: Shared = {
    emulator,
    // Storages that windows share on a disk have tests of their own.
    journal: sealedJournals(new MemoryStorage(), testKeys),
    clock: new WalkClock(),
    ledger: new Ledger(emulator.estate),
  };
  const windows: [Window, Window] = [new Window('A', shared), new Window('B', shared)];
  try {
    return await new Walking(walk, shared, windows).run();
  } finally {
    for (const window of windows) window.dispose();
    await emulator.close();
  }
}

class Walking {
  readonly #said = new Said();
  readonly #commands: Commands;
  /** What happens in the middle of a command. */
  #inner: Promise<void> | undefined;
  #done = 0;
  /** When the command began, or the audit. */
  #since = 0;
  /** Revision of the estate of which a tree was looked at last. */
  #treeOf = -1;

  constructor(
    private readonly walk: Walk,
    private readonly shared: Shared,
    private readonly windows: readonly [Window, Window],
  ) {
    this.#commands = new Commands(
      walk,
      windows,
      shared,
      (command) => (this.#inner = this.#meanwhile(command)),
    );
  }

  async run(): Promise<Walked> {
    for (const [index, command] of this.walk.commands.entries()) {
      this.#said.moment = `${index} ${wordsOf(command, this.windows)}`;
      await this.#perform(command);
    }
    this.#said.moment = 'at the end';
    await this.#audit();
    return { commands: this.#done, compared: this.#said.compared, wrong: this.#said.wrong };
  }

  async #perform(command: Command): Promise<void> {
    await this.shared.clock.pass(pauseMilliseconds);
    this.#since = this.shared.clock.now();
    const isAlone = command.what === 'apply' && command.meanwhile === undefined;
    const before = isAlone ? pullers(this.shared.emulator.estate) : [];
    const done = await this.#commands.perform(command);
    // A window that crashed in the middle of it takes longer to come back.
    await this.#inner;
    if (done === undefined) return;
    this.#done += 1;
    await this.#settled();
    this.#checkLost(done, before);
    await this.#check(command, done);
  }

  /** In the middle of a page's work, which waits for it: only what doesn't depend on that is looked at. */
  async #meanwhile(command: Command): Promise<void> {
    const done = await this.#commands.perform(command);
    if (done === undefined) return;
    this.#done += 1;
    const window = this.windows[command.window];
    checkOperations(await readJournals(this.shared), this.#isAtWork, await this.#facts(window));
  }

  async #settled(): Promise<void> {
    for (const page of this.windows.flatMap(({ pages }) => pages)) {
      await page.settled();
      // What came of an operation, the watch over the journals tells the pages of every window.
      page.form.operationsChanged();
      await page.settled();
    }
    await this.shared.ledger.settled();
    this.shared.emulator.core.operations.settle();
  }

  /** What was acted on has looked; every other time what the other window showed last comes to the front. */
  async #check({ window: index, other }: Command, { page, diagnosis }: Done): Promise<void> {
    const window = this.windows[index];
    if (page !== undefined && window.pages.includes(page)) checkPage(page, await this.#facts(window));
    const there = this.windows[index === 0 ? 1 : 0];
    const [last] = there.pages.filter(({ hasPanel }) => hasPanel).slice(-1);
    if (last !== undefined && other % 2 === 0) {
      await last.front();
      checkPage(last, await this.#facts(there));
    }
    const facts = await this.#facts(window);
    checkOperations(await readJournals(this.shared), this.#isAtWork, facts);
    if (diagnosis !== undefined) checkDiagnosis(diagnosis, facts);
    if (this.#treeOf !== this.shared.emulator.estate.revision) await this.#checkTree(window);
    this.#checkFailures();
  }

  async #checkTree(window: Window): Promise<void> {
    this.#treeOf = this.shared.emulator.estate.revision;
    window.refresh();
    await checkTree(window, await this.#facts(window));
  }

  /** Everything that is open, and what every operation would undo. */
  async #audit(): Promise<void> {
    this.#since = this.shared.clock.now();
    for (const window of this.windows) {
      await this.#checkTree(window);
      for (const page of window.pages) await this.#checkInFront(window, page);
      for (const { form, settled } of window.diagnoses) {
        form.cameToFront();
        await settled();
        checkDiagnosis(form, await this.#facts(window));
      }
    }
    const [window] = this.windows;
    for (const { operationId, title } of (await window.operations()).filter(
      (one) => notUndoable(one) === undefined,
    )) {
      const wanted = { kind: 'rollBack', spec: { operationId, title } } as const;
      await this.#checkInFront(window, await window.open({ form: 'operation', wanted }));
    }
    this.#checkFailures();
  }

  async #checkInFront(window: Window, page: Page): Promise<void> {
    await page.front();
    if (page.phase === 'editing') await page.preview();
    checkPage(page, await this.#facts(window));
  }

  /** Whoever lost a pull by what was applied was named. */
  #checkLost({ page }: Done, before: ReturnType<typeof pullers>): void {
    const state = page?.form.state();
    if (state?.phase !== 'done') return;
    const { plan } = state.shown;
    for (const puller of before.filter((one) => !pulls(this.shared.emulator.estate, one))) {
      this.#said.that(
        `${nameOf(puller.clusterId)} no longer pulls ${puller.image}, and ${plan.purpose.kind} didn’t say so`,
        isNamed(plan, puller),
      );
    }
  }

  /** What a form met is a failure with words of its own. */
  #checkFailures(): void {
    for (const window of this.windows)
      for (const error of window.failures.splice(0)) {
        const isKnown = isFailureError(error) && error.failure.kind !== 'defect';
        this.#said.that(
          `a form met ${error instanceof Error ? (error.stack ?? '') : String(error)}`,
          isKnown,
        );
      }
  }

  readonly #isAtWork = (operationId: string): boolean | 'ending' => {
    const pages = this.windows.flatMap((window) => window.pages);
    const state = pages
      .filter(({ form }) => form.operationId() === operationId)
      .map(({ form }) => form.state())
      .find(({ phase }) => phase === 'applying');
    if (state?.phase !== 'applying') return false;
    return state.cancelling === undefined || 'ending';
  };

  async #facts(window: Window): Promise<Facts> {
    const { emulator, ledger } = this.shared;
    return { emulator, ledger, said: this.#said, since: this.#since, operations: await window.operations() };
  }
}

function wordsOf({ what, window, meanwhile }: Command, windows: readonly [Window, Window]): string {
  const words = `${what} in ${windows[window].name}`;
  return meanwhile === undefined ? words : `${words}, with ${wordsOf(meanwhile.command, windows)}`;
}
