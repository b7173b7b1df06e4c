/** What a link would make, as things that aren't there yet. */
import { groupIdOf, idKey } from '../../model/armId';
import type { Facts, Observed } from '../observed/observed';
import type { LinkSpec } from '../plan/spec';

/** Everything that was read, and as absent what the spec names and nobody has looked for. */
export function withNew(spec: LinkSpec, observed: Observed): Observed {
  const sides = spec.links.flatMap(({ access }) => (access.mode === 'private' ? [access] : []));
  const ids = sides.map(({ network, endpoint, zone }) => [network.id, endpoint.id, zone.id] as const);
  return {
    ...observed,
    networks: withAbsent(
      observed.networks,
      ids.map(([network]) => network),
    ),
    endpoints: withAbsent(
      observed.endpoints,
      ids.map(([, endpoint]) => endpoint),
    ),
    zones: withAbsent(
      observed.zones,
      ids.map(([, , zone]) => zone),
    ),
    resourceGroups: withAbsent(observed.resourceGroups, ids.flat().map(groupIdOf)),
  };
}

function withAbsent<T>(facts: Facts<T>, ids: readonly string[]): Facts<T> {
  const absent = ids.map((id) => [idKey(id), { state: 'absent' }] as const);
  return { ...Object.fromEntries(absent), ...facts };
}
