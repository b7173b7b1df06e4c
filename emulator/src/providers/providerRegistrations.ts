import type { ArmAnswer } from '../arm/answer';
import { ArmError, invalidResourceNamespace } from '../arm/errors';
import { same } from '../arm/json';
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
  get: (request) => ({ status: 200, body: shown(request, found(request)) }),
  list: (request) => {
    const items = request.estate.below(request.id.path, TYPE);
    return listAnswer(request, items, (item) => shown(request, item));
  },
  actions: {
    register: (request) => change(request, 'Registering', 'Registered'),
    unregister: (request) => change(request, 'Unregistering', 'Unregistered'),
  },
};

function change(request: ArmRequest, passing: string, state: string): ArmAnswer {
  const { estate, operations } = request;
  const registration = found(request);
  if (registration.properties['registrationState'] === state) {
    return { status: 200, body: shown(request, registration) };
  }
  const become = (registrationState: string): void => {
    estate.put({ ...registration, properties: { ...registration.properties, registrationState } });
  };
  become(passing);
  operations.later(operations.latency.milliseconds('providerRegistration'), () => {
    become(state);
  });
  return { status: 200, body: shown(request, found(request)) };
}

function found(request: ArmRequest): ArmResource {
  const { id, estate } = request;
  const namespace = Object.keys(knownProviders).find((name) => same(name, id.name));
  // Without a subscription there is nothing to be registered in: anybody may ask what there is.
  const registration =
    id.subscriptionId === undefined && namespace !== undefined
      ? { id: `/providers/${namespace}`, name: namespace, type: TYPE, properties: {} }
      : estate.get(id.path);
  if (registration === undefined) throw invalidResourceNamespace(request.id.name);
  return registration;
}

/** A provider with its types and their api-versions: clients choose one from here for types that they don't know. */
function shown({ types }: ArmRequest, registration: ArmResource): Record<string, unknown> {
  const namespace = registration.name;
  const emulated = types.filter(({ type }) => type.toLowerCase().startsWith(`${namespace.toLowerCase()}/`));
  const names = new Set([
    ...(knownProviders[namespace] ?? []),
    ...emulated.map(({ type }) => type.slice(namespace.length + 1)),
  ]);
  const isFree = /^Microsoft\.(Authorization|Resources|ResourceGraph)$/i.test(namespace);
  return {
    id: registration.id,
    namespace,
    registrationPolicy: isFree ? 'RegistrationFree' : 'RegistrationRequired',
    registrationState: registration.properties['registrationState'],
    resourceTypes: [...names].map((resourceType) => {
      const known = emulated.find(({ type }) => same(type, `${namespace}/${resourceType}`));
      return {
        resourceType,
        locations: [],
        apiVersions: known === undefined ? [] : known.apiVersions.toSorted().toReversed(),
        capabilities: 'None',
      };
    }),
  };
}

/** Refuses a creation in a subscription where the provider is known not to be registered. */
export function requireRegistered(
  estate: Estate,
  subscriptionId: string | undefined,
  namespace: string,
): void {
  const registration = estate.get(`/subscriptions/${subscriptionId ?? ''}/providers/${namespace}`);
  const state = registration?.properties['registrationState'];
  if (state !== 'NotRegistered' && state !== 'Unregistered') return;
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
