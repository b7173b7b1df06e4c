import { ArmError } from '../arm/errors';
import { listAnswer } from '../arm/paging';
import type { ResourceType } from '../arm/provider';
import type { ArmResource } from '../estate';
import { resourceVersions } from './resourceGroups';

/** `GET {subscription or group}/resources`: what Resource Manager itself knows of each tracked resource. */
export const resources: ResourceType = {
  type: 'Microsoft.Resources/resources',
  apiVersions: resourceVersions,
  list: (request) => {
    const keep = readFilter(request.query.get('$filter'));
    const items = request.estate.below(request.id.path).filter((item) => isTracked(item) && keep(item));
    return listAnswer(request, items, ({ id, name, type, location, tags, kind, sku, identity }) => ({
      id,
      name,
      type,
      ...Object.fromEntries(
        Object.entries({ location, tags, kind, sku, identity }).filter(([, value]) => value !== undefined),
      ),
    }));
  },
};

/** Tracked resources are those with a location of their own; subnets, records, connections and the like have none. */
export function isTracked(resource: ArmResource): boolean {
  return (
    resource.location !== undefined &&
    !/^Microsoft\.(Resources|Authorization|Graph)\//i.test(resource.type) &&
    /\/resourceGroups\//i.test(resource.id)
  );
}

function readFilter(text: string | null): (resource: ArmResource) => boolean {
  if (text === null || text.trim() === '') return () => true;
  const clauses = text
    .trim()
    .replace(/^\((.*)\)$/, '$1')
    .split(/\s+and\s+/i)
    .map((clause) => {
      const [, member = '', value = ''] =
        /^\s*(resourceType|resourceGroup|name|location)\s+eq\s+'([^']*)'\s*$/i.exec(clause) ?? [];
      if (member === '') {
        throw new ArmError(
          400,
          'InvalidFilterInQueryString',
          `Invalid $filter '${text}' specified in the query string.`,
        );
      }
      return { member: member.toLowerCase(), value: value.toLowerCase() };
    });
  return (resource) =>
    clauses.every(({ member, value }) => memberOf(resource, member).toLowerCase() === value);
}

function memberOf(resource: ArmResource, member: string): string {
  if (member === 'resourcetype') return resource.type;
  if (member === 'location') return resource.location ?? '';
  if (member === 'name') return resource.name;
  return /\/resourceGroups\/([^/]+)/i.exec(resource.id)?.[1] ?? '';
}
