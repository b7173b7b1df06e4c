/** Room for a refusal that quotes three resource ids: what it names is read from it. */
const LONGEST = 2000;

/**
 * Text of somebody else made fit for a message or a log: on one line, of bounded length, and without anything that
 * looks like a token. Answers and libraries quote what they were sent more often than one would think.
 */
export function redact(text: string): string {
  const safe = text
    .replace(/\beyJ[\w-]+(?:\.[\w-]*)*/g, '…')
    .replace(/\b(Bearer|Basic|PoP)\s+[\w.~+/=-]{8,}/gi, '$1 …')
    .replace(
      /\b(sig|signature|access_token|refresh_token|client_secret)(["']?\s*[=:]\s*["']?)[^\s&"']+/gi,
      '$1$2…',
    )
    .replace(/\s+/g, ' ')
    .trim();
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST)}…` : safe;
}
