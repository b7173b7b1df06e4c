import { resourceNotFound } from '../../arm/errors';
import { listAnswer } from '../../arm/paging';
import type { ResourceType } from '../../arm/provider';
import type { Estate } from '../../estate';
import { registryMembers } from '../network/registryMembers';
import { privateZoneName, registryVersions } from './facts';

/** What a private endpoint can be made for: the one group `registry`, with its members and the zone it needs. */
export const privateLinkResources: ResourceType = {
  type: 'Microsoft.ContainerRegistry/registries/privateLinkResources',
  apiVersions: registryVersions,
  get: (request) => {
    if (request.id.name.toLowerCase() !== 'registry') {
      throw resourceNotFound(request.id.label, request.id.resourceGroup);
    }
    return { status: 200, body: privateLinkResource(request.estate, request.id.parent?.path ?? '') };
  },
  list: (request) => listAnswer(request, [privateLinkResource(request.estate, request.id.path)]),
};

function privateLinkResource(estate: Estate, registryId: string): Record<string, unknown> {
  const registry = estate.get(registryId);
  return {
    id: `${registryId}/privateLinkResources/registry`,
    name: 'registry',
    type: 'Microsoft.ContainerRegistry/registries/privateLinkResources',
    properties: {
      groupId: 'registry',
      requiredMembers:
        registry === undefined
          ? []
          : registryMembers(estate, registry)
              .map(({ member }) => member)
              .sort(),
      requiredZoneNames: registry === undefined ? [] : [privateZoneName(registry)],
    },
  };
}
