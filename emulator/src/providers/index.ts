import type { ResourceType } from '../arm/provider';
import { denyAssignments } from './authorization/denyAssignments';
import { locks } from './authorization/locks';
import { permissions, roleDefinitions } from './authorization/roleDefinitions';
import { roleAssignments } from './authorization/roleAssignments';
import { privateEndpointConnections } from './containerRegistry/connections';
import { privateLinkResources } from './containerRegistry/privateLinkResources';
import { replications } from './containerRegistry/replications';
import { registries } from './containerRegistry/registries';
import { registryUsages } from './containerRegistry/registryUsages';
import { agentPools } from './containerService/agentPools';
import { managedClusters } from './containerService/managedClusters';
import { commandResults } from './containerService/runCommand';
import { networkSecurityGroups, securityRules } from './network/networkSecurityGroups';
import { networkInterfaces } from './network/networkInterfaces';
import { privateDnsZoneGroups } from './network/privateDnsZoneGroups';
import { privateEndpoints } from './network/privateEndpoints';
import { publicIPAddresses } from './network/publicIPAddresses';
import { routes, routeTables } from './network/routeTables';
import { subnets } from './network/subnets';
import { virtualNetworkPeerings } from './network/virtualNetworkPeerings';
import { virtualNetworks } from './network/virtualNetworks';
import { policyAssignments, policyRestrictions } from './policy/policyTypes';
import { privateDnsZones } from './privateDns/privateDnsZones';
import { addressRecords, aliasRecords, allRecords, authorityRecords } from './privateDns/recordSets';
import { virtualNetworkLinks } from './privateDns/virtualNetworkLinks';
import { providerRegistrations } from './providerRegistrations';
import { resourceGraph } from './resourceGraph/resourceGraph';
import { resourceGroups } from './resourceGroups';
import { resources } from './resources';
import { locations, subscriptions } from './subscriptions';
import { tenants } from './tenants';

/** Every resource type that the emulator answers for; each provider's file adds its line. */
export const resourceTypes: readonly ResourceType[] = [
  tenants,
  subscriptions,
  locations,
  resourceGroups,
  resources,
  providerRegistrations,
  registries,
  registryUsages,
  privateEndpointConnections,
  privateLinkResources,
  replications,
  managedClusters,
  agentPools,
  commandResults,
  resourceGraph,
  roleAssignments,
  roleDefinitions,
  permissions,
  locks,
  denyAssignments,
  policyAssignments,
  policyRestrictions,
  virtualNetworks,
  subnets,
  virtualNetworkPeerings,
  networkInterfaces,
  publicIPAddresses,
  networkSecurityGroups,
  securityRules,
  routeTables,
  routes,
  privateEndpoints,
  privateDnsZoneGroups,
  privateDnsZones,
  virtualNetworkLinks,
  addressRecords,
  aliasRecords,
  authorityRecords,
  allRecords,
];
