/**
 * A regular expression as Kusto writes them. Flags stand at its beginning there: `(?i)` ignores case, `(?s)` lets `.`
 * be a line's end, `(?m)` lets `^` and `$` be at every line. Throws SyntaxError for what is none.
 */
export function regularExpression(pattern: string, flags = ''): RegExp {
  const [written = '', given = ''] = /^\(\?([ims]+)\)/.exec(pattern) ?? [];
  return new RegExp(pattern.slice(written.length), [...new Set(flags + given)].join(''));
}
