import { GROUP, stepsOf, SUBSCRIPTION, type Step } from './step';

const subscriptions = stepsOf('subscriptions');
const { well, refused } = stepsOf('groups');
const graph = stepsOf('graph');
const group = `${SUBSCRIPTION}/resourceGroups/rg-more`;
const unknown = '/subscriptions/77777777-0000-4000-8000-000000000009';
const provider = `${SUBSCRIPTION}/providers/Microsoft.ContainerRegistry`;
const resources = '/providers/Microsoft.ResourceGraph/resources';
const subscription = SUBSCRIPTION.replace('/subscriptions/', '');

export const resourceSteps: readonly Step[] = [
  subscriptions.well(200, 'GET', '/tenants'),
  subscriptions.refused(400, 'MissingApiVersionParameter', 'GET', '/tenants?api-version='),
  subscriptions.well(200, 'GET', '/subscriptions'),
  subscriptions.refused(400, 'InvalidApiVersionParameter', 'GET', '/subscriptions?api-version=1999-01-01'),
  subscriptions.well(200, 'GET', SUBSCRIPTION),
  subscriptions.refused(404, 'SubscriptionNotFound', 'GET', unknown),
  subscriptions.well(200, 'GET', `${SUBSCRIPTION}/locations`),
  subscriptions.refused(404, 'SubscriptionNotFound', 'GET', `${unknown}/locations`),
  well(201, 'PUT', group, { location: 'westeurope', tags: { purpose: 'walk' } }),
  well(200, 'PUT', group, { location: 'westeurope' }),
  refused(400, 'InvalidRequestContent', 'PUT', group, { tags: {} }),
  well(200, 'GET', group),
  well(200, 'GET', group.replace('resourceGroups', 'resourcegroups')),
  refused(404, 'ResourceGroupNotFound', 'GET', `${group}-missing`),
  well(204, 'HEAD', group),
  well(200, 'PATCH', group, { tags: { purpose: 'more walk' } }),
  refused(404, 'ResourceGroupNotFound', 'PATCH', `${group}-missing`, { tags: {} }),
  well(200, 'GET', `${SUBSCRIPTION}/resourcegroups`),
  well(200, 'GET', `${SUBSCRIPTION}/resources`),
  well(200, 'GET', `${SUBSCRIPTION}/resources?$filter=resourceType eq 'Microsoft.Network/virtualNetworks'`),
  refused(400, 'InvalidFilterInQueryString', 'GET', `${SUBSCRIPTION}/resources?$filter=nonsense`),
  well(200, 'GET', `${GROUP}/resources`),
  well(202, 'DELETE', group),
  refused(404, 'ResourceGroupNotFound', 'DELETE', group),
  well(200, 'GET', `${SUBSCRIPTION}/providers`),
  well(200, 'GET', provider),
  refused(404, 'InvalidResourceNamespace', 'GET', `${SUBSCRIPTION}/providers/Contoso.Nothing`),
  well(200, 'POST', `${SUBSCRIPTION}/providers/Microsoft.ManagedIdentity/unregister`),
  well(200, 'POST', `${SUBSCRIPTION}/providers/Microsoft.ManagedIdentity/register`),
  graph.well(200, 'POST', resources, {
    subscriptions: [subscription],
    query: 'resources | where type =~ "microsoft.containerregistry/registries" | project id, name',
  }),
  refused(400, 'InvalidApiVersionParameter', 'GET', `${GROUP}?api-version=1999-01-01`),
  graph.refused(400, 'BadRequest', 'POST', resources, {
    subscriptions: [subscription],
    query: 'resources | nonsense',
  }),
];
