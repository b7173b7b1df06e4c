/** A page of a walk: a form, with the panel that shows it or without one. */
import type { Azure } from '../../../src/provisioning/ports';
import { formOf, type FormWorld, type Subject, type WalkForm } from './subjects';
import type { Restored } from '../../../src/views/planForm/formState';
import type { Life } from './life';

/** Something that happens in the middle of a page's work, which waits for it. */
interface Interruption {
  /** Looks at things that come before. */
  left: number;
  readonly happen: () => Promise<void>;
}

export class Page {
  readonly form: WalkForm;
  hasPanel = true;
  /** Somebody has chosen something. */
  isEdited = false;
  #changed: (() => void)[] = [];
  #interruption: Interruption | undefined;
  #isHeld: Promise<void> | undefined;
  #edits = 0;
  /** Requests under way. */
  #asking = 0;

  constructor(
    readonly subject: Subject,
    private readonly life: Life,
    world: (page: Page, changed: () => void) => FormWorld,
    kept?: Restored,
  ) {
    const changed = () => {
      for (const tell of this.#changed.splice(0)) tell();
    };
    this.form = formOf(subject, world(this, changed), kept);
  }

  get phase() {
    return this.form.state().phase;
  }

  /** What happens in the middle of it has yet to end: until then it goes no further. */
  get isHeld(): boolean {
    return this.#isHeld !== undefined;
  }

  /** Resolves when nothing is under way any more, but for waiting for somebody's approval. */
  async settled(): Promise<void> {
    if (this.isHeld) return;
    await Promise.race([this.form.settled(), this.life.ended, this.#until(() => this.#awaitsApproval)]);
  }

  /** As the tab that is chosen. */
  async front(): Promise<void> {
    this.hasPanel = true;
    this.form.cameToFront();
    await this.settled();
  }

  async edit(field: string, value: string, scope = ''): Promise<void> {
    this.#edits += 1;
    this.isEdited = true;
    this.form.handle({ type: 'edit', scope, field, value, edit: this.#edits });
    await this.settled();
  }

  async preview(): Promise<void> {
    this.form.handle({ type: 'preview' });
    await this.settled();
  }

  /** Agrees to everything, and applies; in the middle of it something may happen. */
  async apply(interruption?: Interruption): Promise<void> {
    const state = this.form.state();
    if (state.phase !== 'plan') return;
    const { plan, revision } = state.shown;
    for (const { id } of plan.hazards)
      this.form.handle({ type: 'acknowledge', hazardId: id, acknowledged: true });
    this.#interruption = interruption;
    this.form.handle({ type: 'apply', operationId: plan.operationId, revision });
    await this.settled();
    this.#interruption = undefined;
  }

  /**
   * Azure as the page has it: before its last look at something it holds still while something happens in the middle. What
   * happens between that look and the request nobody can see where Azure takes no condition, so that nothing does.
   */
  held(azure: Azure): Azure {
    const counted =
      <Asked extends unknown[], Answer>(ask: (...asked: Asked) => Promise<Answer>) =>
      async (...asked: Asked): Promise<Answer> => {
        this.#asking += 1;
        try {
          return await ask(...asked);
        } finally {
          this.#asking -= 1;
        }
      };
    const look = counted((...asked: Parameters<Azure['read']>) => azure.read(...asked));
    return {
      ...azure,
      write: counted((...asked: Parameters<Azure['write']>) => azure.write(...asked)),
      contents: counted((...asked: Parameters<Azure['contents']>) => azure.contents(...asked)),
      assignments: counted((...asked: Parameters<Azure['assignments']>) => azure.assignments(...asked)),
      locks: counted((...asked: Parameters<Azure['locks']>) => azure.locks(...asked)),
      read: async (...asked) => {
        if (this.phase === 'applying') await this.#interrupted();
        return look(...asked);
      },
    };
  }

  async #interrupted(): Promise<void> {
    const next = this.#interruption;
    if (next !== undefined && next.left > 0) next.left -= 1;
    else if (next !== undefined) {
      this.#interruption = undefined;
      // It is held before anything happens.
      this.#isHeld = this.#quiet()
        .then(next.happen)
        .finally(() => {
          this.#isHeld = undefined;
        });
    }
    await this.#isHeld;
  }

  /** Resolves when other steps have come to where they are held, too. */
  async #quiet(): Promise<void> {
    for (let turns = 0; turns < 3; turns += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (this.#asking > 0) turns = -1;
    }
  }

  get #awaitsApproval(): boolean {
    const state = this.form.state();
    return state.phase === 'done' && state.verification.state === 'pending';
  }

  async #until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#changed.push(resolve));
  }
}
