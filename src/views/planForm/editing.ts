/** The way of a form from its fields to a plan that is shown: edits, what has to be read for a choice, and Preview. */
import { t } from '@vscode/l10n';
import type { Executing } from './executing';
import type { Filling } from './filling';
import type { FormTypes, Reading } from './formKind';
import { toFields } from './formState';
import type { Phases } from './phases';
import type { Planning } from './planning';
import type { CommonToHost } from './protocol/messages';

export class Editing<T extends FormTypes> {
  constructor(
    private readonly phases: Phases,
    private readonly filling: Filling<T>,
    private readonly planning: Planning<T>,
    private readonly executing: Executing<T>,
    /** The form isn't filled yet. */
    private readonly begin: () => void,
    /** There is nothing to choose, or to be read, before a plan is made. */
    private readonly isDecided: () => boolean,
  ) {}

  edit(message: Extract<CommonToHost, { type: 'edit' }>): void {
    const state = this.phases.state;
    if (!['editing', 'previewing', 'plan'].includes(state.phase) || !this.filling.take(message)) return;
    if (state.phase === 'editing') {
      this.phases.set(state);
    } else {
      // A preview that is on its way, and one that is shown, were made for other wishes.
      this.phases.stop();
      const notice = t('The form changed after the preview. Preview again to see the new plan.');
      this.phases.set({ phase: 'editing', ...(state.phase === 'plan' ? { notice } : {}) });
    }
    this.readMore();
  }

  /** Begins to read what a choice needs, and stops reading for a choice that has been changed since. */
  readMore(): void {
    const { state } = this.phases;
    const { notice, asked } = state.phase === 'editing' ? state : {};
    const { unread } = this.filling;
    if (unread?.about === asked) return;
    if (unread === undefined) {
      this.phases.stop();
      this.phases.set({ phase: 'editing', notice });
      return;
    }
    this.#read(unread, notice, { asked: unread.about });
  }

  /** Reads again what the fields say of Azure. */
  readAgain(): void {
    const { state } = this.phases;
    const { again } = this.filling;
    if (state.phase === 'editing' && state.reading === undefined && again !== undefined)
      this.#read(again, state.notice, {});
  }

  #read(what: Reading<T['filled']>, notice: string | undefined, asked: { readonly asked?: string }): void {
    const { section, words } = what;
    const wasDecided = this.isDecided();
    this.phases.run(
      { phase: 'editing', notice, ...asked, reading: { section, words } },
      async (signal) => {
        await this.filling.read(what, signal);
        this.phases.set({ phase: 'editing', notice });
        // As when it is opened: what there was to choose from is gone.
        if (!wasDecided && this.isDecided()) this.preview();
      },
      (failure) => ({ phase: 'editing', failure, ...asked }),
    );
  }

  preview(): void {
    const state = this.phases.state;
    if (state.phase === 'plan' && state.shown.resumes === true) {
      this.executing.resume();
      return;
    }
    if (this.filling.filled === undefined) {
      this.begin();
      return;
    }
    if (this.filling.hasErrors) {
      this.phases.set({ phase: 'editing' });
      return;
    }
    this.phases.run(
      { phase: 'previewing', back: { phase: 'editing' } },
      async (signal) => {
        // Else the plan would be for what was proposed before the choice.
        const { unread } = this.filling;
        if (unread !== undefined) await this.filling.read(unread, signal);
        if (this.filling.hasErrors) {
          const notice = t(
            'Your selection was read. Correct the fields that don’t match it, then preview again.',
          );
          this.phases.set({ phase: 'editing', notice });
          return;
        }
        const shown = await this.planning.plan(signal);
        this.phases.set({ phase: 'plan', shown, changed: [], checking: false });
      },
      toFields,
    );
  }
}
