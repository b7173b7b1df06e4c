import type { WriteProgress } from '../../../src/provisioning/ports';

/** What a window is until it is closed, reloaded or crashes: after that nothing of it is heard any more. */
export class Life {
  #isOver = false;
  #end: () => void = () => undefined;
  /** Resolves at the end. */
  readonly ended = new Promise<void>((resolve) => {
    this.#end = resolve;
  });

  get isOver(): boolean {
    return this.#isOver;
  }

  end(): void {
    this.#isOver = true;
    this.#end();
  }

  /** A port as the window has it: what it sent before its end Azure does all the same, and nobody hears of it. */
  of<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => this.#heard(() => Reflect.apply(member, target, args) as unknown);
      },
    });
  }

  /** What a write tells as it goes on: after the end nobody listens, and nothing is sent again. */
  told(progress: WriteProgress): WriteProgress {
    const { mayResend } = progress;
    return {
      accepted: (token) => Promise.race([progress.accepted(token), this.ended]),
      status: (text) => {
        progress.status(text);
      },
      retrying: (...retry) => {
        progress.retrying(...retry);
      },
      ...(mayResend && { mayResend: () => Promise.race([mayResend(), this.ended.then(() => false)]) }),
    };
  }

  #heard(work: () => unknown): unknown {
    if (this.#isOver) return unheard();
    const answer = work();
    if (!(answer instanceof Promise)) return answer;
    return answer.then(
      (value: unknown) => (this.#isOver ? unheard() : value),
      (error: unknown) => {
        if (this.#isOver) return unheard();
        throw error;
      },
    );
  }
}

function unheard(): Promise<never> {
  return new Promise(() => undefined);
}
