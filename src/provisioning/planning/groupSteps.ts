import { t } from '@vscode/l10n';
import { regionName } from '../../model/regionNames';
import { apiVersions } from '../../model/apiVersions';
import { groupIdOf, idKey, nameOf } from '../../model/armId';
import { factOf } from '../observed/lookup';
import { ownedTags } from '../plan/ownership';
import { keys, shared, type Planned } from './planned';
import type { RegistryPath, RegistrySituation } from './situation';
import type { OnAbsent } from '../plan/spec';
import { createStep, put } from '../plan/stepBuilder';

type GroupUse = 'registry' | 'network' | 'endpoint' | 'zone';

/** Resource groups that don't exist yet, each under what needs it first. */
export function groupSteps({
  spec,
  observed,
  operationId,
  registry,
  registryIsNew,
  path,
}: RegistrySituation): Planned[] {
  const wanted: readonly Wanted[] = [
    ...(registryIsNew
      ? [
          {
            use: 'registry' as const,
            id: registry.id,
            onAbsent: 'create' as const,
            location: registry.location,
          },
        ]
      : []),
    ...(path === undefined ? [] : wantedBy(path)),
  ];
  const groups = new Map<string, Omit<Wanted, 'onAbsent'>>();
  for (const { use, id, onAbsent, location } of wanted) {
    const group = groupIdOf(id);
    if (onAbsent === 'create' && !groups.has(idKey(group))) {
      groups.set(idKey(group), { use, id: group, location });
    }
  }
  return [...groups.values()]
    .filter(({ id }) => factOf(observed.resourceGroups, id).state === 'absent')
    .map(({ use, id, location }) =>
      shared(
        keys.group(id),
        createStep({
          id: `resourceGroup.${use}`,
          kind: 'resourceGroup',
          title: t`Resource group ${nameOf(id)} (${regionName(location)})`,
          resourceId: id,
          reason: reasons[use],
          request: put(apiVersions.resourceGroup, { location, tags: ownedTags(spec, operationId) }),
        }),
      ),
    );
}

const reasons: Readonly<Record<GroupUse, string>> = {
  registry: t('No such resource group exists yet for the registry.'),
  network: t('No such resource group exists yet for the network.'),
  endpoint: t('No such resource group exists yet for the endpoint.'),
  zone: t('No such resource group exists yet for the private DNS zone.'),
};

interface Wanted {
  readonly use: GroupUse;
  readonly id: string;
  readonly onAbsent: OnAbsent;
  readonly location: string;
}

function wantedBy({ access, location }: RegistryPath): Wanted[] {
  const { network, endpoint, zone, dns } = access;
  return [
    { use: 'network', ...network, location },
    { use: 'endpoint', ...endpoint, location },
    ...(dns === 'zone' ? [{ use: 'zone' as const, ...zone, location }] : []),
  ];
}
