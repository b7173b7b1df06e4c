import { t } from '@vscode/l10n';
import { get as getProvider } from '@azure/arm-resources/api/providers';
import { FailureError } from '../../model/failure';
import { apiVersions } from '../../model/apiVersions';
import { subscriptionOf } from '../../model/armId';
import type { JsonObject } from '../../model/json';
import type { Clients } from '../http/clients';
import { getJson } from '../http/reading';

/** Of the Azure SDK's arm-containerservice. */
export const CONTAINER_SERVICE_VERSION = '2026-06-01';

/** Any resource as Azure answers it. Throws what the SDK throws for a refusal. */
export async function readResource(clients: Clients, id: string, signal: AbortSignal): Promise<JsonObject> {
  return getJson(clients.of(id), id, await apiVersionFor(clients, id, signal), signal);
}

async function apiVersionFor(clients: Clients, id: string, signal: AbortSignal): Promise<string> {
  const path = /\/providers\/([^/]+)((?:\/[^/]+\/[^/]+)+)\/?$/i.exec(id.replace(/^.*(?=\/providers\/)/i, ''));
  const namespace = path?.[1];
  if (namespace === undefined) return apiVersions.resourceGroup;
  const type = (path?.[2] ?? '')
    .split('/')
    .filter((_, index) => index % 2 === 1)
    .join('/');
  return knownVersion(namespace, type) ?? newestVersion(clients, subscriptionOf(id), namespace, type, signal);
}

function knownVersion(namespace: string, type: string): string | undefined {
  switch (namespace.toLowerCase()) {
    case 'microsoft.containerregistry':
      return apiVersions.registry;
    case 'microsoft.network':
      return /^privateDnsZones(\/|$)/i.test(type) ? apiVersions.privateDns : apiVersions.network;
    case 'microsoft.containerservice':
      return CONTAINER_SERVICE_VERSION;
    case 'microsoft.authorization':
      return apiVersions.authorization;
    default:
      return undefined;
  }
}

/** Resource Manager lists a type's versions with the newest first; a preview is taken only where there is nothing else. */
async function newestVersion(
  clients: Clients,
  subscriptionId: string,
  namespace: string,
  type: string,
  signal: AbortSignal,
): Promise<string> {
  const provider = await getProvider(clients.resources(subscriptionId), namespace, { abortSignal: signal });
  const versions =
    provider.resourceTypes?.find((entry) => entry.resourceType?.toLowerCase() === type.toLowerCase())
      ?.apiVersions ?? [];
  const version = versions.find((candidate) => !candidate.includes('preview')) ?? versions[0];
  if (version !== undefined) return version;
  throw new FailureError({
    code: 'azure.unknownType',
    kind: 'user',
    message: t`Azure has no resources of type ${namespace}/${type}.`,
    nextAction: t('Check the resource ID.'),
  });
}
