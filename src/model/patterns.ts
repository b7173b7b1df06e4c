/** Patterns of actions, as role definitions and conditions have them. */

/**
 * Whether one of the patterns (`*` stands for any text, case doesn't matter) covers an action. Whoever defines a custom role
 * writes them, so they are no regular expression: its time grows with a power of the number of stars.
 */
export function covers(patterns: readonly string[], action: string): boolean {
  return patterns.some((pattern) => coversOne(pattern.toLowerCase(), action.toLowerCase()));
}

function coversOne(pattern: string, action: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return pattern === action;
  if (!action.startsWith(first)) return false;
  // Each text between two stars at the first place where it stands: that leaves the most to those behind it.
  let at = first.length;
  for (const text of others) {
    const found = action.indexOf(text, at);
    if (found < 0) return false;
    at = found + text.length;
  }
  return action.length - last.length >= at && action.endsWith(last);
}
