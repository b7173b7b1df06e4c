import type { ResourceType } from '../../arm/provider';
import type { ArmResource, Estate } from '../../estate';
import * as common from './common';

const render = (_estate: Estate, address: ArmResource): ArmResource => address;

/** Public addresses of load balancers, which AKS makes with its clusters. */
export const publicIPAddresses: ResourceType = {
  type: common.PUBLIC_ADDRESS,
  apiVersions: common.networkApiVersions,
  get: (request) => ({ status: 200, body: common.found(request) }),
  list: common.lister(common.PUBLIC_ADDRESS, render),
};
