/** The page that shows both stages and who pulls, and on which the next stage is chosen. */
import { t } from '@vscode/l10n';
import type { Failure } from '../../model/failure';
import type { PublicAccessObserved } from '../../provisioning';
import type { Choosing, Taken } from '../planForm/formKind';
import { problemOf } from '../planForm/problems';
import type { Phase } from '../planForm/protocol';
import type { MakePrivateTypes } from './makePrivateTypes';
import type { OverviewView, Stage } from './protocol';
import type { OverviewMessage } from './protocol/messages';
import { pullersView } from './pullersView';
import { hasEndpoint } from './stages';

/** Milliseconds: going back and forth between two tabs reads nothing. */
const freshFor = 2000;

export class Overview implements Choosing<MakePrivateTypes> {
  /** What was read last; undefined until then. */
  #observed: PublicAccessObserved | undefined;
  #readAt: number | undefined;
  /** Readings under way. */
  #reading = 0;
  #stage: Stage | undefined;

  constructor(
    private readonly registryId: string,
    private readonly read: (signal: AbortSignal) => Promise<PublicAccessObserved>,
    private readonly now: () => number,
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

  get observed(): PublicAccessObserved | undefined {
    return this.#observed;
  }

  set observed(observed: PublicAccessObserved | undefined) {
    this.#observed = observed;
    this.#readAt = observed && this.now();
  }

  /** When it was read, in milliseconds since the epoch; undefined where it hasn't been yet. */
  get readAt(): number | 'reading' | undefined {
    return this.#reading > 0 ? 'reading' : this.#readAt;
  }

  /** It was read before this moment's clicks, so that it is worth reading again. */
  get isOld(): boolean {
    return this.#reading === 0 && this.now() - (this.#readAt ?? 0) > freshFor;
  }

  async list(signal: AbortSignal): Promise<void> {
    this.#reading += 1;
    try {
      this.observed = await this.read(signal);
    } finally {
      this.#reading -= 1;
    }
  }

  view(failure: Failure | undefined): OverviewView {
    return {
      phase: 'choosing',
      pullers: this.observed && pullersView(this.registryId, this.observed),
      mayClose: hasEndpoint(this.observed),
      problem: failure && problemOf(failure, t('Try again')),
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
