/** The state of one panel, without VS Code: choose, run, and what came of it. */
import { isFailureError, type Failure } from '../../model/failure';
import { sameId } from '../../model/armId';
import type { Inventory } from '../../provisioning/inventory';
import type { ObservedCluster, ObservedRegistry } from '../../provisioning/observed';
import type { Azure, Clock, CommandTarget } from '../../provisioning/ports';
import type { Leftover } from '../../verifying/leftovers';
import { namespaceProblem } from '../../verifying/names';
import { poolOffers } from '../../verifying/pools';
import { refusalOf, runCommandRights } from '../../verifying/refusals';
import { isRunId, newRunId } from '../../verifying/runId';
import { parseTestImage, type TestImage } from '../../verifying/testImage';
import type { Verification } from '../../verifying/verification';
import { cleanLeftover, lookInside } from '../../verifying/look';
import { verify } from '../../verifying/verify';
import type { FieldId, SavedVerify } from './protocol';

export type VerifyAzure = Pick<Azure, 'readCommandTarget' | 'runInCluster' | 'readRights' | 'images'>;

export interface VerifyDeps {
  readonly azure: () => Promise<VerifyAzure>;
  readonly inventory: () => Promise<Inventory>;
  readonly clock: Clock;
  /** Lets the user choose from what the registry has; the image as text, undefined when the user turned away. */
  readonly chooseImage: (registryId: string) => Promise<string | undefined>;
  readonly changed: () => void;
}

/** What the form is about, and what is known of the user's wishes. */
export type VerifyStart = Pick<SavedVerify, 'registryId' | 'clusterId'> & Partial<SavedVerify>;

/** What was read of Azure before anything can be chosen. */
export interface Subject {
  readonly registry: ObservedRegistry;
  readonly cluster: ObservedCluster;
  readonly target: CommandTarget;
}

export type State =
  | { readonly phase: 'reading' }
  | { readonly phase: 'refused'; readonly failure: Failure }
  | { readonly phase: 'ready'; readonly subject: Subject; readonly failure?: Failure }
  | { readonly phase: 'running'; readonly subject: Subject; readonly verification: Verification }
  | { readonly phase: 'done'; readonly subject: Subject; readonly verification: Verification };

export class VerifyForm {
  state: State = { phase: 'reading' };
  image: string;
  namespace: string;
  /** Pools that are not to be asked. */
  readonly unticked = new Set<string>();
  namespaces: readonly string[] = [];
  leftovers: readonly Leftover[] = [];
  /** Why the image is named by a tag. */
  imageNote: string | undefined;
  /** What is being done besides, in words. */
  busy: string | undefined;
  cancelling = false;
  /** Of the last edit that is in it. */
  edit = 0;
  readonly #life = new AbortController();
  #run: AbortController | undefined;
  #interrupted: SavedVerify['running'];

  constructor(
    private readonly deps: VerifyDeps,
    readonly start: VerifyStart,
  ) {
    this.image = start.image ?? '';
    this.namespace = start.namespace ?? 'default';
    this.#interrupted = start.running;
    void this.read();
  }

  get saved(): SavedVerify {
    const { registryId, clusterId } = this.start;
    const { state } = this;
    return {
      registryId,
      clusterId,
      image: this.image,
      namespace: this.namespace,
      ...(state.phase === 'running'
        ? {
            running: {
              runId: state.verification.request.runId,
              namespace: state.verification.request.namespace,
            },
          }
        : {}),
    };
  }

  /** What runs is ended as by Cancel: what was created is deleted all the same. */
  dispose(): void {
    this.#life.abort();
    this.#run?.abort();
  }

  /** Reads registry and cluster, and whether commands can be run there at all. */
  async read(): Promise<void> {
    this.#set({ phase: 'reading' });
    try {
      const [azure, inventory] = await Promise.all([this.deps.azure(), this.deps.inventory()]);
      const { registryId, clusterId } = this.start;
      const registry = inventory.registries.find(({ id }) => sameId(id, registryId));
      const cluster = inventory.clusters.find(({ id }) => sameId(id, clusterId));
      if (registry === undefined || cluster === undefined) {
        this.#set({ phase: 'refused', failure: notThere(registry === undefined ? registryId : clusterId) });
        return;
      }
      const signal = this.#life.signal;
      const [target, rights] = await Promise.all([
        azure.readCommandTarget(clusterId, signal),
        azure.readRights(runCommandRights(clusterId), signal),
      ]);
      const failure = refusalOf(target, rights);
      if (failure !== undefined) {
        this.#set({ phase: 'refused', failure });
        return;
      }
      this.#takeInterrupted();
      this.#set({ phase: 'ready', subject: { registry, cluster, target } });
    } catch (error) {
      this.#set({ phase: 'refused', failure: failureOf(error) });
    }
  }

  take(field: FieldId, scope: string, value: string, edit: number): void {
    this.edit = Math.max(this.edit, edit);
    if (field === 'image') this.image = value;
    else if (field === 'namespace') this.namespace = value;
    else if (value === 'true') this.unticked.delete(scope);
    else this.unticked.add(scope);
    this.deps.changed();
  }

  /** The image as it stands, or why it can't be used; undefined before the registry is known. */
  get parsedImage(): ReturnType<typeof parseTestImage> | undefined {
    const { state } = this;
    return 'subject' in state ? parseTestImage(this.image, state.subject.registry.loginServer) : undefined;
  }

  get namespaceError(): string | undefined {
    const problem = namespaceProblem(this.namespace);
    if (problem !== undefined || this.namespaces.length === 0) return problem;
    return this.namespaces.includes(this.namespace)
      ? undefined
      : 'The cluster has no such namespace, and none is created.';
  }

  get pools(): readonly string[] {
    const { state } = this;
    if (!('subject' in state)) return [];
    return poolOffers(state.subject.target).flatMap(({ pool, left }) =>
      left === undefined && !this.unticked.has(pool.name) ? [pool.name] : [],
    );
  }

  /** The image to ask for, where everything that was chosen can be used. */
  get startable(): TestImage | undefined {
    const image = this.parsedImage;
    const isFine = this.namespaceError === undefined && this.pools.length > 0 && this.busy === undefined;
    return image === undefined || 'problem' in image || !isFine ? undefined : image;
  }

  async chooseImage(): Promise<void> {
    try {
      const chosen = await this.deps.chooseImage(this.start.registryId);
      if (chosen === undefined) return;
      this.image = chosen;
      this.deps.changed();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Reads namespaces and what earlier runs left, by a command in the cluster. */
  async look(): Promise<void> {
    await this.#inCluster('Reading the cluster’s namespaces…', async (target, azure) => {
      const found = await lookInside(target, this.#ports(azure), this.#life.signal);
      this.namespaces = found.namespaces;
      this.leftovers = found.leftovers;
    });
  }

  async clean(runId: string): Promise<void> {
    const leftover = this.leftovers.find((one) => one.runId === runId);
    if (leftover === undefined) return;
    await this.#inCluster('Deleting what an earlier run left…', async (target, azure) => {
      const left = await cleanLeftover(target, leftover, this.#ports(azure), this.#life.signal);
      this.leftovers = this.leftovers.flatMap((one) =>
        one.runId !== runId ? [one] : left.length > 0 ? [{ ...one, pods: left }] : [],
      );
    });
  }

  async run(): Promise<void> {
    const { state } = this;
    const image = this.startable;
    if (state.phase !== 'ready' || image === undefined) return;
    const { subject } = state;
    this.#run = new AbortController();
    this.cancelling = false;
    const { signal } = this.#run;
    try {
      this.busy = 'Asking the registry for the image’s digest…';
      this.deps.changed();
      const azure = await this.deps.azure();
      const pinned = await this.#pinned(image, azure, subject.registry, signal);
      this.busy = undefined;
      if (signal.aborted) {
        this.deps.changed();
        return;
      }
      const request = {
        runId: newRunId(),
        target: subject.target,
        image: pinned,
        namespace: this.namespace,
        pools: this.pools,
      };
      const verification = await verify(request, this.#ports(azure), signal, (now) => {
        this.#set({ phase: 'running', subject, verification: now });
      });
      this.leftovers = verification.leftovers;
      this.#set({ phase: 'done', subject, verification });
    } catch (error) {
      this.busy = undefined;
      this.#set({ phase: 'ready', subject, failure: failureOf(error) });
    }
  }

  /** What was created is deleted all the same. */
  cancel(): void {
    if (this.#run === undefined) return;
    this.cancelling = true;
    this.#run.abort();
    this.deps.changed();
  }

  /** Back to the choices. */
  again(): void {
    const { state } = this;
    if (state.phase === 'done') this.#set({ phase: 'ready', subject: state.subject });
  }

  /** By digest where the registry tells it, because a tag may be moved while the nodes pull. */
  async #pinned(
    image: TestImage,
    azure: VerifyAzure,
    { loginServer, roleAssignmentMode }: ObservedRegistry,
    signal: AbortSignal,
  ): Promise<TestImage> {
    this.imageNote = undefined;
    const { repository, tag, digest } = image;
    if (digest !== undefined || tag === undefined) return image;
    const answer = await azure.images.digestOf({ loginServer, roleAssignmentMode }, repository, tag, signal);
    if (answer.kind === 'found') return { ...image, digest: answer.digest };
    this.imageNote = `Named by its tag, because the digest could not be read from here: ${answer.failure.message}`;
    return image;
  }

  async #inCluster(
    words: string,
    work: (target: CommandTarget, azure: VerifyAzure) => Promise<void>,
  ): Promise<void> {
    const { state } = this;
    if ((state.phase !== 'ready' && state.phase !== 'done') || this.busy !== undefined) return;
    this.busy = words;
    this.deps.changed();
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

  /** A window that was reloaded in the middle of a run has left its pods, which nobody else cleans. */
  #takeInterrupted(): void {
    const interrupted = this.#interrupted;
    this.#interrupted = undefined;
    if (interrupted === undefined || !isRunId(interrupted.runId)) return;
    this.leftovers = [{ ...interrupted, pods: [], createdAt: undefined }];
  }

  #fail(error: unknown): void {
    const { state } = this;
    if ('subject' in state) this.#set({ phase: 'ready', subject: state.subject, failure: failureOf(error) });
  }

  #set(state: State): void {
    this.state = state;
    this.deps.changed();
  }
}

function failureOf(error: unknown): Failure {
  if (isFailureError(error)) return error.failure;
  return {
    code: 'defect',
    kind: 'defect',
    message: `Something unexpected happened: ${error instanceof Error ? error.message : String(error)}`,
    nextAction: 'Try again; if it stays, report it with the log.',
  };
}

function notThere(resourceId: string): Failure {
  return {
    code: 'verify.notThere',
    kind: 'user',
    message: 'It is not among what the chosen subscriptions show.',
    nextAction: 'Refresh the view, or select its subscription.',
    resourceId,
  };
}
