/** Whose a token is. */

/**
 * The account and its directory, by the claims `oid` and `tid` (Microsoft's reference of access token claims): the same
 * text for the same two, and nothing that a token could be made of. Undefined where the token doesn't say it. Nothing is
 * trusted for it: it tells apart what this computer keeps.
 */
export function accountOf(token: string): string | undefined {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    if (typeof payload !== 'object' || payload === null || !('oid' in payload) || !('tid' in payload))
      return undefined;
    const { oid, tid } = payload;
    return typeof oid === 'string' && typeof tid === 'string' ? `${tid} ${oid}`.toLowerCase() : undefined;
  } catch {
    // Not a JSON web token.
    return undefined;
  }
}

/** Whether everybody of whom one text of accounts is (`accountsKey`, `accountOf`) is among those of the other. */
export function hasAllOf(now: string, before: string): boolean {
  const all = new Set(now.split(' '));
  return before.split(' ').every((id) => all.has(id));
}
