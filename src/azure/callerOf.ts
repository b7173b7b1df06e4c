import { isJsonObject } from './json';

/**
 * Object id of whom an access token is for, from its claim `oid`; undefined where the token has none or is opaque.
 * Nothing is trusted for it: the id is only shown, for somebody to assign a role to.
 */
export function callerOf(token: string): string | undefined {
  // The emulator's tokens may name somebody outright.
  const named = /^user:([\w-]+)$/.exec(token)?.[1];
  if (named !== undefined) return named;
  const [, payload, ...rest] = token.split('.');
  if (payload === undefined || rest.length !== 1) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const oid = isJsonObject(claims) ? claims['oid'] : undefined;
    return typeof oid === 'string' && /^[\w-]+$/.test(oid) ? oid : undefined;
  } catch {
    // Not a JSON web token: then it says nothing about its holder.
    return undefined;
  }
}
