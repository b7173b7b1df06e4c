import { resourceNotFound } from '../../arm/errors';
import { same } from '../../arm/json';
import { listAnswer } from '../../arm/paging';
import type { ResourceType } from '../../arm/provider';
import { isAtOrAbove, scopeOf } from './access';
import { DENY_ASSIGNMENT, denyAssignmentResources } from './denials';
import { readFilter } from './filter';

/** Deny assignments, for reading: in Azure only its own services make them. */
export const denyAssignments: ResourceType = {
  type: DENY_ASSIGNMENT,
  apiVersions: ['2022-04-01', '2024-07-01-preview', '2018-07-01-preview'],
  scope: 'any',
  get: (request) => {
    const resource = denyAssignmentResources(request.estate).find((item) => same(item.name, request.id.name));
    if (resource === undefined) throw resourceNotFound(request.id.label, request.id.resourceGroup);
    return { status: 200, body: resource };
  },
  list: (request) => {
    const { atScope } = readFilter(request.query.get('$filter'));
    const here = request.id.path;
    const items = denyAssignmentResources(request.estate).filter((item) => {
      const scope = scopeOf(item);
      return isAtOrAbove(scope, here) || (atScope !== true && isAtOrAbove(here, scope));
    });
    return listAnswer(request, items);
  },
};
