import { t } from '@vscode/l10n';
import { nameOf } from '../../model/armId';
import { FailureError, type Failure } from '../../model/failure';
import { withoutSecretsIn } from '../../model/secrets';
import { answerBehind } from './answers';
import { armFailure } from './armFailures';
import { isJsonObject, memberOf } from './json';
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
      message: about === undefined ? t('It was canceled.') : t`${nameOf(about)} was canceled.`,
      nextAction: t('You can start it again at any time.'),
      ...resource,
    };
  }
  if (UNREACHABLE.has(code)) {
    return {
      code: 'network.unreachable',
      kind: 'transient',
      message:
        about === undefined
          ? t`Couldn’t reach Azure (${code}).`
          : t`Couldn’t reach Azure for ${nameOf(about)} (${code}).`,
      nextAction: t('Check the network and proxy, then try again.'),
      ...resource,
    };
  }
  const untrusted = untrustedBehind(thrown);
  if (untrusted !== undefined) return { ...certificateFailure(untrusted), ...resource };
  if (/Credential|Authentication|NotSignedIn/.test(name)) {
    return {
      code: 'signIn.required',
      kind: 'auth',
      message: t`Not signed in to Azure: ${redact(message)}`,
      nextAction: t('Sign in to Azure, then try again.'),
      ...resource,
    };
  }
  return {
    code: 'defect',
    kind: 'defect',
    message:
      about === undefined
        ? t`An unexpected error occurred: ${redact(message)}`
        : t`An unexpected error occurred with ${nameOf(about)}: ${redact(message)}`,
    nextAction: t('Try again. If the problem persists, report it with the log.'),
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

/** Node.js’s codes for a chain that ends in nobody who is trusted here (OpenSSL’s X509_V_ERR_…), and for its own errors. */
const UNTRUSTED = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_UNTRUSTED',
]);
const INVALID = new Set([
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
]);

interface Certificate {
  readonly isTrusted: boolean;
  readonly why: string;
  readonly issuer: string | undefined;
}

/** What is wrong with the certificate of who answered, also where a library has wrapped the error. */
function untrustedBehind(thrown: unknown, depth = 0): Certificate | undefined {
  if (!(thrown instanceof Error) || depth > 5) return undefined;
  const { code, message } = partsOf(thrown);
  if (UNTRUSTED.has(code) || INVALID.has(code)) {
    return { isTrusted: INVALID.has(code), why: message, issuer: issuerOf(thrown) };
  }
  return untrustedBehind(thrown.cause, depth + 1);
}

/** Node.js puts the certificate beside some of these errors. */
function issuerOf(error: Error): string | undefined {
  const cert = 'cert' in error && isJsonObject(error.cert) ? error.cert : undefined;
  const issuer = memberOf(cert, 'issuer');
  const name = memberOf(issuer, 'O') ?? memberOf(issuer, 'CN');
  return typeof name === 'string' ? redact(name) : undefined;
}

/**
 * A proxy that opens TLS answers with certificates of its own authority. VS Code makes requests of extensions trust what
 * the system trusts where `http.systemCertificates` is on; Node.js itself reads NODE_EXTRA_CA_CERTS when it starts.
 */
function certificateFailure({ isTrusted, why, issuer }: Certificate): Failure {
  const by = issuer === undefined ? '' : t`, issued by ${issuer},`;
  if (isTrusted) {
    return {
      code: 'network.certificate',
      kind: 'user',
      message: t`The server that responded for Azure has an invalid certificate${by}: ${redact(why)}.`,
      nextAction: t(
        'Check this computer’s clock, the endpoint in the settings, and the proxy, then try again.',
      ),
    };
  }
  return {
    code: 'network.untrusted',
    kind: 'user',
    message: t`The server’s certificate${by} isn’t trusted on this computer (${redact(why)}). Usually the cause is a proxy that inspects TLS.`,
    nextAction: t(
      'Add the proxy’s CA certificate to the operating system’s trusted roots and keep the setting http.systemCertificates on, or set NODE_EXTRA_CA_CERTS to its PEM file. Then restart VS Code.',
    ),
  };
}

function partsOf(thrown: unknown): { name: string; code: string; message: string } {
  if (!(thrown instanceof Error)) return { name: '', code: '', message: String(thrown) };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  return { name: thrown.name, code, message: thrown.message };
}
