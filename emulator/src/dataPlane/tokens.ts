import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import type { Scope } from './errors';

/** Seconds; as long as the registry's documentation says. */
const REFRESH_LIFETIME = 3 * 60 * 60;
const ACCESS_LIFETIME = 75 * 60;

const claims = v.object({
  kind: v.picklist(['refresh', 'access']),
  /** Object id of the principal that the Entra token stood for. */
  oid: v.string(),
  /** Login server. */
  aud: v.string(),
  exp: v.number(),
  access: v.optional(
    v.array(v.object({ type: v.string(), name: v.string(), actions: v.array(v.string()) })),
    [],
  ),
});

export type Claims = v.InferOutput<typeof claims>;

/** A registry's own tokens: web tokens that this start of the emulator signed. After the next one they are worth nothing. */
export class RegistryTokens {
  private readonly secret = randomBytes(32);

  /** `now` in milliseconds. */
  refresh(oid: string, loginServer: string, now: number): string {
    return this.sign({
      kind: 'refresh',
      oid,
      aud: loginServer,
      exp: now / 1000 + REFRESH_LIFETIME,
      access: [],
    });
  }

  access(oid: string, loginServer: string, access: readonly Scope[], now: number): string {
    const scopes = access.map((scope) => ({ ...scope, actions: [...scope.actions] }));
    return this.sign({
      kind: 'access',
      oid,
      aud: loginServer,
      exp: now / 1000 + ACCESS_LIFETIME,
      access: scopes,
    });
  }

  /** The claims of a token of this kind, for this registry, that isn't over. */
  verify(token: string, kind: Claims['kind'], loginServer: string, now: number): Claims | undefined {
    const [header = '', payload = '', signature = ''] = token.split('.');
    const expected = Buffer.from(this.signatureOf(`${header}.${payload}`));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const parsed = v.parse(claims, JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
    const fits = parsed.kind === kind && parsed.aud === loginServer && parsed.exp * 1000 > now;
    return fits ? parsed : undefined;
  }

  private sign(payload: Claims): string {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ ...payload, exp: Math.floor(payload.exp) })}`;
    return `${text}.${this.signatureOf(text)}`;
  }

  private signatureOf(text: string): string {
    return createHmac('sha256', this.secret).update(text).digest('base64url');
  }
}
