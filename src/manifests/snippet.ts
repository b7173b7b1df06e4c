/** Text with places for the user to fill in, before it is known whether it becomes a snippet or plain text. */

export interface Stop {
  /** Stops of the same number are edited together. */
  readonly stop: number;
  readonly text: string;
}

export type Piece = string | Stop;

/** The text in VS Code's snippet syntax, with the cursor at the end when all stops are done. */
export function snippetText(pieces: readonly Piece[]): string {
  const parts = pieces.map((piece) =>
    typeof piece === 'string' ? escapeText(piece) : `\${${piece.stop}:${escapeText(piece.text)}}`,
  );
  return `${parts.join('')}$0`;
}

/** `$` would begin a variable, `}` end a placeholder; the backslash escapes both, and so itself. */
export function escapeText(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
