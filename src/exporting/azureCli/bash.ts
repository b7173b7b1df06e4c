/** Words of a bash script. */

/** One argument, whatever is in it: between single quotes nothing means anything, and what ends them stands outside. */
export function bashQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * A command that reads a text. The text's lines are taken as they are, up to one that is the mark; JSON never has such a
 * line, because strings have no line breaks there.
 */
export function withJson(command: string, json: string): string {
  return `${command} <<'JSON'\n${json}\nJSON`;
}
