/** Keeps access tokens out of everything that is stored. */

/** A bearer header, or the three base64url parts of a JSON web token (whose header starts with `{"`). */
const token = /\bBearer\s+[\w.~+/=-]{16,}|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/gi;

export function holdsToken(text: string): boolean {
  return text.search(token) >= 0;
}

/** The text with what looks like a token taken out. */
export function withoutTokens(text: string): string {
  return text.replace(token, '[token removed]');
}
