import { t } from '@vscode/l10n';
import * as v from 'valibot';
import type { Failure } from '../../model/failure';
import { isDigest } from '../../model/imageNames';
import { catalogRole, pullRole } from '../../model/roles';
import type { RegistryAddress, RegistryRefusal } from '../../provisioning';
import { failureOf } from '../http/failures';
import { redact } from '../http/redact';
import type { RegistryAnswer } from './registryClient';

/** What was asked of a registry, for the words about a refusal. */
export interface Subject {
  readonly repository?: string;
  /** Or a digest. */
  readonly tag?: string;
}

const errorBody = v.object({
  errors: v.array(v.object({ code: v.optional(v.string(), ''), message: v.optional(v.string(), '') })),
});

const byHand = t('type the image name');

/**
 * An answer that isn't a success, as an outcome. The firewall's text is the same for every registry (403 `DENIED`,
 * “client with IP '…' is not allowed access”, as https://aka.ms/acr/firewall explains).
 */
export function refusalOf(
  answer: RegistryAnswer,
  registry: RegistryAddress,
  subject: Subject,
): RegistryRefusal {
  const { status } = answer;
  const error = firstError(answer.body);
  const said = { code: redact(error?.code ?? ''), message: redact(error?.message ?? ''), status };
  const address = /client with IP '([0-9a-f.:]{3,45})'/i.exec(error?.message ?? '')?.[1];
  const host = registry.loginServer;
  // HEAD has no body that could say DENIED.
  if (status === 403 && (error?.code === 'DENIED' || address !== undefined || answer.body === '')) {
    return {
      kind: 'unreachable',
      reason: 'firewall',
      address,
      failure: {
        code: 'registry.firewall',
        kind: 'user',
        message: t`${host} blocks this computer${address === undefined ? '' : t`’s IP address (${address})`}.`,
        nextAction: t`Import an image or ${byHand}. To browse images, connect from the private network or allow this IP address.`,
        azure: said,
      },
    };
  }
  if (status === 401) return forbidden(registry, subject, said);
  return { kind: 'failed', failure: failureOfStatus(status, said, host, subject) };
}

/** What was thrown while a registry was asked: nobody answered, nobody is signed in, or it was cancelled. */
export function refusalOfThrown(
  thrown: unknown,
  { loginServer }: RegistryAddress,
  signal: AbortSignal,
): RegistryRefusal {
  const code =
    thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  if (thrown instanceof Error && thrown.name === 'AbortError' && !signal.aborted) {
    return unreachable('timeout', t`${loginServer} didn’t answer in time.`);
  }
  if (!signal.aborted && /^(ENOTFOUND|EAI_AGAIN|ENODATA)$/.test(code)) {
    return unreachable('name', t`The name ${loginServer} can’t be resolved from this computer (${code}).`);
  }
  const failure = failureOf(thrown, undefined, signal);
  if (failure.code === 'network.timeout') return unreachable('timeout', failure.message);
  if (failure.code !== 'network.unreachable') return { kind: 'failed', failure };
  const reason = code === 'ETIMEDOUT' ? 'timeout' : 'connection';
  return unreachable(reason, t`${loginServer} can’t be reached from this computer (${code}).`);
}

function unreachable(reason: 'name' | 'connection' | 'timeout', message: string): RegistryRefusal {
  const nextAction = t`Check the network and proxy, import an image, or ${byHand}.`;
  return {
    kind: 'unreachable',
    reason,
    address: undefined,
    failure: { code: `registry.${reason}`, kind: 'transient', message, nextAction },
  };
}

function forbidden(
  { loginServer, roleAssignmentMode }: RegistryAddress,
  { repository }: Subject,
  azure: NonNullable<Failure['azure']>,
): RegistryRefusal {
  const isCatalog = repository === undefined && roleAssignmentMode === 'abac';
  const missingRole = isCatalog ? catalogRole : pullRole(roleAssignmentMode);
  const what = repository === undefined ? t`repositories of ${loginServer}` : `${loginServer}/${repository}`;
  const words = roleAssignmentMode === 'abac' ? t('in ABAC mode this requires') : t('this requires');
  return {
    kind: 'forbidden',
    missingRole,
    failure: {
      code: 'registry.forbidden',
      kind: 'auth',
      message: t`You don’t have permission to list ${what}; ${words} the role ${missingRole.name}.`,
      nextAction: t`Ask an owner of the registry to assign you the role, or ${byHand}.`,
      azure,
    },
  };
}

function failureOfStatus(
  status: number,
  azure: NonNullable<Failure['azure']>,
  host: string,
  { repository, tag }: Subject,
): Failure {
  const end = tag === undefined ? '' : `${isDigest(tag) ? '@' : ':'}${tag}`;
  const image = `${host}${repository === undefined ? '' : `/${repository}`}${end}`;
  if (status === 404) {
    return {
      code: 'registry.notFound',
      kind: 'user',
      message: t`${image} doesn’t exist.`,
      nextAction: t`Refresh the list, or ${byHand}.`,
      azure,
    };
  }
  if (status >= 300 && status < 400) {
    return {
      code: 'registry.redirected',
      kind: 'defect',
      message: t`${host} returned a redirect, which wasn’t followed.`,
      nextAction: t('Check whether a proxy is between this computer and the registry.'),
      azure,
    };
  }
  const isPassing = status === 408 || status === 429 || status >= 500;
  return {
    code: 'registry.refused',
    kind: isPassing ? 'transient' : 'defect',
    message: t`${host} refused the request for ${image} (HTTP ${status}${azure.code === '' ? '' : `, ${azure.code}`}).`,
    nextAction: isPassing ? t('Try again in a moment.') : t`Try again, or ${byHand}.`,
    azure,
  };
}

function firstError(body: string): { code: string; message: string } | undefined {
  try {
    const parsed = v.safeParse(errorBody, JSON.parse(body));
    return parsed.success ? parsed.output.errors[0] : undefined;
  } catch {
    // Proxies answer in HTML: the status says enough.
    return undefined;
  }
}
