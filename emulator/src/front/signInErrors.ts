import { randomUUID } from 'node:crypto';
import type { FrontAnswer } from './answer';

/** Why Entra refuses a sign-in: OAuth's word, Entra's number, and its status. */
interface Reason {
  readonly status: number;
  readonly error: string;
  readonly number: number;
}

/** Numbers and words as Microsoft's list of AADSTS codes has them. */
const reasons = {
  methodNotAllowed: { status: 400, error: 'invalid_request', number: 900561 },
  missingParameter: { status: 400, error: 'invalid_request', number: 900144 },
  unsupportedGrant: { status: 400, error: 'unsupported_grant_type', number: 70003 },
  unknownTenant: { status: 400, error: 'invalid_request', number: 90002 },
  unknownApplication: { status: 400, error: 'unauthorized_client', number: 700016 },
  noSecret: { status: 401, error: 'invalid_client', number: 7000218 },
  wrongSecret: { status: 401, error: 'invalid_client', number: 7000215 },
  wrongScope: { status: 400, error: 'invalid_scope', number: 70011 },
  unknownResource: { status: 400, error: 'invalid_resource', number: 500011 },
} as const satisfies Record<string, Reason>;

/** A refusal in Entra's form; `now` is in milliseconds. */
export function signInRefusal(why: keyof typeof reasons, text: string, now: number): FrontAnswer {
  const { status, error, number } = reasons[why];
  const timestamp = `${new Date(now).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const [trace, correlation] = [randomUUID(), randomUUID()];
  return {
    status,
    body: {
      error,
      error_description: `AADSTS${number}: ${text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
      error_codes: [number],
      timestamp,
      trace_id: trace,
      correlation_id: correlation,
    },
  };
}
