/** Whom a change of public access shuts out, or lets in: each is acknowledged before it is applied. */
import { t } from '@vscode/l10n';
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
      message: t`Azure services that use the public address lose access to ${registry}: quick builds and ACR Tasks without an agent pool in a virtual network${settings.tasksLetIn ? t(' (Tasks that use the registry’s identity keep access)') : ''}, App Service, Container Instances, and Microsoft-hosted agents of Azure DevOps. Webhooks are still sent, but the services that they trigger may be unable to pull.`,
      affected: [t('remote builds, tasks, and services outside the networks')],
      mitigation: t('Run them in a network that can reach the private endpoint.'),
    }),
    hazard({
      code: 'listingShutOut',
      about: [registry],
      message: t`Repositories and tags of ${registry} can’t be browsed from outside, either in the Azure portal or in this extension, unless VS Code runs where it can reach the private endpoint${access.mode === 'ranges' ? t(' or behind an allowed IP address') : ''}. Import Test Image… still works from anywhere.`,
      affected: [t('people who browse images from outside')],
    }),
  ];
}

function exceptOf({ mode }: PublicAccessSpec['access']): string {
  return mode === 'ranges' ? t(', unless they use one of the allowed IP addresses') : '';
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
  const mitigation = t`Link ${name} to ${registry} first.`;
  const danger = (code: string, message: string): Hazard[] => [
    hazard({ code, message: `${message} ${why}`.trim(), affected: [name], mitigation, about: [clusterId] }),
  ];
  switch (path.verdict) {
    case 'private':
      return [];
    case 'publicOnly':
      return danger(
        'clusterLosesPull',
        t`Cluster ${name} pulls over the public address and has no private path. Its nodes can no longer pull${except}.`,
      );
    case 'broken':
      return danger(
        'clusterPathBroken',
        t`The private path of cluster ${name} doesn’t work, and the public address is no longer an alternative${except}.`,
      );
    case 'unknown':
      return danger(
        'clusterPathUnknown',
        t`It’s unknown whether cluster ${name} has a working private path. Its nodes may no longer be able to pull${except}.`,
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
      message: t`These allowed IP addresses lose access: ${gone.join(', ')}.`,
      affected: gone,
      mitigation: t('Keep them in the list of addresses.'),
    }),
  ];
}

function otherPrincipals(others: readonly OtherPrincipal[], registry: string, except: string): Hazard[] {
  if (others.length === 0) return [];
  // Which service accounts sign in with an identity, only clusters and the directory know.
  const byPods = others.some(({ type, may }) => type === 'ServicePrincipal' && may !== 'push')
    ? t(' Pods may also pull with such an identity through their service account (workload identity).')
    : '';
  return [
    hazard({
      code: 'othersShutOut',
      about: [registry],
      message: t`Users, groups, pipelines, and other identities with a role on ${registry} can then connect only from networks that can reach the private endpoint${except}.${byPods}`,
      affected: others.map(principalWords),
      mitigation: t('Run pipelines on agents in a network that can reach the private endpoint.'),
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
      message: t`Clients that use ${ways.join(t(' or '))} of ${registry} have no role and can’t be listed. Clusters with image pull secrets, pipelines, and others can then connect only from networks that can reach the private endpoint${except}.`,
      affected: ways,
      mitigation: t(
        'Find out who uses it before you disable public access, for example in the registry’s login logs.',
      ),
    }),
  ];
}

const mayWords: Readonly<Record<OtherPrincipal['may'], string>> = {
  pull: t('may pull'),
  push: t('may push'),
  'pull and push': t('may pull and push'),
};

/** e.g. "control plane of aks-shop (service principal 0bfa…), may push". */
export function principalWords({ objectId, type, name, may }: OtherPrincipal): string {
  const kind = principalNoun(type);
  return `${name === undefined ? `${kind} ${objectId}` : `${name} (${kind} ${objectId})`}, ${mayWords[may]}`;
}

function opened({ access }: PublicAccessSpec, { mode }: AccessSettings, registry: string): Hazard[] {
  if (mode === 'on' || access.mode === 'off' || mode === access.mode) return [];
  const who =
    access.mode === 'on' ? t('every network on the internet') : normalRules(access.ranges).join(', ');
  return [
    hazard({
      code: 'opensPublicAccess',
      about: [registry],
      message: t`${registry} can be reached from ${who}. Only roles, the admin user, and anonymous pull then control access.`,
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
      message: t`Trusted Azure services lose access to ${registry}. This includes Microsoft Defender scans, Azure Machine Learning, and imports from and to it, such as Import Test Image….`,
      affected: [t('trusted Azure services')],
      mitigation: t('Keep allowing trusted services.'),
    }),
  ];
}
