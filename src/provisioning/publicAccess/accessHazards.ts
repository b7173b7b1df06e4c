/** Whom a change of public access shuts out, or lets in: each is acknowledged before it is applied. */
import { nameOf } from '../../model/armId';
import { principalNoun } from '../../model/roles';
import type { Hazard } from '../plan/plan';
import { distinctHazards, hazard } from '../plan/findings';
import { startsNodesFrom } from '../planning/bootstrap';
import { virtualNodesShutOut } from '../planning/virtualNodes';
import type { AccessSettings } from './accessSettings';
import { isCovered, normalRules } from './addressRules';
import type { PublicAccessSpec } from '../plan/publicAccessSpec';
import type { ClusterPuller, OtherPrincipal, Pullers } from './pullers';

export function accessHazards(
  spec: PublicAccessSpec,
  settings: AccessSettings,
  pullers: Pullers | undefined,
  registryId: string,
): Hazard[] {
  const registry = nameOf(registryId);
  return distinctHazards([
    ...(narrows(spec, settings) ? ofClusters(spec, pullers?.clusters ?? [], registryId) : []),
    ...(narrows(spec, settings)
      ? shutOut(spec, settings, pullers ?? { clusters: [], others: [] }, registry)
      : []),
    ...opened(spec, settings, registry),
    ...trustedServicesOut(spec, settings, registry),
  ]);
}

/** Whether somebody who gets in now no longer does. */
function narrows({ access }: PublicAccessSpec, { mode, rules }: AccessSettings): boolean {
  if (access.mode === 'off') return mode !== 'off';
  if (access.mode === 'on' || mode === 'off') return false;
  return mode === 'on' || rules.some((rule) => !isCovered(rule, normalRules(access.ranges)));
}

function shutOut(
  { access }: PublicAccessSpec,
  settings: AccessSettings,
  { others }: Pullers,
  registry: string,
): Hazard[] {
  const ranges = access.mode === 'ranges' ? normalRules(access.ranges) : [];
  const except = exceptOf(access);
  return [
    ...removedRules(settings, ranges, registry),
    ...otherPrincipals(others, registry, except),
    ...withoutRole(settings, registry, except),
    hazard({
      code: 'servicesShutOut',
      about: [registry],
      message: `Azure services that come over the public address are shut out of ${registry}: quick builds and ACR Tasks without an agent pool in a network${settings.tasksLetIn ? ' (Tasks with the registry’s identity are let in)' : ''}, App Service, Container Instances and Azure DevOps’ own agents. Webhooks are still sent, but what they trigger may not be able to pull.`,
      affected: ['remote builds, tasks and services outside the networks'],
      mitigation: 'Run them in a network that reaches the private endpoint.',
    }),
    hazard({
      code: 'listingShutOut',
      about: [registry],
      message: `Repositories and tags of ${registry} can’t be listed from outside: neither in the Azure portal nor in this extension’s tree and completions, unless VS Code runs where the private endpoint can be reached${access.mode === 'ranges' ? ' or behind an address that is let in' : ''}. Import Test Image… still works from anywhere.`,
      affected: ['people who look at images from outside'],
    }),
  ];
}

function exceptOf({ mode }: PublicAccessSpec['access']): string {
  return mode === 'ranges' ? ', unless they leave by one of the addresses that are let in' : '';
}

function ofClusters(
  { access }: PublicAccessSpec,
  clusters: readonly ClusterPuller[],
  registryId: string,
): Hazard[] {
  const except = exceptOf(access);
  return clusters.flatMap((cluster) => {
    const { clusterId: id, name, path, startsNodes, hasVirtualNodes } = cluster;
    return [
      ...(startsNodes && path.verdict !== 'private' ? [startsNodesFrom(registryId, { id, name })] : []),
      ...clusterDanger(cluster, nameOf(registryId), except),
      ...(hasVirtualNodes ? [virtualNodesShutOut(registryId, { id, name }, except)] : []),
    ];
  });
}

function clusterDanger({ clusterId, name, path }: ClusterPuller, registry: string, except: string): Hazard[] {
  const why = path.reasons.join(' ');
  const mitigation = `Link ${name} to ${registry} first.`;
  const danger = (code: string, message: string): Hazard[] => [
    hazard({ code, message: `${message} ${why}`.trim(), affected: [name], mitigation, about: [clusterId] }),
  ];
  switch (path.verdict) {
    case 'private':
      return [];
    case 'publicOnly':
      return danger(
        'clusterLosesPull',
        `Cluster ${name} pulls over the public address and has no private path: its nodes can no longer pull${except}.`,
      );
    case 'broken':
      return danger(
        'clusterPathBroken',
        `The private path of cluster ${name} doesn’t work, and the public address is no way round any more${except}.`,
      );
    case 'unknown':
      return danger(
        'clusterPathUnknown',
        `Whether cluster ${name} has a working private path can’t be told: its nodes may no longer be able to pull${except}.`,
      );
  }
}

function removedRules(
  { mode, rules }: AccessSettings,
  ranges: readonly string[],
  registry: string,
): Hazard[] {
  const gone = mode === 'ranges' ? rules.filter((rule) => !isCovered(rule, ranges)) : [];
  if (gone.length === 0) return [];
  return [
    hazard({
      code: 'addressesShutOut',
      about: [registry],
      message: `These addresses are let in now and no longer will be: ${gone.join(', ')}.`,
      affected: gone,
      mitigation: 'Keep them in the list of addresses.',
    }),
  ];
}

function otherPrincipals(others: readonly OtherPrincipal[], registry: string, except: string): Hazard[] {
  if (others.length === 0) return [];
  // Which service accounts sign in with an identity, only clusters and the directory know.
  const byPods = others.some(({ type, may }) => type === 'ServicePrincipal' && may !== 'push')
    ? ' Pods may pull by such an identity, too, by that of their service account (workload identity).'
    : '';
  return [
    hazard({
      code: 'othersShutOut',
      about: [registry],
      message: `Users, groups, pipelines and other identities with a role on ${registry} get in from networks that reach the private endpoint only${except}.${byPods}`,
      affected: others.map(principalWords),
      mitigation: 'Run pipelines on agents in a network that reaches the private endpoint.',
    }),
  ];
}

/** Image pull secrets hold such a password, and nobody can say where they are. */
function withoutRole({ withoutRole: ways }: AccessSettings, registry: string, except: string): Hazard[] {
  if (ways.length === 0) return [];
  return [
    hazard({
      code: 'unnamedShutOut',
      about: [registry],
      message: `Who comes to ${registry} by ${ways.join(' or by ')} has no role and can’t be named: clusters with image pull secrets, pipelines and others get in from networks that reach the private endpoint only${except}.`,
      affected: ways,
      mitigation: 'Find out who uses it, e.g. in the registry’s logs of sign-ins, before it is closed.',
    }),
  ];
}

/** e.g. "control plane of aks-shop (service principal 0bfa…), may push". */
export function principalWords({ objectId, type, name, may }: OtherPrincipal): string {
  const kind = principalNoun(type);
  return `${name === undefined ? `${kind} ${objectId}` : `${name} (${kind} ${objectId})`}, may ${may}`;
}

function opened({ access }: PublicAccessSpec, { mode }: AccessSettings, registry: string): Hazard[] {
  if (mode === 'on' || access.mode === 'off' || mode === access.mode) return [];
  const who = access.mode === 'on' ? 'every network on the internet' : normalRules(access.ranges).join(', ');
  return [
    hazard({
      code: 'opensPublicAccess',
      about: [registry],
      message: `${registry} can be reached from ${who}; roles, the admin user and anonymous pull then decide alone who gets in.`,
    }),
  ];
}

function trustedServicesOut(
  { access, trustedServices }: PublicAccessSpec,
  settings: AccessSettings,
  registry: string,
): Hazard[] {
  if (trustedServices || !settings.trustedServices || access.mode === 'on') return [];
  return [
    hazard({
      code: 'trustedServicesShutOut',
      about: [registry],
      message: `Trusted Azure services no longer get into ${registry}: scanning by Microsoft Defender, Azure Machine Learning, and imports from it and into it, such as Import Test Image….`,
      affected: ['trusted Azure services'],
      mitigation: 'Keep trusted services let in.',
    }),
  ];
}
