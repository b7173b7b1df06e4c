/** Why Azure, too, would refuse an example as it is replayed, or why it can't be accepted here. */
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
  {
    example: 'ResourcesSummarizeQuery',
    code: 'BadRequest',
    why: "`summarize by` without an aggregation is beyond the emulator's query language; the error names it",
  },
  {
    example: 'ResourcesComplexQuery',
    code: 'BadRequest',
    why: "`top` is beyond the emulator's query language; the error names it",
  },
  {
    example: 'ResourcesFacetQuery',
    code: 'InvalidRequestContent',
    why: 'facets are not emulated; the error names them',
  },
];
