import { ArmError, invalidResourceNamespace } from '../arm/errors';
import { listAnswer } from '../arm/paging';
import type { ArmRequest, ResourceType } from '../arm/provider';
import type { ArmResource, Estate } from '../estate';
import { resourceVersions } from './resourceGroups';

const TYPE = 'Microsoft.Resources/providers';

/** The resource providers that the emulator speaks of, with the types that a client may look up. */
export const knownProviders: Readonly<Record<string, readonly string[]>> = {
  'Microsoft.Authorization': ['roleAssignments', 'roleDefinitions', 'permissions'],
  'Microsoft.ContainerRegistry': [
    'registries',
    'registries/replications',
    'registries/privateEndpointConnections',
  ],
  'Microsoft.ContainerService': ['managedClusters', 'managedClusters/agentPools'],
  'Microsoft.ManagedIdentity': ['userAssignedIdentities'],
  'Microsoft.Network': ['virtualNetworks', 'privateEndpoints', 'networkInterfaces', 'privateDnsZones'],
  'Microsoft.PolicyInsights': ['checkPolicyRestrictions'],
  'Microsoft.ResourceGraph': ['resources'],
  'Microsoft.Resources': ['subscriptions', 'resourceGroups', 'deployments'],
};

/** Registration of resource providers in a subscription: `Registering` in the answer, `Registered` from then on. */
export const providerRegistrations: ResourceType = {
  type: TYPE,
  apiVersions: resourceVersions,
  get: (request) => ({ status: 200, body: shown(found(request)) }),
  list: (request) => {
    const items = request.estate.below(request.id.path, TYPE);
    return listAnswer(request, items.map(shown));
  },
  actions: {
    register: (request) => change(request, 'Registering', 'Registered'),
    unregister: (request) => change(request, 'Unregistering', 'NotRegistered'),
  },
};

function change(request: ArmRequest, answer: string, state: string) {
  const registration = found(request);
  const before = registration.properties['registrationState'];
  request.estate.put({
    ...registration,
    properties: { ...registration.properties, registrationState: state },
  });
  const shownState = before === state ? state : answer;
  return { status: 200, body: { ...shown(registration), registrationState: shownState } };
}

function found(request: ArmRequest): ArmResource {
  const registration = request.estate.get(request.id.path);
  if (registration === undefined) throw invalidResourceNamespace(request.id.name);
  return registration;
}

function shown(registration: ArmResource): Record<string, unknown> {
  const types = knownProviders[registration.name] ?? [];
  return {
    id: registration.id,
    namespace: registration.name,
    registrationPolicy: 'RegistrationRequired',
    registrationState: registration.properties['registrationState'],
    resourceTypes: types.map((resourceType) => ({
      resourceType,
      locations: [],
      apiVersions: [],
      capabilities: 'None',
    })),
  };
}

/** Refuses a creation in a subscription where the provider is known not to be registered. */
export function requireRegistered(
  estate: Estate,
  subscriptionId: string | undefined,
  namespace: string,
): void {
  const registration = estate.get(`/subscriptions/${subscriptionId ?? ''}/providers/${namespace}`);
  if (registration?.properties['registrationState'] !== 'NotRegistered') return;
  throw new ArmError(
    409,
    'MissingSubscriptionRegistration',
    `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
    {
      details: [
        {
          code: 'MissingSubscriptionRegistration',
          target: namespace,
          message: `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
        },
      ],
    },
  );
}
