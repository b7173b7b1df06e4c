/** The state of one page, without VS Code: choose, run, and what came of it. */
import { t } from '@vscode/l10n';
import { failureFrom } from '../../platform/failures';
import type { CommandTarget } from '../../provisioning';
import type { Leftover } from '../../verifying/leftovers';
import { cleanLeftover, lookInside } from '../../verifying/look';
import { isRunId, newRunId } from '../../verifying/runId';
import { verify } from '../../verifying/verify';
import { wanted, withChoice, type Choices } from './choices';
import type { FieldId } from './protocol';
import type { SavedVerify } from './protocol/messages';
import { pinned, readSubject, type VerifyAzure } from './reading';
import type { State, VerifyDeps, VerifyStart } from './verifyState';
import { withAdvice } from './withAdvice';

export class VerifyForm {
  #state: State = { phase: 'reading' };
  #choices: Choices;
  leftovers: readonly Leftover[] = [];
  /** Why the image is named by a tag. */
  imageNote: string | undefined;
  /** What is being done besides, in words. */
  busy: string | undefined;
  cancelling = false;
  /** Of the last edit that is in it. */
  edit = 0;
  /** Resolves when what can be chosen was read for the first time, or can't be. */
  readonly opened: Promise<void>;
  readonly #life = new AbortController();
  #run: AbortController | undefined;
  #enough = new AbortController();
  /** A run of an earlier window, whose pods nobody else cleans. */
  #interrupted: SavedVerify['running'];

  constructor(
    private readonly deps: VerifyDeps,
    readonly start: VerifyStart,
  ) {
    const { image = '', namespace = 'default', running } = start;
    this.#choices = { image, namespace, unticked: new Set(), namespaces: [] };
    this.#interrupted = running;
    this.opened = this.#read();
  }

  get state(): State {
    return this.#state;
  }

  get choices(): Choices {
    return this.#choices;
  }

  get saved(): SavedVerify {
    const { registryId, clusterId } = this.start;
    const { image, namespace } = this.#choices;
    const running = this.#state.phase === 'running' ? this.#state.verification.request : this.#interrupted;
    return {
      registryId,
      clusterId,
      image,
      namespace,
      ...(running && { running: { runId: running.runId, namespace: running.namespace } }),
    };
  }

  /** Everything that a run needs is chosen and can be used. */
  get startable(): boolean {
    const { phase } = this.#state;
    return (
      phase === 'ready' && this.busy === undefined && wanted(this.#choices, this.#state.subject) !== undefined
    );
  }

  /** What runs is ended as by Cancel: what was created is deleted all the same. */
  dispose(): void {
    this.#life.abort();
    this.#run?.abort();
  }

  /** Reads again after a refusal. */
  async retry(): Promise<void> {
    if (this.#state.phase !== 'refused') return;
    this.deps.refresh();
    await this.#read();
  }

  take(field: FieldId, scope: string, value: string, edit: number): void {
    this.edit = Math.max(this.edit, edit);
    // As in every form, no field means the blanks around a text.
    this.#choices = withChoice(this.#choices, field, scope, value.trim());
    this.deps.changed();
  }

  /** Takes over an image that was chosen elsewhere, unless a run is on. */
  offer(image: string): void {
    if (this.#state.phase === 'running') return;
    this.again();
    this.take('image', '', image, 0);
  }

  /** Rejects with a failure for which the page has no place. */
  async chooseImage(): Promise<void> {
    try {
      const chosen = await this.deps.chooseImage(this.start.registryId);
      if (chosen !== undefined) this.take('image', '', chosen, 0);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Reads namespaces and what earlier runs left, by a command in the cluster. */
  async look(): Promise<void> {
    await this.#inCluster(t('Reading the cluster’s namespaces…'), async (target, azure) => {
      const { namespaces, leftovers } = await lookInside(target, this.#ports(azure), this.#life.signal);
      this.#choices = { ...this.#choices, namespaces };
      this.leftovers = leftovers;
    });
  }

  async clean(runId: string): Promise<void> {
    const leftover = this.leftovers.find((one) => one.runId === runId);
    if (leftover === undefined) return;
    await this.#inCluster(t('Deleting the pods of an earlier run…'), async (target, azure) => {
      const left = await cleanLeftover(target, leftover, this.#ports(azure), this.#life.signal);
      this.leftovers = this.leftovers.flatMap((one) =>
        one.runId !== runId ? [one] : left.length > 0 ? [{ ...one, pods: left }] : [],
      );
    });
  }

  async run(): Promise<void> {
    const { state } = this;
    if (state.phase !== 'ready' || this.busy !== undefined) return;
    const { subject } = state;
    // What is typed from now on is for the next run.
    const request = wanted(this.#choices, subject);
    if (request === undefined) return;
    this.#run = new AbortController();
    this.#enough = new AbortController();
    this.cancelling = false;
    const { signal } = this.#run;
    try {
      this.busy = t('Getting the image’s digest from the registry…');
      this.deps.changed();
      const azure = await this.deps.azure();
      const { image, note } = await pinned(request.image, subject.registry, azure, signal);
      signal.throwIfAborted();
      this.busy = undefined;
      this.imageNote = note;
      const all = { ...request, runId: newRunId(), image };
      const verification = await verify(
        all,
        this.#ports(azure),
        signal,
        (now) => {
          this.#set({ phase: 'running', subject, verification: now });
        },
        this.#enough.signal,
      );
      this.leftovers = verification.leftovers;
      const advised = await withAdvice(
        verification,
        this.start,
        subject,
        this.deps,
        this.#life.signal,
        () => {
          this.busy = t('Checking what is missing between registry and cluster…');
          this.deps.changed();
        },
      );
      this.busy = undefined;
      this.#set({ phase: 'done', subject, verification: advised });
    } catch (error) {
      this.busy = undefined;
      this.#set({ phase: 'ready', subject, ...(signal.aborted ? {} : { failure: failureFrom(error) }) });
    }
  }

  get stoppedWaiting(): boolean {
    return this.#enough.signal.aborted;
  }

  /** Looks once more, and judges by what is known then. */
  stopWaiting(): void {
    if (this.#state.phase !== 'running') return;
    this.#enough.abort();
    this.deps.changed();
  }

  /** What was created is deleted all the same. */
  cancel(): void {
    const isBeginning = this.#state.phase === 'ready' && this.busy !== undefined;
    if (this.#state.phase !== 'running' && !isBeginning) return;
    this.cancelling = true;
    this.#run?.abort();
    this.deps.changed();
  }

  /** Back to the choices. */
  again(): void {
    const { state } = this;
    if (state.phase === 'done') this.#set({ phase: 'ready', subject: state.subject });
  }

  /** Registry and cluster, and whether commands can be run there at all. */
  async #read(): Promise<void> {
    this.#set({ phase: 'reading' });
    try {
      const [azure, inventory] = await Promise.all([this.deps.azure(), this.deps.inventory()]);
      const subject = await readSubject(this.start, inventory, azure, this.#life.signal);
      this.#takeInterrupted();
      this.#set({ phase: 'ready', subject });
    } catch (error) {
      this.#set({ phase: 'refused', failure: failureFrom(error) });
    }
  }

  async #inCluster(
    words: string,
    work: (target: CommandTarget, azure: VerifyAzure) => Promise<void>,
  ): Promise<void> {
    const { state } = this;
    if ((state.phase !== 'ready' && state.phase !== 'done') || this.busy !== undefined) return;
    this.busy = words;
    this.#set({ ...state, failure: undefined });
    try {
      await work(state.subject.target, await this.deps.azure());
      this.busy = undefined;
      this.deps.changed();
    } catch (error) {
      this.busy = undefined;
      this.#fail(error);
    }
  }

  #ports(azure: VerifyAzure) {
    return { commands: azure, clock: this.deps.clock };
  }

  #takeInterrupted(): void {
    const interrupted = this.#interrupted;
    this.#interrupted = undefined;
    if (interrupted === undefined || !isRunId(interrupted.runId)) return;
    this.leftovers = [{ ...interrupted, pods: [], createdAt: undefined }];
  }

  /** On the page, which stays as it is; where that has no place for it, the caller is told. */
  #fail(error: unknown): void {
    const { state } = this;
    if (state.phase !== 'ready' && state.phase !== 'done') throw error;
    this.#set({ ...state, failure: failureFrom(error) });
  }

  #set(state: State): void {
    this.#state = state;
    this.deps.changed();
  }
}
