/** The page that shows both stages and who pulls, and on which the next stage is chosen. */
import type { Failure } from '../../model/failure';
import type { PublicAccessObserved } from '../../provisioning';
import type { Choosing, Taken } from '../planForm/formKind';
import { problemOf } from '../planForm/problems';
import type { Phase } from '../planForm/protocol';
import type { MakePrivateTypes } from './makePrivateTypes';
import type { OverviewMessage, OverviewView, Stage } from './protocol';
import { pullersView } from './pullersView';
import { hasEndpoint } from './stages';

export class Overview implements Choosing<MakePrivateTypes> {
  /** What was read last; undefined until then. */
  observed: PublicAccessObserved | undefined;
  #stage: Stage | undefined;

  constructor(
    private readonly registryId: string,
    private readonly read: (signal: AbortSignal) => Promise<PublicAccessObserved>,
    stage: Stage | undefined,
  ) {
    this.#stage = stage;
  }

  get stage(): Stage | undefined {
    return this.#stage;
  }

  get over(): boolean {
    return this.#stage !== undefined;
  }

  async list(signal: AbortSignal): Promise<void> {
    this.observed = await this.read(signal);
  }

  view(failure: Failure | undefined): OverviewView {
    return {
      phase: 'choosing',
      pullers: this.observed && pullersView(this.registryId, this.observed),
      mayClose: hasEndpoint(this.observed),
      problem: failure && problemOf(failure, 'Try again'),
    };
  }

  take(message: OverviewMessage, phase: Phase): Taken | undefined {
    if (phase === 'applying') return undefined;
    if (message.type === 'stage') {
      this.#stage = message.stage;
      return { then: 'begin' };
    }
    this.#stage = undefined;
    // What was read is out of date as soon as something may have been done.
    this.observed = undefined;
    return { then: 'refill', draft: undefined };
  }
}
