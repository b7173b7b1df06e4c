/** A form's fields as the browser side sees them. Values are strings; `true` and `false` for a check. */

/** Scope of what is said once in a form; any other scope is the id of what a field is said of, e.g. a cluster. */
export const sharedScope = '';

export interface FormView {
  readonly sections: readonly SectionView[];
  /** Highest `edit` of the edits that this view contains. */
  readonly edit: number;
  readonly errors: number;
  /** What is being read because a choice needs it, and the id of the section that waits for it. */
  readonly reading: { readonly section: string; readonly words: string } | undefined;
}

export interface SectionView {
  readonly id: string;
  readonly title: string;
  readonly intro: string;
  /** A section of a group is folded unless a field in it is in error. */
  readonly group?: SectionGroup;
  /** What was chosen in it, for one that is folded; may be empty. */
  readonly summary: string;
  readonly fields: readonly FieldView[];
}

/** Options that few change; and what is said of each cluster. */
export type SectionGroup = 'Advanced' | 'Clusters';

interface FieldBase {
  readonly id: string;
  readonly scope: string;
  /** Tells fields of one id apart; usable in an element's id. */
  readonly key: string;
  readonly label: string;
  readonly help: string | undefined;
  /** For somebody to run in a terminal, to find what the field asks for. */
  readonly command?: string;
  readonly error: string | undefined;
  /** What was found out about the value elsewhere, e.g. whether Azure takes it. */
  readonly note?: NoteView;
  /** What can be filled in by a click; the form's host knows by what. */
  readonly offer?: { readonly label: string; readonly type: FieldOffer };
  /** Where more can be read; a web page of Microsoft's. */
  readonly link?: { readonly label: string; readonly href: string };
}

/** Type of the message that a click sends; one that the form's own messages have. */
export type FieldOffer = 'addMyAddress';

export interface NoteView {
  /** `unknown`: it could not be found out. */
  readonly state: 'asking' | 'good' | 'unknown';
  readonly text: string;
}

export interface OptionView {
  readonly value: string;
  readonly label: string;
  readonly detail?: string;
}

export type FieldView =
  | (FieldBase & { readonly kind: 'text'; readonly value: string })
  | (FieldBase & { readonly kind: 'choice'; readonly value: string; readonly options: readonly OptionView[] })
  | (FieldBase & { readonly kind: 'radio'; readonly value: string; readonly options: readonly OptionView[] })
  | (FieldBase & { readonly kind: 'check'; readonly checked: boolean })
  /** Follows from another choice. */
  | (FieldBase & { readonly kind: 'fact'; readonly text: string });
