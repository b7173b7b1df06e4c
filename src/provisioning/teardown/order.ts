import { idKey, isAtOrBelow, parentId } from '../../model/armId';
import type { Candidate } from './candidate';

type Thing = Pick<Candidate, 'kind' | 'resourceId' | 'holds'>;

/**
 * Whether one thing may be deleted (or put back) only after another: links, zone group, endpoint, zone; peering;
 * network; group. Azure refuses a zone that has links or is written to by a zone group, and a network that is in use.
 * A network leaves the zone first: with records or way gone before, its clusters would get “no such host” or an address
 * that they can't reach, where the public one may still be open to them.
 */
export function mustFollow(later: Thing, earlier: Thing): boolean {
  if (later === earlier) return false;
  const { kind } = earlier;
  switch (later.kind) {
    case 'endpoint':
      return kind === 'zoneLink' || (kind === 'zoneGroup' && isIn(earlier, later));
    case 'zoneGroup':
      return kind === 'zoneLink';
    case 'zone':
      return kind === 'zoneGroup' || (kind === 'zoneLink' && isIn(earlier, later));
    case 'peering':
      return kind === 'zoneLink' || kind === 'zoneGroup';
    case 'subnet':
      return kind === 'endpoint';
    case 'network':
      return (
        kind === 'endpoint' ||
        kind === 'zoneLink' ||
        ((kind === 'peering' || kind === 'subnet') &&
          (isIn(earlier, later) || earlier.holds.some((id) => idKey(id) === idKey(later.resourceId))))
      );
    case 'resourceGroup':
      return kind !== 'resourceGroup' && isAtOrBelow(earlier.resourceId, later.resourceId);
    case 'registrySku':
    case 'replica':
      return kind === 'endpoint';
    case 'registry':
      return kind === 'endpoint' || kind === 'roleAssignment' || (kind === 'replica' && isIn(earlier, later));
    case 'zoneLink':
    case 'roleAssignment':
    case 'publicAccess':
    case 'connection':
      return false;
  }
}

/**
 * Whether something gets its prior values back only after something else is gone. A network's link falls back to public
 * resolution until the endpoint has gone, because the records go before it.
 */
export function mustComeBackAfter(later: Thing, earlier: Thing): boolean {
  return mustFollow(later, earlier) || (later.kind === 'zoneLink' && earlier.kind === 'endpoint');
}

function isIn(child: Thing, parent: Thing): boolean {
  return idKey(parentId(child.resourceId)) === idKey(parent.resourceId);
}
