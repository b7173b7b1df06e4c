/** What can be deleted of a link, part by part. */
import { idKey } from '../../../model/armId';
import { groupBy } from '../../../model/groupBy';
import { fingerprint } from '../../plan/fingerprint';
import { peeringParts, roleParts, zoneLinkParts } from './pairParts';
import type { Part, PartsInput } from './part';
import { sharedParts } from './sharedParts';

/** All parts; a part that several ways share is there once. */
export function partsOf(input: PartsInput): Part[] {
  const { link } = input;
  const all = [
    ...roleParts(input),
    ...link.ways.flatMap((way) => [...peeringParts(input, way), ...zoneLinkParts(input, way)]),
    ...link.ways.flatMap((way) => sharedParts(input, way)),
  ];
  return distinct([...new Map(all.map((one) => [idKey(one.resourceId), one])).values()]);
}

/** Two things of one name, such as two zones, are two steps: then the step's id also stands for the thing's. */
function distinct(parts: readonly Part[]): Part[] {
  const namesakes = groupBy(parts, ({ stepId }) => stepId);
  return parts.map((one) =>
    (namesakes.get(one.stepId)?.length ?? 0) < 2
      ? one
      : { ...one, stepId: `${one.stepId}:${fingerprint(idKey(one.resourceId)).slice(0, 8)}` },
  );
}
