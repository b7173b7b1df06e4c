import { GROUP, stepsOf, SUBSCRIPTION, type Step } from './step';

const { well, refused } = stepsOf('registries');
const REGISTRIES = `${GROUP}/providers/Microsoft.ContainerRegistry/registries`;
const registry = `${REGISTRIES}/walkregistry`;
const basic = `${REGISTRIES}/walkbasic`;
const missing = `${REGISTRIES}/walkmissing`;
const premium = { location: 'westeurope', sku: { name: 'Premium' }, tags: { purpose: 'walk' } };
const checkName = `${SUBSCRIPTION}/providers/Microsoft.ContainerRegistry/checkNameAvailability`;
const type = 'Microsoft.ContainerRegistry/registries';
const image = { source: { registryUri: 'mcr.microsoft.com', sourceImage: 'hello-world:latest' } };

export const registrySteps: readonly Step[] = [
  well(200, 'POST', checkName, { name: 'walkregistry', type }),
  refused(400, 'InvalidRequestContent', 'POST', checkName, { type }),
  well(201, 'PUT', registry, { ...premium, properties: { adminUserEnabled: false } }),
  well(200, 'POST', checkName, { name: 'walkregistry', type }),
  well(200, 'PUT', registry, { ...premium, properties: { dataEndpointEnabled: true } }),
  refused(400, 'InvalidRequestContent', 'PUT', registry, { location: 'westeurope' }),
  refused(400, 'InvalidParameter', 'PUT', `${REGISTRIES}/no-hyphens`, premium),
  well(201, 'PUT', basic, { location: 'westeurope', sku: { name: 'Basic' } }),
  refused(400, 'DisablingPublicNetworkAccessNotSupported', 'PATCH', basic, {
    properties: { publicNetworkAccess: 'Disabled' },
  }),
  well(200, 'GET', registry),
  refused(404, 'ResourceNotFound', 'GET', missing),
  well(200, 'PATCH', registry, { properties: { publicNetworkAccess: 'Disabled' } }),
  well(200, 'PATCH', registry, {
    properties: {
      publicNetworkAccess: 'Enabled',
      networkRuleSet: { defaultAction: 'Deny', ipRules: [{ action: 'Allow', value: '203.0.113.4' }] },
    },
  }),
  refused(400, 'InvalidRequestContent', 'PATCH', registry, { properties: { publicNetworkAccess: 'Off' } }),
  well(200, 'PATCH', registry, { tags: { purpose: 'more walk' }, sku: { name: 'Premium' } }),
  well(200, 'GET', REGISTRIES),
  well(200, 'GET', `${SUBSCRIPTION}/providers/Microsoft.ContainerRegistry/registries`),
  well(200, 'GET', `${registry}/listUsages`),
  refused(404, 'ResourceNotFound', 'GET', `${missing}/listUsages`),
  well(200, 'GET', `${registry}/privateLinkResources`),
  well(200, 'GET', `${registry}/privateLinkResources/registry`),
  refused(404, 'ResourceNotFound', 'GET', `${missing}/privateLinkResources`),
  well(201, 'PUT', `${registry}/replications/northeurope`, { location: 'northeurope' }),
  well(200, 'GET', `${registry}/replications/northeurope`),
  refused(404, 'ResourceNotFound', 'GET', `${registry}/replications/eastus`),
  refused(409, 'ReplicationAlreadyExists', 'PUT', `${registry}/replications/again`, {
    location: 'northeurope',
  }),
  refused(400, 'GeoReplicationNotSupported', 'PUT', `${basic}/replications/northeurope`, {
    location: 'northeurope',
  }),
  well(200, 'PATCH', `${registry}/replications/northeurope`, {
    properties: { regionEndpointEnabled: false },
  }),
  refused(404, 'ResourceNotFound', 'PATCH', `${registry}/replications/eastus`, { tags: {} }),
  well(200, 'GET', `${registry}/replications`),
  well(202, 'DELETE', `${registry}/replications/northeurope`),
  well(204, 'DELETE', `${registry}/replications/northeurope`),
  well(202, 'POST', `${registry}/importImage`, image),
  refused(400, 'InvalidParameters', 'POST', `${registry}/importImage`, {
    source: { sourceImage: 'hello-world:latest' },
  }),
  well(202, 'DELETE', registry),
  well(204, 'DELETE', registry),
];
