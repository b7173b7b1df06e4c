/** The plans of a form: each that is shown has a number, and stands for one operation. */
import type { AnyPlan } from '../../provisioning';
import type { Filling } from './filling';
import type { Engine, FormDeps } from './formDeps';
import type { FormTypes } from './formKind';
import type { ShownPlan } from './formState';

export class Planning<T extends FormTypes> {
  #acknowledged: ReadonlySet<string> = new Set();
  #operationId: string;
  /** Something may have been written under the operation's id: it stands for that journal, and for no other plan. */
  #isBegun: boolean;
  #revision = 0;

  /** `begun` is the operation that a form is restored with. */
  constructor(
    private readonly deps: FormDeps,
    private readonly engine: Engine,
    private readonly filling: Filling<T>,
    begun: string | undefined,
  ) {
    this.#operationId = begun ?? deps.newId();
    this.#isBegun = begun !== undefined;
    if (this.#isBegun) filling.written();
  }

  get operationId(): string {
    return this.#operationId;
  }

  /** Ids of hazards. */
  get acknowledged(): ReadonlySet<string> {
    return this.#acknowledged;
  }

  acknowledge(hazardId: string, on: boolean): void {
    const others = [...this.#acknowledged].filter((id) => id !== hazardId);
    this.#acknowledged = new Set(on ? [...others, hazardId] : others);
  }

  /** A plan for what the fields say; rejects with FailureError. */
  async plan(signal: AbortSignal): Promise<ShownPlan> {
    if (this.#isBegun) this.#operationId = this.deps.newId();
    this.#isBegun = false;
    return this.number(await this.filling.plan(this.#operationId, signal));
  }

  /** What is left of the form's operation, which was interrupted; rejects with FailureError. */
  async left(signal: AbortSignal): Promise<ShownPlan> {
    const world = { azure: await this.deps.azure(), journal: this.deps.journal };
    const plan = await this.engine.prepareResume(this.#operationId, world, signal);
    signal.throwIfAborted();
    this.#acknowledged = new Set();
    return { ...this.number(plan), resumes: true };
  }

  /** The plan of the same operation for the present state; rejects with FailureError. */
  async again(shown: ShownPlan, signal: AbortSignal): Promise<ShownPlan> {
    if (shown.resumes === true) {
      const acknowledged = this.#acknowledged;
      const left = await this.left(signal);
      this.#acknowledged = acknowledged;
      return left;
    }
    const plan = await this.filling.plan(this.#operationId, signal);
    signal.throwIfAborted();
    return this.number(plan);
  }

  /** What is written from now on is this operation's. */
  begin(): void {
    this.#isBegun = true;
    this.filling.written();
  }

  /** Something was written for the operation before this form was there. */
  goOnWith(operationId: string): void {
    this.#operationId = operationId;
    this.begin();
  }

  number(plan: AnyPlan): ShownPlan {
    this.#revision += 1;
    return { plan, revision: this.#revision };
  }
}
