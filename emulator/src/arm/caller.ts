import { ArmError, authenticationFailed } from './errors';
import { listAt, textAt } from './json';

/** Who is asking, as far as the emulator knows: a scenario sets it. */
export interface Directory {
  tenantId: string;
  /** Object id of the principal that a token without a name of its own stands for. */
  defaultCaller: string;
  /** The public address by which the developer's machine, where clients of registries run, is seen. */
  developerAddress: string;
}

/** The emulator itself, as it replays a scenario: nothing is refused to it. */
export const EMULATOR = '00000000-0000-0000-0000-000000000001';

export const emptyDirectory = (): Directory => ({
  tenantId: '00000000-0000-0000-0000-000000000000',
  defaultCaller: EMULATOR,
  developerAddress: '198.51.100.20',
});

export interface Caller {
  readonly objectId: string;
  /** Directory that issued the token, where the token says so. */
  readonly tenantId?: string;
  /** Ids of the authentication contexts that the sign-in has satisfied (the claim `acrs`). */
  readonly contexts?: readonly string[];
}

/**
 * The principal behind the `Authorization` header. Any bearer token is accepted and no signature is looked at:
 * `user:<object id>` names the principal, a JSON web token does by its claim `oid`, and every other one stands for the
 * scenario's default. A web token may expire (`exp`), says its directory (`tid`), and with how much proof (`acrs`).
 */
export function callerOf(authorization: string | undefined, directory: Directory, now: number): Caller {
  if (authorization === undefined || authorization.trim() === '') {
    throw authenticationFailed(
      "Authentication failed. The 'Authorization' header is missing.",
      directory.tenantId,
    );
  }
  const token = /^Bearer\s+(\S+)$/i.exec(authorization.trim())?.[1];
  if (token === undefined) {
    throw authenticationFailed(
      "Authentication failed. The 'Authorization' header is provided in an invalid format.",
      directory.tenantId,
    );
  }
  const named = /^user:(.+)$/.exec(token)?.[1];
  if (named !== undefined) return { objectId: named };
  const claims = claimsOf(token);
  const expires = claims['exp'];
  if (typeof expires === 'number' && expires * 1000 <= now) {
    throw expiredToken(directory.tenantId, new Date(expires * 1000), new Date(now));
  }
  const tenantId = textAt(claims, 'tid');
  const contexts = listAt(claims, 'acrs').filter((context) => typeof context === 'string');
  return {
    objectId: textAt(claims, 'oid') ?? directory.defaultCaller,
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(contexts.length === 0 ? {} : { contexts }),
  };
}

/** 401 with the code that Azure has for it; the wording is general knowledge (C). */
export function expiredToken(tenantId: string, expiry: Date, now: Date): ArmError {
  return authenticationFailed(
    `The access token expiry UTC time '${expiry.toUTCString()}' is earlier than current UTC time '${now.toUTCString()}'.`,
    tenantId,
    'ExpiredAuthenticationToken',
  );
}

/**
 * 401 with a claims challenge, in the form of Microsoft's “Claims challenges, claims requests and client capabilities”, with
 * the claims that Resource Manager asks for where multifactor authentication is required. A write is refused in the words of
 * that policy; the code of other refusals is general knowledge (C).
 */
export function claimsChallenge(context: string, written: string | undefined): ArmError {
  const claims = { access_token: { acrs: { essential: true, values: [context] } } };
  const encoded = Buffer.from(JSON.stringify(claims)).toString('base64');
  const [code, message] =
    written === undefined
      ? ['InvalidAuthenticationToken', 'The access token lacks claims that the directory requires.']
      : [
          'RequestDisallowedByPolicy',
          `Resource '${written.slice(written.lastIndexOf('/') + 1)}' was disallowed by policy. Reasons: 'MFA is required.'. See error details for policy resource IDs.`,
        ];
  return new ArmError(401, code, message, {
    headers: {
      'WWW-Authenticate': `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="${encoded}"`,
    },
  });
}

/** Callers send the same token with each of their requests. */
const read = new Map<string, Record<string, unknown>>();

/** Claims of what looks like a JSON web token; nothing where it doesn't. */
export function claimsOf(token: string): Record<string, unknown> {
  const known = read.get(token);
  if (known !== undefined) return known;
  if (read.size >= 1000) read.clear();
  const claims = readClaims(token);
  read.set(token, claims);
  return claims;
}

function readClaims(token: string): Record<string, unknown> {
  const [, payload, ...rest] = token.split('.');
  if (payload === undefined || rest.length !== 1) return {};
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
