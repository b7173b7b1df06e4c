import { nameOf } from '../../model/armId';
import { FailureError, type Failure } from '../../model/failure';
import { withoutSecretsIn } from '../../model/secrets';
import { answerBehind } from './answers';
import { armFailure } from './armFailures';
import { redact } from './redact';

/** System errors that mean: nobody answered. */
const UNREACHABLE = new Set([
  'REQUEST_SEND_ERROR',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
  'EPIPE',
]);

/**
 * Whatever was thrown, by the SDK, by a token source or by a bug, as a Failure that names the resource it is about
 * and never holds a secret. What an aborted signal made of a request is `cancelled`, whatever reason it was aborted with.
 */
export function failureOf(thrown: unknown, about?: string, signal?: AbortSignal): Failure {
  const carried = withoutSecretsIn(carriedFailure(thrown));
  if (carried) return about === undefined ? carried : { resourceId: about, ...carried };
  const answer = answerBehind(thrown);
  if (answer) return armFailure(answer, about);
  const { name, code, message } = partsOf(thrown);
  const resource = about === undefined ? {} : { resourceId: about };
  if (name === 'AbortError' || signal?.aborted) {
    return {
      code: 'cancelled',
      kind: 'cancelled',
      message: about === undefined ? 'It was cancelled.' : `${nameOf(about)} was cancelled.`,
      nextAction: 'Start it again when you want to.',
      ...resource,
    };
  }
  if (UNREACHABLE.has(code)) {
    return {
      code: 'network.unreachable',
      kind: 'transient',
      message: `Azure could not be reached${about === undefined ? '' : ` for ${nameOf(about)}`} (${code}).`,
      nextAction: 'Check the network and the proxy, then try again.',
      ...resource,
    };
  }
  if (/Credential|Authentication|NotSignedIn/.test(name)) {
    return {
      code: 'signIn.required',
      kind: 'auth',
      message: `There is no sign-in for Azure: ${redact(message)}`,
      nextAction: 'Sign in to Azure, then try again.',
      ...resource,
    };
  }
  return {
    code: 'defect',
    kind: 'defect',
    message: `Something unexpected happened${about === undefined ? '' : ` with ${nameOf(about)}`}: ${redact(message)}`,
    nextAction: 'Try again; if it stays, report it with the log.',
    ...resource,
  };
}

/** For rethrowing: the cause is left out, because the SDK's errors hold the request with its headers. */
export function failureError(thrown: unknown, about?: string, signal?: AbortSignal): FailureError {
  return new FailureError(failureOf(thrown, about, signal));
}

/**
 * The failure of a FailureError. By its shape: the class is bundled into each of the extension's files, and
 * `instanceof` knows only the one of its own file.
 */
function carriedFailure(thrown: unknown): Failure | undefined {
  return thrown instanceof Error && thrown.name === 'FailureError' && 'failure' in thrown
    ? (thrown as FailureError).failure
    : undefined;
}

function partsOf(thrown: unknown): { name: string; code: string; message: string } {
  if (!(thrown instanceof Error)) return { name: '', code: '', message: String(thrown) };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  return { name: thrown.name, code, message: thrown.message };
}
