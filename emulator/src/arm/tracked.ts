import type { ArmResource } from '../estate';
import { shortRegion } from './clouds';
import { ArmError } from './errors';
import { objectAt, textAt } from './json';
import type { ArmRequest } from './provider';

/**
 * The location of a resource that is put: Resource Manager wants one, doesn't let it change, and answers it in the
 * short form (`West Europe` is `westeurope`).
 */
export function locationOf(request: ArmRequest, existing: ArmResource | undefined): string {
  const location = textAt(request.body, 'location');
  if (location === undefined || location.trim() === '') {
    throw new ArmError(400, 'LocationRequired', 'The location property is required for this definition.');
  }
  const short = shortRegion(location);
  const previous = existing?.location;
  if (existing !== undefined && previous !== undefined && shortRegion(previous) !== short) {
    throw new ArmError(
      409,
      'InvalidResourceLocation',
      `The resource '${existing.name}' already exists in location '${previous}' in resource group '${request.id.resourceGroup}'. A resource with the same name cannot be created in location '${short}'. Please select a new resource name.`,
    );
  }
  return short;
}

/** The tags of a body, as a part of the resource: left out where there are none. */
export function tagsOf(request: ArmRequest): { tags?: Record<string, string> } {
  return request.body['tags'] === undefined
    ? {}
    : { tags: objectAt(request.body, 'tags') as Record<string, string> };
}

/** Changes members of a resource that is still there, and of its properties. */
export function update(
  request: Pick<ArmRequest, 'estate'>,
  id: string,
  properties: ArmResource['properties'],
  members: Partial<ArmResource> = {},
): void {
  const current = request.estate.get(id);
  if (current === undefined) return;
  request.estate.put({ ...current, ...members, properties: { ...current.properties, ...properties } });
}
