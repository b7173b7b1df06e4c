/** What a registry needs besides the plan's steps: from others, or unchecked. */
import { t } from '@vscode/l10n';
import type { Requirement } from '../plan/plan';
import { requirementsOfSide } from '../planning/requirements';
import { azureDns } from '../../reachability/names';
import { mayNotAsk } from './blockersRegistry';
import type { RegistryCase } from './registrySituation';

export function requirementsOfRegistry(situation: RegistryCase): Requirement[] {
  return [...requirementsOfSide(situation), ...forwardingDns(situation), ...nameNotChecked(situation)];
}

function nameNotChecked({ observed, registry, registryIsNew }: RegistryCase): Requirement[] {
  if (!registryIsNew || !mayNotAsk(observed.registryName)) return [];
  return [
    {
      code: 'nameNotChecked',
      message: t`Couldn’t check whether the name ${registry.name} is available, because that requires a permission on the subscription (Microsoft.ContainerRegistry/checkNameAvailability/read). Azure checks it when the registry is created.`,
      command: undefined,
      resourceIds: [registry.id],
    },
  ];
}

/** DNS servers of the network's own see no private zone by themselves. */
function forwardingDns({ path }: RegistryCase): Requirement[] {
  const network = path?.network;
  if (path === undefined || network === undefined || path.access.dns === 'central') return [];
  if (network.dnsServers.length === 0) return [];
  const suffix = path.zoneName.replace(/^privatelink\./, '');
  return [
    {
      code: 'dnsServersForward',
      message: t`${network.name} uses custom DNS servers (${network.dnsServers.join(', ')}). For machines in it to get the private addresses, the servers have to forward ${suffix} to ${azureDns} from a network that is linked to ${path.zoneName}, which wasn’t checked.`,
      command: undefined,
      resourceIds: [network.id, path.zoneId],
    },
  ];
}
