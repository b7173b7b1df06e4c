import { ArmError, invalidRequestContent } from '../../arm/errors';
import { at, listAt } from '../../arm/json';
import type { ArmResource, Estate, JsonObject } from '../../estate';
import { REGISTRY, REPLICATION } from '../network/registryMembers';
import { connectionsOf, hasNetworkRules, previewMembers, skuOf } from './facts';

/** Names are those of hosts in one DNS zone for all of Azure: letters and digits only, and unique. */
export function checkName(name: string): void {
  if (/^[a-zA-Z0-9]{5,50}$/.test(name)) return;
  throw new ArmError(
    400,
    'InvalidParameter',
    `The registry name '${name}' is invalid. The name may contain alpha numeric characters only and must be between 5 and 50 characters.`,
    { target: 'name' },
  );
}

/** The registry of that name, wherever it is. */
export function namedRegistry(estate: Estate, name: string): ArmResource | undefined {
  return estate.ofType(REGISTRY).find((registry) => registry.name.toLowerCase() === name.toLowerCase());
}

export function checkNameIsFree(estate: Estate, name: string, suffix: string): void {
  if (namedRegistry(estate, name) === undefined) return;
  throw new ArmError(
    409,
    'AlreadyInUse',
    `The registry DNS name ${name.toLowerCase()}.${suffix} is already in use. You can check if the name is already claimed using following API: https://docs.microsoft.com/en-us/rest/api/containerregistry/registries/checknameavailability`,
  );
}

/** What only Premium can do; the first two codes and texts were seen from the real service. */
export function checkSku(sku: string, properties: JsonObject): void {
  if (sku === 'Classic') {
    throw new ArmError(
      400,
      'ClassicSkuNotSupported',
      'Registries of the SKU Classic can no longer be created.',
    );
  }
  if (sku === 'Premium') return;
  if (properties['publicNetworkAccess'] === 'Disabled') {
    throw new ArmError(
      400,
      'DisablingPublicNetworkAccessNotSupported',
      `Disabling public network access is not supported for the SKU ${sku}. For more information, please visit https://aka.ms/acr/private-link.`,
    );
  }
  if (hasNetworkRules(properties)) {
    throw new ArmError(
      400,
      'NetworkRuleNotSupported',
      `The requested feature virtual network rule is not supported for the SKU ${sku}.`,
    );
  }
  if (properties['dataEndpointEnabled'] === true) {
    throw new ArmError(
      400,
      'DataEndpointNotSupported',
      `The requested feature data endpoint rule is not supported for the SKU ${sku}.`,
    );
  }
}

/**
 * Service endpoints let subnets in by network rules, which only previews of the api know. A registry has these or
 * private endpoints, not both (from the private link documentation; the code is the emulator's).
 */
export function checkNetworkRules(
  estate: Estate,
  registryId: string,
  body: JsonObject,
  apiVersion: string,
): void {
  const rules = listAt(body, 'properties', 'networkRuleSet', 'virtualNetworkRules');
  if (rules.length === 0) return;
  if (!apiVersion.endsWith('-preview')) {
    throw invalidRequestContent(
      "Could not find member 'virtualNetworkRules' on object of type 'networkRuleSet'. Path 'properties.networkRuleSet.virtualNetworkRules'",
    );
  }
  if (connectionsOf(estate, registryId).length === 0) return;
  throw new ArmError(
    400,
    'VirtualNetworkRuleNotSupportedWithPrivateEndpoint',
    'Virtual network rules (service endpoints) can not be used on a registry that has private endpoint connections.',
  );
}

/** Refuses members that only previews know (from the recordings, the SDK and the OpenAPI definitions). */
export function checkPreviewMembers(body: JsonObject, apiVersion: string): void {
  if (apiVersion.endsWith('-preview')) return;
  for (const path of [...previewMembers.map((member) => [member]), ['policies', 'softDeletePolicy']]) {
    if (at(body, 'properties', ...path) === undefined) continue;
    throw invalidRequestContent(
      `Could not find member '${path.at(-1)}' on object of type 'registry'. Path 'properties.${path.join('.')}'`,
    );
  }
}

/** Leaving Premium is refused while something exists that only Premium can have. */
export function checkDowngrade(estate: Estate, registry: ArmResource, sku: string): void {
  if (skuOf(registry) !== 'Premium' || sku === 'Premium') return;
  const obstacles = [
    ...connectionsOf(estate, registry.id).map((item) => `private endpoint connection ${item.name}`),
    ...estate.below(registry.id, REPLICATION).map((item) => `replication ${item.name}`),
  ];
  if (obstacles.length === 0) return;
  throw new ArmError(
    400,
    'SkuDowngradeNotSupported',
    `The SKU of registry ${registry.name} can't be changed from Premium to ${sku} while it has ${obstacles.join(', ')}.`,
  );
}
