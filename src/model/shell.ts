/** Commands for somebody to copy into a terminal: what Azure names must not become what a shell does. */
import { controlCharacter } from './controlCharacters';

/** Means the same, unquoted, to POSIX shells, PowerShell and cmd.exe. */
const plain = /^[\w/:.+-][\w/:.=@+-]*$/;
/** Means the same in double quotes to all three. */
const harmlessInside = /^[\p{L}\p{N}_/:.=@+,()~ -]+$/u;

/**
 * Takes any text, gives one argument of a command line. Double quotes where they are safe in every shell, because
 * single ones mean nothing to cmd.exe; else POSIX single quotes, which keep everything as it is.
 * Throws a RangeError for text with control characters: no quoting makes it safe to paste.
 */
export function shellArgument(text: string): string {
  if (controlCharacter.test(text)) throw new RangeError('Text with control characters can’t be an argument.');
  if (plain.test(text)) return text;
  if (harmlessInside.test(text)) return `"${text}"`;
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A whole command; undefined where an argument holds control characters, which nobody should paste. */
export function shellCommand(...words: readonly string[]): string | undefined {
  return words.some((word) => controlCharacter.test(word)) ? undefined : words.map(shellArgument).join(' ');
}
