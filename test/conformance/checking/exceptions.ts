import { isDeepStrictEqual } from 'node:util';
import { at } from '../../../emulator/src/arm/json';
import type { Exchange } from '../../../emulator/src/requestLog';
import type { Issue } from './validator';

/**
 * Everything that the check lets pass, each with its reason. A rule that no traffic needed is reported, so that the
 * list doesn't outlive what it is for.
 */

/** Operations, by their name in the emulator's table of types, of which the folder has no definition. */
export interface Undescribed {
  readonly operation: RegExp;
  readonly why: string;
}

export const undescribed: readonly Undescribed[] = [
  { operation: / Microsoft\.Authorization\/locks$/, why: 'the folder has no definition of locks' },
  {
    operation: / Microsoft\.Authorization\/denyAssignments$/,
    why: 'the folder has no definition of deny assignments',
  },
  {
    operation: / Microsoft\.(Authorization\/policyAssignments|PolicyInsights\/.*)$/,
    why: 'the folder has no definition of policies',
  },
];

/** Operations that Azure never lets succeed. */
export const alwaysRefused: readonly { readonly operation: string; readonly why: string }[] = [
  {
    operation: 'DELETE Microsoft.Network/privateDnsZones/SOA',
    why: 'the SOA record set goes with its zone only',
  },
];

/**
 * Faults whose answers are in no definition: throttling, without its header where a test wants that; a gateway's 5xx; a
 * connection that breaks; a refusal in words that the test chose. What is found in them is listed. Every other fault lets the emulator give an answer of its own.
 */
export const faultsWithAnswers = /^(throttled|retryable-error|server-error|reset-before|refused)$/;

/** A URL that says the same in the words of another template. */
export interface Rewrite {
  readonly path: RegExp;
  readonly to: string;
  readonly why: string;
}

export const rewrites: readonly Rewrite[] = [
  {
    path: /^(\/providers\/Microsoft\.Authorization\/roleDefinitions\/[^/]+)$/i,
    to: '/subscriptions/00000000-0000-0000-0000-000000000000$1',
    why: 'oav takes no id without a scope for {roleId}; a built-in role has the same shape in a subscription',
  },
  {
    path: /^((?:\/subscriptions\/[^/]+)?\/providers)\/[\w.]+(\/(un)?register)?$/i,
    to: '$1/Microsoft.Unknown$2',
    why: 'oav takes the namespace that is asked about for the one that answers, which it calls unknown',
  },
  {
    path: /^(\/subscriptions\/[^/]+\/resourcegroups\/[^/]+)\/providers\/.+(\/providers\/Microsoft\.Authorization\/permissions)$/i,
    to: '$1$2',
    why: "oav takes no path of several segments for {parentResourcePath}; the group's list has the same shape",
  },
  {
    path: /^(\/subscriptions\/[^/]+)(\/providers\/Microsoft\.Authorization\/permissions)$/i,
    to: '$1/resourceGroups/any$2',
    why: "permissions of a subscription are not defined; the group's list has the same shape",
  },
];

/** A finding of the validator that is none on traffic of the real service. */
export interface FalseFinding {
  readonly side: Issue['side'];
  readonly code: RegExp;
  /** Operation id of the definition. */
  readonly operation?: RegExp;
  /** Pointer into the body, to the first place. */
  readonly at?: RegExp;
  /** `read` is what the resource's URL answered to the last GET before, if there was one. */
  readonly when?: (exchange: Exchange, issue: Issue, read: unknown) => boolean;
  readonly why: string;
}

export const falseFindings: readonly FalseFinding[] = [
  {
    side: 'request',
    code: /^READONLY_PROPERTY_NOT_ALLOWED_IN_REQUEST$/,
    when: ({ request }, { places }, read) =>
      read !== undefined &&
      places.every((place) => isDeepStrictEqual(valueAt(request.body, place), valueAt(read, place))),
    why: 'what is read, changed and put back carries read-only members as they were read; Resource Manager ignores them',
  },
  {
    side: 'response',
    code: /^INVALID_RESPONSE_CODE$/,
    operation: /^(Registries|PrivateEndpointConnections|Replications)_/,
    when: ({ response }) => response.status >= 400,
    why: "Microsoft's own files of registries name no errors at all; Resource Manager's shape of them is checked",
  },
  {
    side: 'response',
    code: /^OBJECT_ADDITIONAL_PROPERTIES$/,
    operation: /^Registries_/,
    at: /\/properties\/networkRuleSet\/virtualNetworkRules$/,
    when: ({ request }) => /api-version=[\d-]+-preview/i.test(request.url),
    why: 'recordings of the Azure CLI show rules for subnets in previews; the preview that is defined had dropped them',
  },
  {
    side: 'response',
    code: /^ENUM_MISMATCH$/,
    operation: /^VirtualNetworkLinks_/,
    at: /\/properties\/virtualNetworkLinkState$/,
    why: 'tests give a link a state that the enumeration lacks, to see that none but Completed counts',
  },
  {
    side: 'request',
    code: /^ENUM_MISMATCH$/,
    operation: /^ManagedClusters_CreateOrUpdate$/,
    at: /^\/sku\/name$/,
    why: "Microsoft's own examples name the SKU Basic, which its enumeration lacks",
  },
  {
    side: 'request',
    code: /^ENUM_CASE_MISMATCH$/,
    operation: /^RecordSets_/,
    at: /^\/path\/recordType$/,
    why: 'Resource Manager compares types without case, and the Azure CLI sends `/a` beside `/A`',
  },
  {
    side: 'response',
    code: /^OBJECT_ADDITIONAL_PROPERTIES$/,
    at: /^\/error$/,
    when: ({ response }) => response.status >= 400,
    why: "the network's definition of an error lacks the envelope {error:{}}, which Resource Manager sends",
  },
  {
    side: 'response',
    code: /^OBJECT_ADDITIONAL_PROPERTIES$/,
    at: /^\/error\/additionalInfo$/,
    when: ({ response }) => response.status === 403,
    why: 'refusals by policy carry additionalInfo, which these error definitions lack',
  },
  {
    side: 'response',
    code: /^OBJECT_MISSING_REQUIRED_PROPERTY$/,
    at: /^\/nextLink$/,
    why: 'declared as required; Resource Manager leaves it out on the last page',
  },
  {
    side: 'response',
    code: /^OBJECT_ADDITIONAL_PROPERTIES$/,
    operation: /^PrivateEndpoints_/,
    at: /\/properties\/resourceGuid$/,
    why: 'resourceGuid of an endpoint is not documented, but in recordings of the real service',
  },
  {
    side: 'response',
    code: /^OBJECT_ADDITIONAL_PROPERTIES$/,
    operation: /^PrivateDnsZoneGroups_/,
    at: /^\/(value\/\d+\/)?type$|\/privateDnsZoneConfigs\/\d+\/(id|etag|type|properties\/provisioningState)$/,
    why: 'types and ids in a zone group are not documented, but in recordings of the real service',
  },
];

function valueAt(body: unknown, pointer: string): unknown {
  return at(body, ...pointer.split('/').slice(1));
}
