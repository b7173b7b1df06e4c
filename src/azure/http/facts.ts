import { distinctIds, idKey } from '../../model/armId';
import { FailureError, type Failure } from '../../model/failure';
import type { Fact, Facts } from '../../provisioning';
import { missingRight } from './armFailures';
import type { Clients } from './clients';
import { failureOf } from './failures';

/** The reads of one observation, or of several that share them: what was begun, and whether any of them got an answer. */
export class Reads {
  /** ISO 8601 instant at which reading began. */
  readonly at = new Date().toISOString();
  private answered = false;
  private unreachable: Failure | undefined;
  private readonly begun = new Map<string, Promise<unknown>>();

  constructor(
    readonly clients: Clients,
    readonly signal: AbortSignal,
  ) {}

  /**
   * What a read says about its thing: known, absent (404), or unreadable with the reason. Rejects with FailureError
   * where the reason has nothing to do with the thing: cancelled, not signed in, or a bug.
   */
  async fact<T>(read: Promise<T>, id?: string): Promise<Fact<T>> {
    try {
      const value = await read;
      this.answered = true;
      return { state: 'known', value };
    } catch (error) {
      const failure = failureOf(error, id, this.signal);
      if (failure.code.startsWith('network.')) this.unreachable ??= failure;
      else this.answered = true;
      return factOfFailure(failure);
    }
  }

  /** Reads each thing once; `what` says what is made of it, and is always the same for one type. */
  once<T>(what: string, id: string, read: () => Promise<T>): Promise<T> {
    const key = `${what} ${idKey(id)}`;
    const begun = (this.begun.get(key) as Promise<T> | undefined) ?? read();
    this.begun.set(key, begun);
    return begun;
  }

  /** Throws FailureError if Azure could not be reached for any of the reads: then none of the facts says anything. */
  refuseSilence(): void {
    if (!this.answered && this.unreachable) throw new FailureError(this.unreachable);
  }
}

/** What each thing is, read once however many ask for it. */
export async function observeEach<T>(
  reads: Reads,
  what: string,
  ids: readonly string[],
  observe: (id: string) => Promise<Fact<T>>,
): Promise<Facts<T>> {
  return facts(distinctIds(ids).map((id) => [id, reads.once(what, id, () => observe(id))] as const));
}

/** Facts by key once all of them are there, in the order given. */
export async function facts<T>(reads: readonly (readonly [string, Promise<Fact<T>>])[]): Promise<Facts<T>> {
  const entries = reads.map(async ([id, fact]) => [idKey(id), await fact] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** The fact about something that is made of what is known. */
export function mapFact<T, U>(fact: Fact<T>, make: (value: T) => U): Fact<U> {
  return fact.state === 'known' ? { state: 'known', value: make(fact.value) } : fact;
}

function factOfFailure(failure: Failure): Fact<never> {
  if (endsEverything(failure)) throw new FailureError(failure);
  // A subscription that isn't visible is answered with 404 too, but says nothing about what is in it.
  const { azure } = failure;
  if (azure?.status === 404 && !azure.code.includes('Subscription')) return { state: 'absent' };
  return unreadable(failure);
}

function unreadable(failure: Failure): Fact<never> & { readonly state: 'unreadable' } {
  const right = failure.azure && missingRight(failure.azure);
  return {
    state: 'unreadable',
    reason: failure.message,
    ...(failure.kind === 'transient' ? { isTransient: true as const } : {}),
    ...(right ? { missingAction: right.action, scope: right.scope } : {}),
  };
}

function endsEverything({ kind, code }: Failure): boolean {
  return kind === 'cancelled' || code.startsWith('signIn.') || code === 'defect';
}
