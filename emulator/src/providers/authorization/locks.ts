import * as v from 'valibot';
import { readOnly } from '../../arm/body';
import { resourceNotFound, scopeLocked } from '../../arm/errors';
import { listAt, textAt } from '../../arm/json';
import { listAnswer } from '../../arm/paging';
import type { ArmRequest, ResourceType } from '../../arm/provider';
import type { ArmResource, Estate } from '../../estate';
import { isAtOrAbove } from './access';
import { readFilter } from './filter';

const LOCK = 'Microsoft.Authorization/locks';

const lockBody = v.strictObject({
  id: readOnly,
  name: readOnly,
  type: readOnly,
  systemData: readOnly,
  properties: v.strictObject({
    level: v.picklist(['CanNotDelete', 'ReadOnly', 'NotSpecified']),
    notes: v.optional(v.string()),
    owners: v.optional(v.array(v.strictObject({ applicationId: v.optional(v.string()) }))),
  }),
});

/** Management locks, at any scope; they count for everything below it. */
export const locks: ResourceType = {
  type: LOCK,
  apiVersions: ['2020-05-01', '2017-04-01', '2016-09-01', '2015-01-01'],
  scope: 'any',
  schemas: { put: lockBody },
  get: (request) => ({ status: 200, body: found(request) }),
  put: (request) => {
    const { properties } = v.parse(lockBody, request.body);
    const before = request.estate.get(request.id.path);
    const { level, notes, owners } = properties;
    const lock: ArmResource = {
      properties: {
        level,
        ...(notes === undefined ? {} : { notes }),
        ...(owners === undefined
          ? {}
          : { owners: owners.map(({ applicationId }) => ({ applicationId: applicationId ?? '' })) }),
      },
      id: request.id.path,
      type: LOCK,
      name: request.id.name,
    };
    request.estate.put(lock);
    return { status: before === undefined ? 201 : 200, body: lock };
  },
  delete: (request) => ({ status: request.estate.delete(request.id.path) ? 200 : 204 }),
  // Without a filter at, above and below the scope; `atScope()` leaves out what is below (Get-AzResourceLock's help).
  list: (request) => {
    const { atScope } = readFilter(request.query.get('$filter'));
    const here = request.id.path;
    const isListed = (scope: string): boolean =>
      isAtOrAbove(scope, here) || (atScope !== true && isAtOrAbove(here, scope));
    const all = request.estate.ofType(LOCK);
    return listAnswer(
      request,
      all.filter((lock) => isListed(lockedScope(lock))),
    );
  },
};

function found(request: ArmRequest): ArmResource {
  const lock = request.estate.get(request.id.path);
  if (lock === undefined) throw resourceNotFound(request.id.label, request.id.resourceGroup);
  return lock;
}

function lockedScope({ id }: ArmResource): string {
  return id.replace(/\/providers\/Microsoft\.Authorization\/locks\/[^/]+$/i, '');
}

/**
 * Refuses what a lock forbids (B). A delete is stopped by a lock at or above, by one on anything that would go along,
 * and, for a private endpoint, by one on its registry, whose connection would go (seen in the wild); a write and an
 * action by a `ReadOnly` lock at or above.
 */
export function checkLocks(request: ArmRequest): void {
  const { estate, id, method } = request;
  if (method === 'GET' || method === 'HEAD' || id.isType(LOCK) || id.path === '') return;
  const all = estate.ofType(LOCK);
  if (all.length === 0 || (method === 'POST' && !id.isResource)) return;
  const isDelete = method === 'DELETE';
  const targets = isDelete ? [id.path, ...alsoDeleted(estate, id.path)] : [id.path];
  const stopping = all.filter((lock) => {
    const scope = lockedScope(lock);
    if (!isDelete && textAt(lock.properties, 'level') !== 'ReadOnly') return false;
    if (textAt(lock.properties, 'level') === 'NotSpecified') return false;
    return targets.some((target) => isAtOrAbove(scope, target) || (isDelete && isAtOrAbove(target, scope)));
  });
  if (stopping.length === 0) return;
  throw scopeLocked(id.path, isDelete ? 'delete' : 'write', [...new Set(stopping.map(lockedScope))]);
}

/** What goes with a resource without being below it: a private endpoint's connection at the registry. */
function alsoDeleted(estate: Estate, id: string): string[] {
  const { properties } = estate.get(id) ?? {};
  return ['privateLinkServiceConnections', 'manualPrivateLinkServiceConnections']
    .flatMap((list) => listAt(properties, list))
    .flatMap((link) => textAt(link, 'properties', 'privateLinkServiceId') ?? []);
}
