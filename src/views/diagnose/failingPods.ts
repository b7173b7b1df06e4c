/** Pods of a cluster that wait for images: asked for when the user says so, and told with where each leads. */
import { t } from '@vscode/l10n';
import { findFailingPulls, type FailingPull, type FailingPulls } from '../../diagnosis/failingPulls';
import { nameOf, type Pair } from '../../model/armId';
import { FailureError, type Failure } from '../../model/failure';
import { failureFrom } from '../../platform/failures';
import type { Azure, Inventory } from '../../provisioning';
import { failingPullsCommand } from '../../verifying/commandLines';
import { refusalOf, runCommandRights } from '../../verifying/refusals';
import { problemOf } from '../planForm/problems';
import type { FailingPullView, PodsView } from './protocol';

export interface FailingPodsDeps {
  readonly azure: () => Promise<Pick<Azure, 'readCommandTarget' | 'readRights' | 'runInCluster'>>;
  readonly inventory: () => Promise<Inventory>;
  readonly changed: () => void;
}

type State =
  | { readonly phase: 'asked' | 'running' }
  | { readonly phase: 'failed'; readonly failure: Failure }
  | {
      readonly phase: 'done';
      readonly found: FailingPulls;
      readonly registryIds: ReadonlyMap<string, string>;
    };

export class FailingPods {
  #state: State = { phase: 'asked' };
  readonly #life = new AbortController();

  constructor(
    private readonly clusterId: string,
    private readonly isWanted: boolean,
    private readonly deps: FailingPodsDeps,
  ) {}

  dispose(): void {
    this.#life.abort();
  }

  /** Runs the command, once at a time. Never rejects: what goes wrong is shown in its place. */
  async find(): Promise<void> {
    if (this.#state.phase === 'running') return;
    this.#set({ phase: 'running' });
    try {
      const { signal } = this.#life;
      const azure = await this.deps.azure();
      const [target, rights, { registries }] = await Promise.all([
        azure.readCommandTarget(this.clusterId, signal),
        azure.readRights(runCommandRights(this.clusterId), signal),
        this.deps.inventory(),
      ]);
      const refusal = refusalOf(target, rights);
      if (refusal !== undefined) throw new FailureError(refusal);
      const found = await findFailingPulls(target, azure, signal);
      const registryIds = new Map(registries.map(({ id, loginServer }) => [loginServer.toLowerCase(), id]));
      this.#set({ phase: 'done', found, registryIds });
    } catch (error) {
      if (!this.#life.signal.aborted) this.#set({ phase: 'failed', failure: failureFrom(error) });
    }
  }

  /** What the page shows as the one with this number, and the pair that it is about; undefined for none. */
  pull(index: number): { readonly pair: Pair; readonly pull: FailingPull } | undefined {
    const pull = this.#state.phase === 'done' ? this.#state.found.pulls[index] : undefined;
    const registryId = pull && this.#registryOf(pull);
    if (pull === undefined || registryId === undefined) return undefined;
    return { pair: { registryId, clusterId: this.clusterId }, pull };
  }

  get view(): PodsView {
    const state = this.#state;
    const found = state.phase === 'done' ? state.found : undefined;
    return {
      isWanted: this.isWanted,
      effects: [
        t`Runs one command in ${nameOf(this.clusterId)} with AKS run command, which also works with a private API server. AKS creates a pod for it in the namespace aks-command.`,
        t('Lists pods in all namespaces that are waiting for an image, and their events. Read-only.'),
        t('Runs as you in a cluster with Microsoft Entra ID, otherwise as a cluster administrator.'),
      ],
      command: failingPullsCommand(),
      isRunning: state.phase === 'running',
      problem: state.phase === 'failed' ? problemOf(state.failure, undefined) : undefined,
      pulls: found?.pulls.map((pull) => this.#pullView(pull)),
      notes: found === undefined ? [] : notesOf(found),
    };
  }

  #pullView(pull: FailingPull): FailingPullView {
    const { image, host, failure, pods } = pull;
    const isKnown = this.#registryOf(pull) !== undefined;
    return {
      image,
      message: failure.message,
      // What the diagnosis says is exacter.
      nextAction: isKnown ? undefined : failure.nextAction,
      pods: pods.map(({ namespace, name, node }) =>
        node === undefined ? `${namespace}/${name}` : t`${namespace}/${name} on ${node}`,
      ),
      leads: isKnown,
      note:
        isKnown || host === undefined
          ? undefined
          : t`${host} isn’t among the registries that could be read in the selected subscriptions.`,
    };
  }

  #registryOf({ host = '' }: FailingPull): string | undefined {
    return this.#state.phase === 'done' ? this.#state.registryIds.get(host) : undefined;
  }

  #set(state: State): void {
    this.#state = state;
    this.deps.changed();
  }
}

function notesOf({ isCut, eventsUnread }: FailingPulls): readonly string[] {
  return [
    ...(isCut ? [t('The output exceeds the AKS limit (512 kB), so not all pods are shown.')] : []),
    ...(eventsUnread === undefined
      ? []
      : [t`Events couldn’t be read, so causes may be missing: ${eventsUnread}`]),
  ];
}
