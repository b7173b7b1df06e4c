/** What the two sides of the page that lists operations say to each other: view models only. */
import type { EntryAction } from './protocol/messages';
import type { ProblemView } from '../planForm/protocol';

export interface HistoryView {
  readonly title: string;
  readonly emulatorName: string | undefined;
  readonly problem: ProblemView | undefined;
  /** The newest first; undefined until they are read. */
  readonly entries: readonly EntryView[] | undefined;
}

export interface EntryView {
  readonly operationId: string;
  readonly title: string;
  /** When it was begun, in the reader's way to write it. */
  readonly started: string;
  /** "1:20"; undefined where it has no end. */
  readonly took: string | undefined;
  /** Who began it; undefined where nobody can tell. */
  readonly by: string | undefined;
  readonly look: 'done' | 'running' | 'warning' | 'failed' | 'notStarted';
  /** How it ended, in a word or two: "Succeeded". */
  readonly end: string;
  /** The same in a sentence, with why; may be empty. */
  readonly why: string;
  /** What it changed in Azure, as far as its journal says. */
  readonly changes: readonly ChangeView[];
  /** What can be done with it. */
  readonly actions: readonly EntryAction[];
}

export interface ChangeView {
  /** Such as “Created”. */
  readonly verb: string;
  readonly title: string;
  readonly resourceId: string;
}
