/** Why Azure, too, would refuse an example as it is replayed. */
export interface Explained {
  /** Name of the example, without its api-version. */
  readonly example: string;
  /** `error.code` of the refusal. */
  readonly code: string;
  readonly why: string;
}

/** A line that no example needs any more fails the test: it has to go. */
export const explained: readonly Explained[] = [
  {
    example: 'PrivateEndpointCreate',
    code: 'PrivateEndpointMissingMemberNames',
    why: "its static address is for the member of a storage account; a registry's members need one each",
  },
  {
    example: 'PrivateEndpointCreateForManualApproval',
    code: 'PrivateEndpointMissingMemberNames',
    why: "its static address is for the member of a storage account; a registry's members need one each",
  },
  {
    example: 'VirtualNetworkSubnetPeeringCreate',
    code: 'InvalidResourceReference',
    why: 'its subnets are none of the networks that its ids are mapped to',
  },
  {
    example: 'VirtualNetworkSubnetPeeringSync',
    code: 'InvalidRequestFormat',
    why: 'it names no subnets, because the peering that it synchronises is there; here it would be a new one',
  },
  {
    example: 'VirtualNetworkV6SubnetPeeringCreate',
    code: 'InvalidResourceReference',
    why: 'its subnets are none of the networks that its ids are mapped to',
  },
  {
    example: 'VirtualNetworkV6SubnetPeeringSync',
    code: 'InvalidRequestFormat',
    why: 'it names no subnets, because the peering that it synchronises is there; here it would be a new one',
  },
  {
    example: 'NetworkInterfaceDelete',
    code: 'NetworkInterfaceIsAttachedToPrivateEndpoint',
    why: 'the interfaces that are there belong to private endpoints, which alone may delete them',
  },
  {
    example: 'PutRoleDefinition',
    code: 'InvalidRequestContent',
    why: 'its body is empty: the file names the parameter `body`, the definition `roleDefinition`',
  },
  {
    example: 'ResourcesNextPageQuery',
    code: 'BadRequest',
    why: 'its skip token comes from another query of somebody else',
  },
];
