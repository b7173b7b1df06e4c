import { randomUUID } from 'node:crypto';
import { ArmError } from '../../arm/errors';

export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * How Resource Graph refuses a query (B: quoted in issues of the Azure CLI, PowerShell and its documentation). Its
 * details say `line`, `characterPositionInLine` and `token`, which its own definition lacks: here they stand in the text.
 */
export function invalidQuery(word: string, place: Place, why = 'is not understood'): ArmError {
  return refusal(
    'ParserFailure',
    `ParserFailure: '${word}' ${why} (line ${place.line}, character ${place.column}).`,
  );
}

/** A word of the Kusto language that Resource Graph, or this emulator, doesn't have. */
export function unsupported(word: string, place: Place, what: string): ArmError {
  return refusal(
    'InvalidQueryLanguage',
    `InvalidQueryLanguage: '${word}' is ${what} that is not supported (line ${place.line}, character ${place.column}).`,
  );
}

export function unsupportedJoin(kind: string): ArmError {
  return refusal('UnsupportedJoinFlavor', `The join kind "${kind}" is not supported or not allowed.`);
}

export function tooMany(operator: string, limit: number): ArmError {
  return refusal('DisallowedNumberOfOperators', `A query takes ${limit} '${operator}' operators at most.`);
}

/** How Resource Graph refuses an answer that is too large (B: quoted in issues and troubleshooting pages of its clients). */
export function payloadTooLarge(size: number, limit: number, now: number): ArmError {
  return new ArmError(400, 'BadRequest', supportWords(now), {
    details: [
      {
        code: 'ResponsePayloadTooLarge',
        message: `Response payload size is ${size}, and has exceeded the limit of ${limit}. Please consider querying less data at a time and make paginated call if needed.`,
      },
    ],
  });
}

/** As Resource Graph tells on every answer what is left (Resource Graph docs, “Guidance for throttled requests”). */
export function quotaHeaders({
  remaining,
  resetsAfter,
}: {
  readonly remaining: number;
  readonly resetsAfter: number;
}): Record<string, string> {
  return {
    'x-ms-user-quota-remaining': String(remaining),
    'x-ms-user-quota-resets-after': new Date(resetsAfter * 1000).toISOString().slice(11, 19),
  };
}

/** How Resource Graph refuses a user who has no query left (B: quoted in Azure/azure-cli-extensions#3325). */
export function rateLimited(resetsAfter: number, now: number): ArmError {
  return new ArmError(429, 'RateLimiting', supportWords(now), {
    details: [
      {
        code: 'RateLimiting',
        message:
          'Client application has been throttled and should not attempt to repeat the request until an amount of time has elapsed. Please see https://aka.ms/resourcegraph-throttling for help.',
      },
    ],
    headers: quotaHeaders({ remaining: 0, resetsAfter }),
  });
}

/** Azure has limits of its own; here it is what the emulator can follow. */
export function tooDeep(): ArmError {
  return refusal(
    'QueryTooComplex',
    'The query is nested too deeply, or has too many operators in one expression.',
  );
}

function supportWords(now: number): string {
  const [timestamp, correlationId] = [new Date(now).toISOString(), randomUUID()];
  return `Please provide below info when asking for support: timestamp = ${timestamp}, correlationId = ${correlationId}.`;
}

function refusal(code: string, message: string): ArmError {
  return new ArmError(
    400,
    'BadRequest',
    'Please provide below info when asking for support: the correlation id of this request. The query is invalid, see the details.',
    {
      details: [
        {
          code: 'InvalidQuery',
          message:
            'Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix the error before retrying.',
        },
        { code, message },
      ],
    },
  );
}
