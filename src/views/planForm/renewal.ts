/** What a form shows of Azure besides fields and plan: read again after something was written, and on coming back. */
import type { FormDeps } from './formDeps';
import type { FormKind, FormTypes } from './formKind';

export class Renewal<T extends FormTypes> {
  readonly #life = new AbortController();
  #underWay: Promise<void> = Promise.resolve();

  constructor(
    private readonly kind: Pick<FormKind<T>, 'renew'>,
    private readonly deps: Pick<FormDeps, 'changed' | 'log'>,
  ) {}

  /** What couldn't be read again is shown as it was, with the time of that. */
  renew(after: 'writing' | 'return'): void {
    const { kind, deps } = this;
    if (kind.renew === undefined) return;
    const { signal } = this.#life;
    this.#underWay = kind
      .renew(signal, after)
      .catch((error: unknown) => {
        if (!signal.aborted) deps.log(error);
      })
      .then(() => {
        if (!signal.aborted) deps.changed();
      });
    deps.changed();
  }

  /** Resolves when what is being read is. */
  settled(): Promise<void> {
    return this.#underWay;
  }

  stop(): void {
    this.#life.abort();
  }
}
