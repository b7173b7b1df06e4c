import * as v from 'valibot';
import { readOnly, tags } from '../../arm/body';
import { networkError } from '../../arm/errors';
import { same, textAt } from '../../arm/json';
import type { ArmResource, Estate, JsonObject } from '../../estate';
import { ROUTE_TABLE } from './common';
import { rendered, type RuleHolder, ruleHolderTypes } from './ruleHolders';

const text = v.optional(v.string());

const routeBody = v.strictObject({
  id: readOnly,
  name: text,
  type: readOnly,
  etag: readOnly,
  properties: v.optional(
    v.strictObject({
      addressPrefix: v.string(),
      nextHopType: v.picklist(['VirtualNetworkGateway', 'VnetLocal', 'Internet', 'VirtualAppliance', 'None']),
      nextHopIpAddress: text,
      hasBgpOverride: readOnly,
      provisioningState: readOnly,
    }),
  ),
});

const tableBody = v.strictObject({
  id: readOnly,
  name: readOnly,
  type: readOnly,
  etag: readOnly,
  location: text,
  tags,
  properties: v.optional(
    v.strictObject({
      routes: v.optional(v.array(routeBody)),
      subnets: readOnly,
      disableBgpRoutePropagation: v.optional(v.boolean()),
      resourceGuid: readOnly,
      provisioningState: readOnly,
    }),
  ),
});

/** One route for a prefix, and an address for a virtual appliance (from the documentation of user-defined routes). */
function check(tableId: string, routes: readonly JsonObject[]): void {
  for (const [index, route] of routes.entries()) {
    const prefix = textAt(route, 'properties', 'addressPrefix');
    const isAppliance = textAt(route, 'properties', 'nextHopType') === 'VirtualAppliance';
    const hop = textAt(route, 'properties', 'nextHopIpAddress') ?? '';
    if (isAppliance !== (hop !== '')) {
      throw networkError(
        400,
        isAppliance ? 'RouteNextHopIpAddressMissing' : 'RouteNextHopIpAddressNotAllowed',
        `Route ${textAt(route, 'name')} of ${tableId}: a next hop address belongs to the next hop type VirtualAppliance, and only to it.`,
      );
    }
    if (routes.slice(0, index).some((other) => same(textAt(other, 'properties', 'addressPrefix'), prefix))) {
      throw networkError(
        400,
        'RouteConflict',
        `Route ${textAt(route, 'name')} of ${tableId} has the address prefix ${prefix} of another route.`,
      );
    }
  }
}

const kind: RuleHolder = {
  type: ROUTE_TABLE,
  list: 'routes',
  subnetMember: 'routeTable',
  title: 'Route table',
  operation: 'RouteTable',
  inUseCode: 'InUseRouteTableCannotBeDeleted',
  schemas: { put: tableBody, rule: routeBody },
  ownProperties: (body) => ({ disableBgpRoutePropagation: body['disableBgpRoutePropagation'] ?? false }),
  shownProperties: () => ({}),
  ruleProperties: (sent) => ({ hasBgpOverride: false, ...sent }),
  check,
};

/** Route tables and their routes: where a subnet's packets go instead of where Azure would send them. */
export const [routeTables, routes] = ruleHolderTypes(kind);

export const routeTableView = (estate: Estate, resource: ArmResource): JsonObject =>
  rendered(kind, estate, resource);
