import type { Exchange } from '../../../emulator/src/requestLog';
import { isOperationPath } from '../../../emulator/src/arm/operations';
import { commonBreaches, lowerCase, pollBreaches } from './armRules';
import { nearestVersion } from './definitions';
import { falseFindings, faultsWithAnswers, rewrites, undescribed, type FalseFinding } from './exceptions';
import type { Issue, Pair, Validator } from './validator';

/** Which definition a finding is from: of the api-version itself, of the nearest one, or none but Resource Manager's. */
type Source = 'exact' | 'nearest' | 'resourceManager';

export interface Finding {
  /**
   * `mistake`: must not be. `newer`: the nearest definition is older than the request's api-version and doesn't know
   * this yet. `refused`: what is wrong with a request that was refused. `injected`: in an answer that a fault made
   * and no definition has.
   */
  readonly level: 'mistake' | 'newer' | 'refused' | 'injected';
  readonly source: Source;
  readonly issue: Issue;
}

export interface Checked {
  /** `undescribed`: no definition, and the list of exceptions doesn't say why. */
  readonly coverage: 'exact' | 'nearest' | 'poll' | 'listed' | 'undescribed';
  /** The rules of `exceptions` that were needed. */
  readonly needed: readonly object[];
  readonly findings: readonly Finding[];
}

/** What the definitions of newer versions know more, as findings of older definitions. */
const UNKNOWN = /ADDITIONAL_PROPERTIES|ENUM_MISMATCH|INVALID_RESPONSE_CODE/;

/**
 * Lays one exchange beside Microsoft's definitions and Resource Manager's own rules.
 * @param operation its name in the emulator's table; `undefined` where nothing answers for the path
 * @param read what the same URL answered to the last GET before
 */
export async function checkExchange(
  exchange: Exchange,
  operation: string | undefined,
  validator: Validator,
  read?: unknown,
): Promise<Checked> {
  const needed = new Set<object>();
  const findings: Finding[] = [];
  const isRefused = exchange.response.status >= 400;
  const faults = exchange.injected?.split(',') ?? [];
  const isMade = faults.some((kind) => faultsWithAnswers.test(kind));
  const levelOf = ({ side }: Issue, isNewer: boolean): Finding['level'] => {
    if (side === 'request' && isRefused) return 'refused';
    if (side === 'response' && isMade) return 'injected';
    return isNewer ? 'newer' : 'mistake';
  };
  const add = (source: Source, issue: Issue, isNewer = false): void => {
    findings.push({ level: levelOf(issue, isNewer), source, issue });
  };
  const breach = (message: string): void => {
    add('resourceManager', { side: 'response', code: 'RESOURCE_MANAGER', places: [], message });
  };
  const { pathname, searchParams } = new URL(exchange.request.url);
  const path = decodeURI(pathname);
  commonBreaches(exchange).forEach(breach);
  if (operation === undefined && isOperationPath(path)) {
    pollBreaches(exchange).forEach(breach);
    return { coverage: 'poll', needed: [], findings };
  }

  const version = versionOf(searchParams);
  const nearest = nearestVersion(path, version);
  const check = async (source: 'exact' | 'nearest', checkedVersion: string): Promise<boolean> => {
    const verdict = await validator.validate(pairOf(exchange, checkedVersion, needed));
    if (verdict.kind === 'undescribed') return false;
    for (const issue of verdict.issues) {
      const rule = falseFindings.find((known) => matches(known, issue, verdict.operation, exchange, read));
      if (rule === undefined) add(source, issue, checkedVersion < version && UNKNOWN.test(issue.code));
      else needed.add(rule);
    }
    return true;
  };
  const isExact = version !== '' && (await check('exact', version));
  const isNear = nearest !== undefined && nearest !== version && (await check('nearest', nearest));
  if (isExact || isNear) return { coverage: isExact ? 'exact' : 'nearest', needed: [...needed], findings };
  const listed = undescribed.find((known) => known.operation.test(operation ?? ''));
  if (listed !== undefined) needed.add(listed);
  // Where nothing is, Resource Manager's refusal is all that can be looked at.
  const isNowhere = operation === undefined && isRefused;
  return {
    coverage: listed !== undefined || isNowhere ? 'listed' : 'undescribed',
    needed: [...needed],
    findings,
  };
}

function matches(
  rule: FalseFinding,
  issue: Issue,
  operation: string,
  exchange: Exchange,
  read: unknown,
): boolean {
  return (
    rule.side === issue.side &&
    rule.code.test(issue.code) &&
    rule.operation?.test(operation) !== false &&
    rule.at?.test(issue.places[0] ?? '') !== false &&
    rule.when?.(exchange, issue, read) !== false
  );
}

function versionOf(query: URLSearchParams): string {
  for (const [name, value] of query) if (name.toLowerCase() === 'api-version') return value;
  return '';
}

function pairOf({ request, response }: Exchange, version: string, needed: Set<object>): Pair {
  const url = new URL(request.url);
  const rewrite = rewrites.find(({ path }) => path.test(url.pathname));
  if (rewrite !== undefined) needed.add(rewrite);
  const plain = url.pathname.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
  const path = rewrite === undefined ? plain : plain.replace(rewrite.path, rewrite.to);
  const query = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    if (name.toLowerCase() !== 'api-version') query.set(name, value);
  }
  query.set('api-version', version);
  const headers = lowerCase(request.headers);
  return {
    liveRequest: {
      method: request.method.toLowerCase(),
      url: `https://management.azure.com${path}?${new URLSearchParams([...query]).toString()}`,
      headers: request.body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      query: Object.fromEntries(query),
      ...(request.body === undefined ? {} : { body: structuredClone(request.body) }),
    },
    liveResponse: {
      statusCode: String(response.status),
      headers: lowerCase(response.headers),
      ...(response.body === undefined ? {} : { body: structuredClone(response.body) }),
    },
  };
}
