import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { ArmError } from '../../arm/errors';
import { listAt, same, textAt } from '../../arm/json';
import type { ArmAnswer, ArmRequest } from '../../arm/provider';
import type { ArmResource, JsonObject } from '../../estate';
import { REGISTRY } from '../network/registryMembers';

export const importBody = v.strictObject({
  source: v.strictObject({
    resourceId: v.optional(v.string()),
    registryUri: v.optional(v.string()),
    credentials: v.optional(v.strictObject({ username: v.optional(v.string()), password: v.string() })),
    sourceImage: v.string(),
  }),
  targetTags: v.optional(v.array(v.string())),
  untaggedTargetRepositories: v.optional(v.array(v.string())),
  mode: v.optional(v.picklist(['NoForce', 'Force'])),
});

/** The service's own address, from a range reserved for documentation. */
const SERVICE_ADDRESS = '198.51.100.254';

const REPOSITORY = /^[a-z0-9]+([._/-][a-z0-9]+)*(:[\w][\w.-]{0,127}|@sha256:[0-9a-f]{6,64})?$/;

/**
 * `POST …/importImage`: copies an image from another registry. What goes on inside of registries is not emulated, but
 * whether the service gets in is: a registry that is closed to the internet lets it in only as a trusted service. The
 * refusal comes as the operation's outcome (text from a public issue about Azure's documentation).
 */
export function importImage(request: ArmRequest): ArmAnswer {
  const { estate, id, operations } = request;
  const target = estate.get(id.path);
  const { source, targetTags = [] } = v.parse(importBody, request.body);
  if ((source.resourceId === undefined) === (source.registryUri === undefined)) {
    throw invalid(id.path, 'The source needs either a resource id or a registry URI.');
  }
  for (const name of [source.sourceImage, ...targetTags]) {
    if (!REPOSITORY.test(name)) throw invalid(id.path, `The image reference '${name}' is invalid.`);
  }
  const headers = operations.start(request, {
    habit: 'registry',
    latency: 'importImage',
    // An import holds nothing: the registry can be written meanwhile.
    target: `${id.path}/importOperations/${randomUUID()}`,
    verb: 'action',
    name: 'ImportImage',
    ...(target?.location === undefined ? {} : { location: target.location }),
    effect: () => {
      const from = source.resourceId === undefined ? undefined : estate.get(source.resourceId);
      if (source.resourceId !== undefined && from?.type !== REGISTRY) {
        throw invalid(id.path, `The source registry '${source.resourceId}' was not found.`);
      }
      const after = estate.get(id.path);
      for (const registry of [from, after]) {
        if (registry !== undefined && !letsServiceIn(registry)) throw denied(id.path);
      }
    },
  });
  return { status: 202, headers };
}

function letsServiceIn({ properties }: ArmResource): boolean {
  const isOpen =
    !same(textAt(properties, 'publicNetworkAccess'), 'Disabled') &&
    !same(textAt(properties, 'networkRuleSet', 'defaultAction'), 'Deny');
  const rules = listAt(properties, 'networkRuleSet', 'ipRules') as JsonObject[];
  const isNamed =
    !same(textAt(properties, 'publicNetworkAccess'), 'Disabled') &&
    rules.some((rule) => textAt(rule, 'value') === SERVICE_ADDRESS);
  return isOpen || isNamed || same(textAt(properties, 'networkRuleBypassOptions') ?? '', 'AzureServices');
}

function denied(registryId: string): ArmError {
  const inner = `{"errors":[{"code":"DENIED","message":"client with IP '${SERVICE_ADDRESS}' is not allowed access. Refer https://aka.ms/acr/firewall to grant access."}]}`;
  return invalid(registryId, `Invalid message Forbidden Forbidden ${inner}`);
}

function invalid(registryId: string, reason: string): ArmError {
  return new ArmError(400, 'InvalidParameters', `Operation import failed. Resource ${registryId} ${reason}`);
}
