import * as v from 'valibot';
import { same, textAt, textsAt } from '../arm/json';
import { ArmError } from '../arm/errors';
import type { Estate, JsonObject } from '../estate';

const TYPE = 'Microsoft.ContainerRegistry/registries/emulatedPullFaults';

/**
 * What goes wrong with pulls from a registry although everything is set up well: what it answers when kubelets ask for a
 * token, for the manifest or for layers. `times` is for how many tries of each pod, `until` for how long; for good
 * without either.
 */
export const pullFaultSchema = v.strictObject({
  registry: v.string(),
  at: v.picklist(['token', 'manifest', 'layers']),
  answer: v.picklist([401, 403, 429, 500, 503, 'timeout']),
  /** Only those of these clusters; of all without it. */
  clusters: v.optional(v.array(v.string())),
  times: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  until: v.optional(v.pipe(v.string(), v.isoTimestamp())),
});

export type PullFault = v.InferOutput<typeof pullFaultSchema>;

/** When a pull is tried, and how often it was before. */
export interface Moment {
  readonly at: number;
  readonly tries: number;
}

/** Keeps a fault in the estate, from which the oracle decides. Throws where there is no such registry. */
export function addPullFault(estate: Estate, fault: PullFault): void {
  const registry = estate.get(fault.registry);
  if (registry === undefined) throw new ArmError(404, 'NotFound', `There is no registry ${fault.registry}.`);
  const name = String(estate.below(registry.id, TYPE).length + 1);
  const id = `${registry.id}/emulatedPullFaults/${name}`;
  estate.put({ id, name, type: TYPE, properties: fault as unknown as JsonObject });
}

export function clearPullFaults(estate: Estate): void {
  for (const { id } of [...estate.ofType(TYPE)]) estate.delete(id);
}

/** The answer that a pull meets at a place, if something is wrong there at this moment. */
export function pullFaultAt(
  estate: Estate,
  pull: { registryId: string; clusterId: string; moment: Moment | undefined },
  place: PullFault['at'],
): PullFault['answer'] | undefined {
  const { registryId, clusterId, moment } = pull;
  const found = estate.below(registryId, TYPE).find(({ properties }) => {
    const { times } = properties;
    const until = textAt(properties, 'until');
    const clusters = textsAt(properties, 'clusters');
    return (
      properties['at'] === place &&
      (clusters.length === 0 || clusters.some((id) => same(id, clusterId))) &&
      (typeof times !== 'number' || (moment?.tries ?? 0) < times) &&
      (until === undefined || moment === undefined || moment.at < Date.parse(until))
    );
  });
  return found?.properties['answer'] as PullFault['answer'] | undefined;
}
