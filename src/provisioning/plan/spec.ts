/**
 * What the user wants of a link: plain, serialisable data. It names every resource; whether one is created, changed or
 * reused is for the plan to find out. `onAbsent` says what an absent one means: `create` it, or `refuse` because the user
 * picked it as existing.
 */
import * as v from 'valibot';
import type { Immutable } from '../../model/immutable';
import { texts } from './jsonSchema';
import type { Plan } from './plan';

const onAbsent = v.picklist(['create', 'refuse']);
export type OnAbsent = v.InferOutput<typeof onAbsent>;

const named = { id: v.string(), onAbsent } as const;
/** `addressPrefix` is a CIDR, used when the thing is created. */
const ranged = { ...named, addressPrefix: v.string() } as const;

/**
 * Who lets a new endpoint connect: Azure at once, because the caller may approve connections of the registry, or the
 * registry's owner later, who reads the message.
 */
const approval = v.variant('mode', [
  v.object({ mode: v.literal('automatic') }),
  v.object({ mode: v.literal('manual'), requestMessage: v.string() }),
]);
export type Approval = Immutable<v.InferOutput<typeof approval>>;

/** What gives a registry private addresses: the same for a cluster's link and for a registry without any cluster. */
const sideMembers = {
  /**
   * The network that the endpoint is in: one of the registry's side, or the cluster's own. `location` is an Azure region,
   * used when the network (or its resource group) is created.
   */
  network: v.object({ ...ranged, location: v.string() }),
  subnet: v.object(ranged),
  endpoint: v.object({ ...named, approval }),
  /**
   * Who sees to names: the plan (`zone`), or a central team whose policy writes the records and links the networks
   * (`central`): then zone, zone group and zone links are not planned, and `zone` is only kept for changing one's mind.
   */
  dns: v.picklist(['zone', 'central']),
  zone: v.object(named),
  /**
   * `NxDomainRedirect` on the zone links that are made, and on an existing one of the cluster's network: names that the
   * zone lacks are resolved publicly, so that other private registries stay reachable over their public address.
   */
  fallbackToInternet: v.boolean(),
} as const;

const sideNames = {
  zoneGroup: v.string(),
  /** Link of the registry's network to the zone. */
  registryZoneLink: v.string(),
} as const;

export const registrySideSchema = v.object({ ...sideMembers, names: v.object(sideNames) });
export type RegistrySide = Immutable<v.InferOutput<typeof registrySideSchema>>;

/** The cluster reaches the registry over its public name: only the pull role is needed. */
const publicAccess = v.object({ mode: v.literal('public') });
export type PublicAccess = Immutable<v.InferOutput<typeof publicAccess>>;

/** The cluster reaches the registry through a private endpoint. */
const privateAccess = v.object({
  mode: v.literal('private'),
  ...sideMembers,
  /** The user agreed to raise the registry to Premium. */
  upgradeToPremium: v.boolean(),
  /**
   * How packets get from the cluster's network to the endpoint's: over a peering of the two, or `routed` over something
   * that the user vouches for (a hub with a gateway or an appliance), which is neither planned nor checked. Without
   * meaning where both are one network.
   */
  route: v.picklist(['peering', 'routed']),
  names: v.object({
    ...sideNames,
    /** Link of the cluster's network to the zone. */
    clusterZoneLink: v.string(),
    /** Peering on the registry's network. */
    peeringToCluster: v.string(),
    /** Peering on the cluster's network. */
    peeringToRegistry: v.string(),
  }),
});
export type PrivateAccess = Immutable<v.InferOutput<typeof privateAccess>>;

const clusterLink = v.object({
  clusterId: v.string(),
  access: v.variant('mode', [publicAccess, privateAccess]),
  /**
   * For a cluster that runs on a service principal: the object id (not the application id) under which the directory
   * knows it. Resource Manager can't tell it, so the user is asked for it. Ignored where there is a kubelet identity.
   */
  servicePrincipalObjectId: v.exactOptional(v.string()),
});
export type ClusterLink = Immutable<v.InferOutput<typeof clusterLink>>;

export const linkSpecSchema = v.object({
  schemaVersion: v.literal(2),
  registryId: v.string(),
  /**
   * One for each cluster, each with its own topology. Links that name the same network, endpoint or zone share it: it
   * is planned once, and what they say of it has to agree.
   */
  links: v.array(clusterLink),
  /** Tags for everything that the plan creates and that takes tags, besides the ownership mark. */
  tags: texts,
});
export type LinkSpec = Immutable<v.InferOutput<typeof linkSpecSchema>>;

export type LinkPlan = Plan<'link', LinkSpec>;
