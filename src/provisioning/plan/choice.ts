/** Something that an operation does only if the user wants it to. */
export interface Choice {
  /** Of the resource. */
  readonly id: string;
  readonly title: string;
  /** `shared`: it serves others besides those whom the operation is about. */
  readonly serves: 'pair' | 'shared';
  /** What to know of it, a sentence each. */
  readonly notes: readonly string[];
  /** Why it stays whatever the user wants, in a sentence; undefined where they decide. */
  readonly keep: string | undefined;
  /** Before the user has said anything. */
  readonly ticked: boolean;
}
