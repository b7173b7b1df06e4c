/** What makes a registry's plan impossible: everything at once, each with the way out. */
import { t } from '@vscode/l10n';
import { regionName } from '../../model/regionNames';
import { groupIdOf, nameOf, sameId } from '../../model/armId';
import { nameProblem } from '../../model/names';
import { regionKey } from '../../model/regions';
import type { Fact, NameAvailability, Observed } from '../observed/observed';
import type { Blocker } from '../plan/plan';
import { distinctBlockers, gone, notPremium, unread } from '../plan/findings';
import { notReady, wrongZoneName } from '../planning/blockers';
import {
  differingThings,
  linkedToOtherZone,
  missingThings,
  unapprovedEndpoint,
} from '../planning/blockersExisting';
import {
  endpointElsewhere,
  invalidNames,
  invalidRanges,
  serviceEndpointRules,
  unsuitableSubnet,
} from '../planning/blockersNetwork';
import { aliasInTheWay, secondEndpoint } from '../planning/blockersRecords';
import { unreadableSide } from '../planning/blockersUnread';
import { tooManyZones } from '../planning/contradictions';
import { factOf, known } from '../observed/lookup';
import type { Planned } from '../planning/planned';
import { linkElsewhere, type RegistryPath, type RegistrySituation } from '../planning/situation';
import { busyReplicas, goingThings } from '../planning/states';
import type { RegistryCase } from './registrySituation';
import type { NewRegistry, RegistrySpec } from '../plan/registrySpec';

type Rule = (situation: RegistryCase, steps: readonly Planned[]) => Blocker[];

const rules: readonly Rule[] = [
  unreadableGroup,
  unreadableSide,
  nameTaken,
  notReady,
  differingRegistry,
  tooFewRights,
  replicasTwice,
  unknownRegions,
  regionsWithoutZones,
  wrongZoneName,
  invalidNames,
  invalidRanges,
  missingThings,
  differingThings,
  endpointElsewhere,
  unsuitableSubnet,
  serviceEndpointRules,
  unapprovedEndpoint,
  secondEndpoint,
  aliasInTheWay,
  otherZoneLink,
  zoneLimit,
  goingThings,
  busyReplicas,
];

export function blockersOfRegistry(situation: RegistryCase, steps: readonly Planned[]): Blocker[] {
  const found = rules.flatMap((rule) => rule(situation, steps));
  return distinctBlockers(found);
}

/** Without the registry's fact there is no plan at all; a new one may be absent. */
export function unreadableRegistry({ registry: wish }: RegistrySpec, { registry }: Observed): Blocker[] {
  const what = t`Registry ${nameOf(wish.id)}`;
  return [
    ...(wish.kind === 'existing' ? gone(what, wish.id, registry) : []),
    ...unread(what, wish.id, registry),
  ];
}

function unreadableGroup({ observed, registry, registryIsNew }: RegistryCase): Blocker[] {
  if (!registryIsNew) return [];
  const group = groupIdOf(registry.id);
  return unread(t`Resource group ${nameOf(group)}`, group, factOf(observed.resourceGroups, group));
}

/** Registries' names are hosts in one domain: unique in all of Azure, whoever has them. */
function nameTaken({ observed, registry, registryIsNew }: RegistryCase): Blocker[] {
  const fact = observed.registryName ?? { state: 'unreadable', reason: t('It hasn’t been checked yet.') };
  // A name of the wrong form is told by the rule for names.
  if (!registryIsNew || nameProblem('registry', registry.name) !== undefined) return [];
  const answer = known(fact);
  if (answer === undefined) {
    // Who has rights on a resource group only may not ask; Azure says it when the registry is made.
    return mayNotAsk(fact) ? [] : unread(t`The availability of the name ${registry.name}`, registry.id, fact);
  }
  if (answer.available) return [];
  return [
    {
      code: answer.reason === 'invalid' ? 'invalidName' : 'nameTaken',
      message:
        answer.reason === 'taken'
          ? t`A registry named ${registry.name} already exists, maybe in another organization’s subscription. Registry names are unique across Azure.`
          : t`Azure doesn’t accept the name ${registry.name}: ${answer.message}`,
      wayOut: t('Choose another name.'),
      resourceIds: [registry.id],
    },
  ];
}

/** Whether Azure refused to say if a name is free for want of a right. */
export function mayNotAsk(fact: Fact<NameAvailability> | undefined): boolean {
  return fact?.state === 'unreadable' && fact.missingAction !== undefined;
}

/** A registry under the new one's id which isn't what was asked for: somebody else's, or changed since. */
function differingRegistry({ spec, registry, registryIsNew }: RegistryCase): Blocker[] {
  const { registry: wish } = spec;
  if (wish.kind === 'existing' || registryIsNew) return [];
  const differences = [
    regionKey(registry.location) === regionKey(wish.location)
      ? []
      : [t`in ${regionName(registry.location)} instead of ${regionName(wish.location)}`],
    registry.sku === 'Premium' ? [] : [t`with SKU ${registry.sku} instead of Premium`],
    registry.publicNetworkAccess === wish.publicNetworkAccess
      ? []
      : [
          t`with public network access ${registry.publicNetworkAccess} instead of ${wish.publicNetworkAccess}`,
        ],
    registry.roleAssignmentMode === wish.roleAssignmentMode
      ? []
      : [t`with ${modes[registry.roleAssignmentMode]} instead of ${modes[wish.roleAssignmentMode]}`],
    registry.adminUserEnabled === true ? [t('with its admin user enabled')] : [],
  ].flat();
  if (differences.length === 0) return [];
  return [
    {
      code: 'namedThingDiffers',
      message: t`Registry ${registry.name} already exists ${differences.join(', ')}.`,
      wayOut: t('Choose another name, or use Make Private… on the existing registry.'),
      resourceIds: [registry.id],
    },
  ];
}

const modes = { legacy: t('RBAC registry permissions'), abac: t('ABAC repository permissions') } as const;

function tooFewRights({ spec, registry, path }: RegistryCase): Blocker[] {
  const { registry: wish } = spec;
  if (wish.kind === 'new' || path === undefined || wish.upgradeToPremium) return [];
  return notPremium(registry, t('private endpoints need'), t('Accept the upgrade to Premium.'));
}

/** A registry has one replica a region, and its home region is one of them. */
function replicasTwice({ spec }: RegistryCase): Blocker[] {
  const { registry: wish } = spec;
  if (wish.kind === 'existing') return [];
  const regions = wish.replicas.map(({ location }) => regionKey(location));
  return wish.replicas.flatMap(({ location }, index) => {
    const home = regions[index] === regionKey(wish.location);
    if (!home && regions.indexOf(regionKey(location)) === index) return [];
    return [
      {
        code: home ? 'replicaInHomeRegion' : 'replicaTwice',
        message: home
          ? t`${regionName(location)} is the registry’s home region, which needs no replica.`
          : t`A replica in ${regionName(location)} is specified twice.`,
        wayOut: t('Remove that replica.'),
        resourceIds: [wish.id],
      },
    ];
  });
}

/** Where the regions can't be read, at least what can't be the name of one is refused: it becomes part of an id. */
function unknownRegions(situation: RegistryCase): Blocker[] {
  const regions = known(situation.observed.regions);
  const exists = (location: string) =>
    regions === undefined
      ? /^[a-z0-9]+$/.test(regionKey(location))
      : regions.some(({ name }) => regionKey(name) === regionKey(location));
  return placesOf(situation)
    .filter(({ location }) => !exists(location))
    .map(({ what, location, id }) => ({
      code: 'unknownRegion',
      message: t`${what} would be in “${location}”, a region that this subscription can’t use.`,
      wayOut: t('Choose another region.'),
      resourceIds: [id],
    }));
}

/** Zone redundancy is decided when a registry or replica is made, and can't be had later. */
function regionsWithoutZones({ spec, observed, registryIsNew }: RegistryCase): Blocker[] {
  const { registry: wish } = spec;
  const regions = known(observed.regions);
  if (wish.kind === 'existing' || regions === undefined) return [];
  const places = [...(registryIsNew ? [wish] : []), ...wish.replicas];
  return places
    .filter(({ zoneRedundancy }) => zoneRedundancy)
    .filter(({ location }) =>
      regions.some(({ name, hasZones }) => regionKey(name) === regionKey(location) && !hasZones),
    )
    .map(({ location }) => ({
      code: 'noAvailabilityZones',
      message: t`Zone redundancy isn’t available in ${regionName(location)}, because Azure lists no availability zones there for this subscription.`,
      wayOut: t('Disable zone redundancy there, or choose another region.'),
      resourceIds: [wish.id],
    }));
}

/** What the plan would make, and where. */
function placesOf({ spec, path, registryIsNew }: RegistryCase) {
  const { registry: wish } = spec;
  const registry: readonly NewRegistry[] = wish.kind === 'new' && registryIsNew ? [wish] : [];
  return [
    ...registry.map(({ id, location }) => ({ what: t`Registry ${nameOf(id)}`, location, id })),
    ...(wish.kind === 'new' ? wish.replicas : []).map(({ location }) => ({
      what: t('A replica'),
      location,
      id: wish.id,
    })),
    ...(path && path.network === undefined && path.access.network.onAbsent === 'create'
      ? [{ what: t`Network ${nameOf(path.networkId)}`, location: path.location, id: path.networkId }]
      : []),
  ];
}

/** Names have to resolve in the registry's own network, and Azure links a network to one zone of a name. */
function otherZoneLink({ path }: RegistryCase): Blocker[] {
  if (path === undefined || path.access.dns === 'central') return [];
  const elsewhere = linkElsewhere(path, path.networkId);
  const linked = path.zone?.links.some(({ networkId }) => sameId(networkId, path.networkId)) ?? false;
  return elsewhere === undefined || linked ? [] : [linkedToOtherZone(path.networkId, elsewhere)];
}

function zoneLimit(situation: RegistryCase): Blocker[] {
  return hasPath(situation) ? tooManyZones([situation]) : [];
}

function hasPath<S extends RegistrySituation>(
  situation: S,
): situation is S & { readonly path: RegistryPath } {
  return situation.path !== undefined;
}
