/** Commands for somebody to copy into a terminal: what Azure names must not become what a shell does. */
/** Means the same, unquoted, to POSIX shells, fish, PowerShell and cmd.exe. */
const plain = /^[\w/:.+-][\w/:.=@+-]*$/;
/**
 * Means the same in double quotes to POSIX shells, fish, PowerShell and cmd.exe. Not there: what one of them reads inside of
 * double quotes, such as `$`, `%` and `!`, what ends them, also the typographic ones for PowerShell, and what can't be seen.
 */
const harmlessInside = /^[\p{L}\p{N}_/:.=@+,()~'[\]?<> -]+$/u;

/**
 * Takes any text, gives one argument of a command line that is the same in every shell; undefined where that can't be,
 * because whoever copies the command may use any of them. Single quotes mean nothing to cmd.exe, and what ends them differs
 * between the others.
 */
export function shellArgument(text: string): string | undefined {
  if (plain.test(text)) return text;
  return harmlessInside.test(text) ? `"${text}"` : undefined;
}

/** A whole command; undefined where an argument can't be given to every shell: then no command is offered. */
export function shellCommand(...words: readonly string[]): string | undefined {
  const parts = words.map(shellArgument);
  return parts.includes(undefined) ? undefined : parts.join(' ');
}
