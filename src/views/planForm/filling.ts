/** The fields of a form: what was read and proposed, what the user made of it, and what was kept over a reload. */
import { errorsOf } from './fields';
import type { Edit, FormKind, FormTypes, Reading } from './formKind';
import { hadPlan, type Restored } from './formState';
import type { SavedDraft } from './protocol';
import type { SectionView } from './protocol/fields';

export class Filling<T extends FormTypes> {
  #filled: T['filled'] | undefined;
  #isWritten = false;
  /** Highest number of the edits that are in it. */
  #edit = 0;

  constructor(
    private readonly kind: FormKind<T>,
    private restored: Restored | undefined,
  ) {}

  /** Undefined until everything is read. */
  get filled(): T['filled'] | undefined {
    return this.#filled;
  }

  get edit(): number {
    return this.#edit;
  }

  /**
   * What is kept over a reload and for the next opening. Only what the user changed: the rest is proposed anew, for what is
   * there and set then. Once something may have been written every value, because the same things are meant from then on.
   */
  get draft(): SavedDraft | undefined {
    if (this.#filled === undefined) return this.restored?.draft;
    return this.kind.kept(this.#filled, this.#isWritten ? 'all' : 'changes');
  }

  /** Something may have been written for the fields as they are. */
  written(): void {
    this.#isWritten = true;
  }

  get sections(): readonly SectionView[] {
    return this.#filled === undefined ? [] : this.kind.sections(this.#filled);
  }

  get hasErrors(): boolean {
    return errorsOf(this.sections) > 0;
  }

  /** A plan was shown before the reload from which the form has yet to be filled. */
  get awaitsPlan(): boolean {
    return hadPlan(this.restored?.phase);
  }

  /** Reads and proposes, with what was kept; rejects with FailureError. */
  async fill(signal: AbortSignal): Promise<void> {
    const filled = await this.kind.fill(signal);
    signal.throwIfAborted();
    const { draft } = this.restored ?? {};
    this.#filled = draft === undefined ? filled : this.kind.restore(filled, draft);
    this.restored = undefined;
  }

  /** Forgets what was filled in, but for the draft. */
  empty(draft: SavedDraft | undefined): void {
    this.restored = draft && { draft };
    this.#filled = undefined;
  }

  /** Whether the edit is taken. No field means the blanks around a text: a name or a range is often pasted with some. */
  take({ scope, field, value, edit }: Edit & { readonly edit: number }): boolean {
    const edited = this.#filled && this.kind.edit(this.#filled, { scope, field, value: value.trim() });
    if (edited === undefined) return false;
    this.#filled = edited;
    this.#edit = Math.max(this.#edit, edit);
    return true;
  }

  /** What has to be read for the choices of now. */
  get unread(): Reading<T['filled']> | undefined {
    return this.#filled && this.kind.unread?.(this.#filled);
  }

  /** What may have changed since the fields were filled. */
  get again(): Reading<T['filled']> | undefined {
    return this.#filled && this.kind.again?.(this.#filled);
  }

  async read(reading: Reading<T['filled']>, signal: AbortSignal): Promise<void> {
    const taking = await reading.read(signal);
    signal.throwIfAborted();
    if (this.#filled !== undefined) this.#filled = taking(this.#filled);
  }

  /** Reads everything that the fields name and plans anew; rejects with FailureError. */
  async plan(operationId: string, signal: AbortSignal): Promise<T['plan']> {
    if (this.#filled === undefined) throw new Error('A plan needs a filled form.');
    const { filled, plan } = await this.kind.plan(this.#filled, operationId, signal);
    signal.throwIfAborted();
    this.#filled = filled;
    return plan;
  }
}
