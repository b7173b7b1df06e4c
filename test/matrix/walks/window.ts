/** A window of VS Code as a walk has it: pages, a tree, and a life that a reload or a crash ends. */
import { randomUUID } from 'node:crypto';
import { sameId } from '../../../src/model/armId';
import { clouds } from '../../../src/model/clouds';
import { createEstateStore, type EstateStore } from '../../../src/platform/estateStore';
import { journalledOperations, type KnownOperation } from '../../../src/platform/operations';
import { releaseLeases } from '../../../src/provisioning/journal/operations';
import type { Azure, JournalStorage } from '../../../src/provisioning/ports';
import type { Emulator } from '../../../emulator/src/server';
import type { Restored } from '../../../src/views/planForm/formState';
import { DiagnoseForm } from '../../../src/views/diagnose/diagnoseForm';
import type { DiagnoseStart } from '../../../src/views/diagnose/protocol/messages';
import { azureAt } from '../../contract/support/azure';
import type { WalkClock } from './clock';
import type { Ledger } from './ledger';
import { Life } from './life';
import { Page } from './page';
import type { FormWorld, Subject } from './subjects';

/** What windows share. */
export interface Shared {
  readonly emulator: Emulator;
  readonly journal: JournalStorage;
  readonly clock: WalkClock;
  readonly ledger: Ledger;
}

export class Window {
  #life = new Life();
  #owner = randomUUID();
  #azure: Azure;
  #journal: JournalStorage;
  #store: EstateStore;
  /** Of the estate, when the tree began to read it last. */
  #readAt = -1;
  #closed: { readonly subject: Subject; readonly kept: Restored }[] = [];
  pages: Page[] = [];
  diagnoses: { readonly form: DiagnoseForm; readonly settled: () => Promise<void> }[] = [];
  readonly failures: unknown[] = [];

  constructor(
    readonly name: string,
    private readonly shared: Shared,
  ) {
    [this.#azure, this.#journal, this.#store] = this.#begun();
  }

  get owner(): string {
    return this.#owner;
  }

  get azure(): Azure {
    return this.#azure;
  }

  /** As the commands of the tree and the history see them. */
  async operations(): Promise<readonly KnownOperation[]> {
    const all = await journalledOperations(this.#journal, this.shared.clock, this.#owner).all();
    return all.filter((each) => each.state !== 'unreadable');
  }

  /** What the tree has, and whether it was read since anything changed. */
  async tree() {
    const estate = await this.#store.get();
    return { ...estate, isCurrent: this.#readAt === this.shared.emulator.estate.revision };
  }

  refresh(): void {
    this.#store.refresh();
  }

  /** Like the command: brings the page to the front that is about it, goes on with what was closed, or begins anew. */
  async open(subject: Subject): Promise<Page> {
    const there = this.pages.find((page) => isAbout(page, subject));
    if (there !== undefined) {
      await there.front();
      if (there.phase === 'plan') await there.preview();
      return there;
    }
    const index = this.#closed.findIndex((one) => isSame(one.subject, subject));
    const [kept] = this.#closed.splice(index, index < 0 ? 0 : 1);
    return this.#start(subject, kept?.kept);
  }

  async diagnose(start: DiagnoseStart): Promise<DiagnoseForm> {
    const waiting: (() => void)[] = [];
    const form = new DiagnoseForm(
      {
        azure: () => Promise.resolve(this.#azure),
        inventory: async () => (await this.#store.get()).inventory,
        outdated: () => {
          this.#store.refresh();
        },
        changed: () => {
          for (const tell of waiting.splice(0)) tell();
        },
      },
      start,
    );
    const isReading = () =>
      form.state.phase === 'reading' || (form.state.phase === 'done' && form.state.isReading);
    const settled = async () => {
      while (isReading()) await new Promise<void>((resolve) => waiting.push(resolve));
    };
    this.diagnoses.push({ form, settled });
    await settled();
    return form;
  }

  /** Its tab is closed: it goes on while it writes or has a failure to tell, else what was typed is kept. */
  close(page: Page): void {
    page.hasPanel = false;
    const { phase } = page;
    if (phase === 'applying' || phase === 'failed') return;
    if (phase !== 'done') this.#closed.push({ subject: page.subject, kept: page.form.saved() });
    this.drop(page);
  }

  drop(page: Page): void {
    page.form.dispose();
    this.pages = this.pages.filter((each) => each !== page);
  }

  /**
   * In good order what it holds is given back. After a crash it is held for as long as a lease lasts, and starting again takes
   * longer.
   */
  async reload(inGoodOrder: boolean, starting: () => Promise<void>): Promise<void> {
    const { journal, clock } = this.shared;
    const open = this.pages.filter(({ hasPanel }) => hasPanel);
    const kept = open.map(({ subject, form }) => ({ subject, kept: form.saved() }));
    if (inGoodOrder) await releaseLeases(journal, clock, this.#owner);
    this.#life.end();
    this.#store.dispose();
    if (!inGoodOrder) await starting();
    this.#life = new Life();
    this.#owner = randomUUID();
    this.#closed = [];
    this.pages = [];
    this.diagnoses = [];
    [this.#azure, this.#journal, this.#store] = this.#begun();
    for (const { subject, kept: restored } of kept) await this.#start(subject, restored);
  }

  dispose(): void {
    for (const { form } of this.pages) form.dispose();
    for (const { form } of this.diagnoses) form.dispose();
    this.#life.end();
    this.#store.dispose();
  }

  #begun(): [Azure, JournalStorage, EstateStore] {
    const { emulator, journal } = this.shared;
    const life = this.#life;
    const azure = life.of<Azure>(azureAt(emulator.url));
    const inventory: Azure['inventory'] = (...asked) => {
      this.#readAt = emulator.estate.revision;
      return azure.inventory(...asked);
    };
    const settings = {
      cloud: clouds.public,
      emulatorEndpoint: emulator.url,
      signIn: 'vscode',
      tenant: undefined,
      subscriptions: [],
      hiddenDirectories: [],
    } as const;
    const keptNowhere = {
      read: () => Promise.resolve(undefined),
      keep: () => Promise.resolve(),
      forget: () => Promise.resolve(),
    };
    const store = createEstateStore({ ...azure, inventory }, () => settings, keptNowhere);
    return [azure, life.of(journal), store];
  }

  async #start(subject: Subject, kept?: Restored): Promise<Page> {
    const page = new Page(subject, this.#life, (one, changed) => this.#worldOf(one, changed), kept);
    this.pages.push(page);
    await page.settled();
    return page;
  }

  #worldOf(page: Page, changed: () => void): FormWorld {
    const { emulator, ledger, clock } = this.shared;
    const life = this.#life;
    const itself = azureAt(emulator.url);
    const writer = {
      write: ledger.write(
        () => page.form.operationId(),
        (resourceId, request, progress, signal) =>
          itself.write(resourceId, request, life.told(progress), signal),
      ),
    };
    const azure = page.held({ ...this.#azure, write: (...sent) => life.of(writer).write(...sent) });
    return {
      azure: () => Promise.resolve(azure),
      inventory: async () => (await this.#store.get()).inventory,
      newId: randomUUID,
      changed,
      written: () => {
        this.#store.refresh();
      },
      log: (error) => this.failures.push(error),
      journal: this.#journal,
      clock: life.of(clock),
      owner: this.#owner,
    };
  }
}

function isAbout(page: Page, subject: Subject): boolean {
  const isOpen = page.phase !== 'done' || subject.form === 'link' || subject.form === 'makePrivate';
  return (isOpen && isSame(page.subject, subject)) || isWriting(page, subject);
}

function isSame(a: Subject, b: Subject): boolean {
  return JSON.stringify(a).toLowerCase() === JSON.stringify(b).toLowerCase();
}

/** A link form that writes to the registry and one of the clusters. */
function isWriting({ phase, subject: own }: Page, subject: Subject): boolean {
  if (phase !== 'applying' || own.form !== 'link' || subject.form !== 'link') return false;
  const { registryId = '', clusterIds } = subject.parties;
  return (
    sameId(own.parties.registryId ?? '', registryId) &&
    clusterIds.some((id) => own.parties.clusterIds.some((other) => sameId(other, id)))
  );
}
