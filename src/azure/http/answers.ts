import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { AzureError } from '../../model/failure';
import type { JsonObject } from '../../model/json';
import { isJsonObject } from './json';

/** An error as Azure Resource Manager answered it. */
export interface ArmErrorAnswer extends AzureError {
  readonly status: number;
  /** Names of policies and the like that Azure adds to an error. */
  readonly additionalInfo: readonly unknown[];
}

const answers = new WeakMap<object, ArmErrorAnswer>();

/**
 * Keeps the error body of every refused request: arm-network's errors lose it, the other packages shape it each in
 * their own way. Innermost, because arm-authorization's pipeline throws further out instead of answering.
 */
export const captureErrors: PipelinePolicy = {
  name: 'captureErrors',
  async sendRequest(request, next) {
    // Of a request that is sent again, only what became of the last attempt counts.
    answers.delete(request);
    const response = await next(request);
    if (response.status >= 400) {
      const requestId = response.headers.get('x-ms-request-id');
      answers.set(request, {
        ...armErrorOf(parsed(response.bodyAsText)),
        status: response.status,
        ...(requestId === undefined ? {} : { requestId }),
      });
    }
    return response;
  },
};

/** What Azure answered when the SDK threw this; undefined if it didn't get as far as an answer. */
export function answerBehind(thrown: unknown): ArmErrorAnswer | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('request' in thrown)) return undefined;
  return typeof thrown.request === 'object' && thrown.request !== null
    ? answers.get(thrown.request)
    : undefined;
}

/**
 * The error in a body, of an answer or of an operation's status; code and message are empty where there is none. Resource
 * Graph calls every error a `BadRequest` whose message is what support asks for, and says what was wrong in `details`.
 */
export function armErrorOf(body: unknown): Pick<ArmErrorAnswer, 'code' | 'message' | 'additionalInfo'> {
  const error = isJsonObject(body) ? body['error'] : undefined;
  if (!isJsonObject(error)) return { code: '', message: '', additionalInfo: [] };
  const { code, message } = error['code'] === 'BadRequest' ? { ...error, ...detailOf(error) } : error;
  const { additionalInfo } = error;
  return {
    code: typeof code === 'string' ? code : '',
    message: typeof message === 'string' ? message : '',
    additionalInfo: Array.isArray(additionalInfo) ? additionalInfo : [],
  };
}

function detailOf({ details }: JsonObject): { code: string; message: string } | undefined {
  const first: unknown = Array.isArray(details) ? details[0] : undefined;
  if (!isJsonObject(first)) return undefined;
  const { code, message } = first;
  return typeof code === 'string' && typeof message === 'string' ? { code, message } : undefined;
}

function parsed(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
