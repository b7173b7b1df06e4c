import { withoutSecrets } from '../../model/secrets';

/** Room for a refusal that quotes three resource ids: what it names is read from it. */
const LONGEST = 2000;

/**
 * Text of somebody else made fit for a message or a log: on one line, of bounded length, and without anything that
 * looks like a secret. Answers and libraries quote what they were sent more often than one would think.
 */
export function redact(text: string): string {
  // Cut before it is looked through, because an answer may be of any length; far enough behind what is left of it that
  // no secret is cut in two there.
  const safe = withoutSecrets(text.slice(0, 10 * LONGEST))
    .replace(/\s+/g, ' ')
    .trim();
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST)}…` : safe;
}
