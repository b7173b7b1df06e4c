/**
 * How much the look at a text may cost. What a text makes the code do is counted, not the time that it takes: so the same text
 * is always either looked at or refused, on any machine.
 */
import { t } from '@vscode/l10n';

/** Thrown where a text would cost more than it may; the reason is one of `refusals`. */
export class TooMuch extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

/** How far a look goes. `npm run bench` shows what a letter typed into a long text takes. */
export interface Limits {
  /** Characters. */
  readonly length: number;
  /** Of the lexer's smallest parts, with more for documents and mistakes. A line such as `image: web` has six. */
  readonly parts: number;
  /** Tokens that are gone over again, as the library does in a run of comments and empty lines. */
  readonly again: number;
  /** Collections within collections. Manifests have about 20 levels, definitions of custom resources up to 50. */
  readonly levels: number;
  /** Characters of directives such as `%TAG`, which the library copies from document to document. */
  readonly directives: number;
  /** Nodes that are visited to find out what the text says, once for each way to them over aliases and merge keys. */
  readonly visits: number;
}

/** For what runs with every change of a text, in one go. */
export const limitsWhileTyping: Limits = {
  length: 1_000_000,
  parts: 50_000,
  again: 100_000_000,
  levels: 100,
  directives: 500,
  visits: 300_000,
};

/** For what the user asks for and expects to take a moment. */
export const limitsWhenAsked: Limits = { ...limitsWhileTyping, parts: 200_000 };

/** Why a text isn't looked at, in a sentence. */
export const refusals: Readonly<Record<keyof Limits, string>> = {
  length: t('This file is too large to check. It has more than 1,000,000 characters.'),
  parts: t('This file is too large to check. It has too many keys, values, documents, or errors.'),
  again: t('This file is too large to check. It has too many consecutive comments or empty lines.'),
  levels: t('This file can’t be checked. It’s nested more than 100 levels deep.'),
  directives: t('This file can’t be checked. It has too many directives, such as %TAG.'),
  visits: t('This file can’t be checked. Its aliases and merge keys expand to too many places.'),
};

/** What was spent on one text. */
export class Work {
  readonly spent: Record<keyof Limits, number> = {
    length: 0,
    parts: 0,
    again: 0,
    levels: 0,
    directives: 0,
    visits: 0,
  };

  constructor(readonly limits: Limits) {}

  /** Called before the work is done. Throws a TooMuch, and counts nothing, where it would be more than is left. */
  spend(what: keyof Limits, amount: number): void {
    const total = this.spent[what] + amount;
    if (total > this.limits[what]) throw new TooMuch(refusals[what]);
    this.spent[what] = total;
  }

  /** Throws a TooMuch where a text goes deeper than it may. */
  reach(level: number): void {
    if (level > this.limits.levels) throw new TooMuch(refusals.levels);
    this.spent.levels = Math.max(this.spent.levels, level);
  }
}
