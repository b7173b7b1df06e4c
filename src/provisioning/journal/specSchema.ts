/** A link's spec as journals hold it: of this version, or of the first one, which knew one cluster only. */
import * as v from 'valibot';
import type { ClusterLink, LinkSpec } from '../plan/spec';
import { texts } from './jsonSchema';

const onAbsent = v.picklist(['create', 'refuse']);
const named = { id: v.string(), onAbsent };
const ranged = { ...named, addressPrefix: v.string() };

const approval = v.variant('mode', [
  v.object({ mode: v.literal('automatic') }),
  v.object({ mode: v.literal('manual'), requestMessage: v.string() }),
]);

/** What a link says of the registry's side, and a registry's own spec as well. */
export const sideMembers = {
  network: v.object({ ...ranged, location: v.string() }),
  subnet: v.object(ranged),
  // What the first version didn't know is filled in as that version did it.
  endpoint: v.object({ ...named, approval: v.optional(approval, { mode: 'automatic' }) }),
  dns: v.optional(v.picklist(['zone', 'central']), 'zone'),
  zone: v.object(named),
  fallbackToInternet: v.boolean(),
} as const;

export const sideNames = { zoneGroup: v.string(), registryZoneLink: v.string() } as const;

const access = v.variant('mode', [
  v.object({ mode: v.literal('public') }),
  v.object({
    mode: v.literal('private'),
    upgradeToPremium: v.boolean(),
    ...sideMembers,
    route: v.optional(v.picklist(['peering', 'routed']), 'peering'),
    names: v.object({
      ...sideNames,
      clusterZoneLink: v.string(),
      peeringToCluster: v.string(),
      peeringToRegistry: v.string(),
    }),
  }),
]);

const common = { registryId: v.string(), tags: texts };

const first = v.pipe(
  v.object({ ...common, schemaVersion: v.literal(1), clusterId: v.string(), access }),
  v.transform(({ clusterId, access: how, ...rest }) => ({
    ...rest,
    schemaVersion: 2 as const,
    links: [{ clusterId, access: how } satisfies ClusterLink],
  })),
);

const present = v.object({
  ...common,
  schemaVersion: v.literal(2),
  links: v.array(
    v.object({
      clusterId: v.string(),
      access,
      servicePrincipalObjectId: v.exactOptional(v.string()),
    }),
  ),
});

/** Takes either version, gives the present one. */
export const specSchema: v.GenericSchema<unknown, LinkSpec> = v.union([present, first]);
