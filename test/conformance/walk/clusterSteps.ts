import { CLUSTER, GROUP, stepsOf, SUBSCRIPTION, type Step } from './step';

const { well, refused } = stepsOf('clusters');
const missing = `${GROUP}/providers/Microsoft.ContainerService/managedClusters/aks-missing`;
/** The walk puts the name of the last command's result in its place. */
export const COMMAND = '{command}';

export const clusterSteps: readonly Step[] = [
  well(200, 'GET', CLUSTER),
  refused(404, 'ResourceNotFound', 'GET', missing),
  well(200, 'GET', `${GROUP}/providers/Microsoft.ContainerService/managedClusters`),
  well(200, 'GET', `${SUBSCRIPTION}/providers/Microsoft.ContainerService/managedClusters`),
  well(200, 'PUT', CLUSTER, {
    location: 'westeurope',
    tags: { purpose: 'walk' },
    properties: { apiServerAccessProfile: { disableRunCommand: false } },
  }),
  refused(400, 'InvalidRequestContent', 'PUT', CLUSTER, { properties: {} }),
  well(200, 'PATCH', CLUSTER, { tags: { purpose: 'more walk' } }),
  refused(404, 'ResourceNotFound', 'PATCH', missing, { tags: {} }),
  well(200, 'GET', `${CLUSTER}/agentPools`),
  well(200, 'GET', `${CLUSTER}/agentPools/system`),
  refused(404, 'ResourceNotFound', 'GET', `${CLUSTER}/agentPools/missing`),
  well(202, 'POST', `${CLUSTER}/runCommand`, { command: 'kubectl get pod none --ignore-not-found' }),
  well(200, 'GET', `${CLUSTER}/commandResults/${COMMAND}`),
  refused(404, 'ResourceNotFound', 'GET', `${CLUSTER}/commandResults/missing`),
  refused(400, 'InvalidRequestContent', 'POST', `${CLUSTER}/runCommand`, {}),
  well(202, 'POST', `${CLUSTER}/stop`),
  well(202, 'POST', `${CLUSTER}/start`),
  refused(404, 'ResourceNotFound', 'POST', `${missing}/stop`),
  refused(404, 'ResourceNotFound', 'POST', `${missing}/start`),
];
