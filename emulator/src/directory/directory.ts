import type { ArmAnswer } from '../arm/answer';
import { callerOf, type Caller, type Directory } from '../arm/caller';
import type { Clock } from '../arm/clock';
import { ArmError } from '../arm/errors';
import { same } from '../arm/json';
import type { RawRequest } from '../arm/router';
import type { ArmResource, Estate } from '../estate';
import { errorAnswer } from '../httpErrors';
import { isJudged, principal } from '../providers/authorization/access';
import { invalidToken, notDelegated, requestDenied, unknownSegment, wrongMethod } from './errors';
import { answerGetByIds } from './getByIds';
import { contextOf, listOf, selected } from './lists';
import { objectSets, setOf, shown, users } from './objects';
import { checkOptions, readSelect } from './query';

interface Azure {
  readonly estate: Estate;
  readonly directory: Directory;
  readonly clock: Clock;
}

/** Whether a URL (path with query) is Microsoft Graph's: Resource Manager has nothing below `/v1.0`. */
export function isDirectoryUrl(url: string): boolean {
  return /^\/v1\.0(?:[/?]|$)/i.test(url);
}

/**
 * The part of Microsoft Graph v1.0 by which principals are picked and named: `/me`, lists of users, groups and service
 * principals, `directoryObjects/getByIds`. Who is asking says the token, as with Resource Manager. Errors are answers,
 * `{"error":{"code","message"}}`.
 */
export function answerDirectory(azure: Azure, request: RawRequest): ArmAnswer {
  try {
    return route(azure, request);
  } catch (thrown) {
    if (thrown instanceof ArmError) return errorAnswer(thrown);
    throw thrown;
  }
}

function route(azure: Azure, { method, url, headers, body, origin }: RawRequest): ArmAnswer {
  const caller = callerIn(azure, headers['authorization']);
  const [path = '', search = ''] = url.split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  const resource = path.replace(/^\/v1\.0\/?/i, '').replace(/\/$/, '');
  const allow = (allowed: string): void => {
    if (method !== allowed) throw wrongMethod(allowed);
  };
  if (same(resource, 'directoryObjects/getByIds')) {
    allow('POST');
    return answerGetByIds(azure.estate, body);
  }
  if (same(resource, 'me')) {
    allow('GET');
    return me(asUser(azure, caller), query, origin);
  }
  const set = objectSets.find(({ name }) => same(name, resource));
  if (set === undefined) throw unknownSegment(resource);
  allow('GET');
  if (isJudged(azure.estate, caller.objectId) && asUser(azure, caller) === undefined) throw requestDenied();
  return listOf(azure.estate, set, query, origin);
}

function callerIn({ directory, clock }: Azure, authorization: string | undefined): Caller {
  try {
    return callerOf(authorization, directory, clock.now());
  } catch (thrown) {
    if (!(thrown instanceof ArmError)) throw thrown;
    const isOver = thrown.code === 'ExpiredAuthenticationToken';
    throw invalidToken(
      isOver ? 'Lifetime validation failed, the token is expired.' : 'Access token is empty.',
      directory.tenantId,
    );
  }
}

/** The caller, if a user of this directory: a token of another directory is for nobody in this one. */
function asUser({ estate, directory }: Azure, { objectId, tenantId }: Caller): ArmResource | undefined {
  if (tenantId !== undefined && !same(tenantId, directory.tenantId)) return undefined;
  const found = principal(estate, objectId);
  return found !== undefined && setOf(found) === users ? found : undefined;
}

function me(user: ArmResource | undefined, query: URLSearchParams, origin: string): ArmAnswer {
  if (user === undefined) throw notDelegated();
  checkOptions(query, '$select');
  const select = readSelect(query, users);
  return {
    status: 200,
    body: {
      '@odata.context': `${contextOf(origin, users, select)}/$entity`,
      ...selected(shown(user), select),
    },
  };
}
