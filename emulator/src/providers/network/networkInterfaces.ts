import { networkError } from '../../arm/errors';
import { textAt } from '../../arm/json';
import type { ResourceType } from '../../arm/provider';
import type { ArmResource, Estate } from '../../estate';
import * as common from './common';
import { tagsBody } from './schemas';

const render = (_estate: Estate, nic: ArmResource): ArmResource => nic;

/** Interfaces of private endpoints: Azure makes and deletes them with their endpoint. */
export const networkInterfaces: ResourceType = {
  type: common.NIC,
  apiVersions: common.networkApiVersions,
  get: (request) => ({ status: 200, body: common.found(request) }),
  patch: common.tagsPatch(render),
  delete: (request) => {
    const nic = request.estate.get(request.id.path);
    if (nic === undefined) return { status: 204 };
    const endpointId = textAt(nic.properties, 'privateEndpoint', 'id') ?? '';
    throw networkError(
      400,
      'NetworkInterfaceIsAttachedToPrivateEndpoint',
      `Network interface ${nic.id} cannot be deleted because it belongs to private endpoint ${endpointId}. Delete the private endpoint.`,
    );
  },
  list: common.lister(common.NIC, render),
  schemas: { patch: tagsBody },
};
