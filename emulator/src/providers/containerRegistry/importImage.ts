import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { ArmAnswer } from '../../arm/answer';
import { ArmError } from '../../arm/errors';
import { listAt, same, textAt } from '../../arm/json';
import type { ArmRequest } from '../../arm/provider';
import { findManifest, findRepository, pushImages, repositoriesOf } from '../../dataPlane/contents';
import { parseReference } from '../../dataPlane/image';
import { publicImage } from '../../dataPlane/publicImages';
import type { ArmResource, Estate, JsonObject } from '../../estate';
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

type Reference = NonNullable<ReturnType<typeof parseReference>>;

/**
 * `POST …/importImage`: copies an image from a public registry, as far as its images are known here, or from another
 * emulated one. A registry that is closed to the internet lets the service in only as a trusted service. Refusals come
 * as the operation's outcome (texts from public issues).
 */
export function importImage(request: ArmRequest): ArmAnswer {
  const { estate, id, operations } = request;
  const target = estate.get(id.path);
  const body = v.parse(importBody, request.body);
  const { source, targetTags = [], untaggedTargetRepositories: untagged = [], mode } = body;
  if ((source.resourceId === undefined) === (source.registryUri === undefined)) {
    throw invalid(id.path, 'The source needs either a resource id or a registry URI.');
  }
  const [wanted, ...tags] = [source.sourceImage, ...targetTags].map((name) => reference(id.path, name));
  for (const name of untagged) reference(id.path, name);
  if (wanted === undefined) throw new Error('a source always has an image');
  const headers = operations.start(request, {
    habit: 'registry',
    latency: 'importImage',
    // An import holds nothing: the registry can be written meanwhile.
    target: `${id.path}/importOperations/${randomUUID()}`,
    verb: 'action',
    name: 'ImportImage',
    ...(target?.location === undefined ? {} : { location: target.location }),
    effect: () => {
      const from = sourceRegistry(estate, id.path, source.resourceId);
      const after = estate.get(id.path);
      for (const registry of [from, after]) {
        if (registry !== undefined && !letsServiceIn(registry)) throw denied(id.path);
      }
      const seed =
        from === undefined
          ? publicImage(source.registryUri ?? '', wanted)
          : imageIn(estate, from, wanted, source.sourceImage);
      if (seed === undefined) throw unknownImage(id.path, source.sourceImage);
      // Without a word about the target the image keeps its name.
      const named = targetTags.length + untagged.length === 0 ? [wanted] : tags;
      const pushes = named.map(({ repository, tag }) => ({
        repository,
        tags: [tag ?? wanted.tag ?? 'latest'],
      }));
      if (mode !== 'Force') for (const each of pushes) checkIsNew(estate, id.path, each);
      const at = new Date(request.now).toISOString();
      const bare = untagged.map((repository) => ({ repository, tags: [] }));
      pushImages(
        estate,
        id.path,
        [...pushes, ...bare].map((each) => ({ ...each, seed, at })),
      );
    },
  });
  return { status: 202, headers };
}

function sourceRegistry(estate: Estate, targetId: string, id: string | undefined): ArmResource | undefined {
  const from = id === undefined ? undefined : estate.get(id);
  if (id !== undefined && from?.type !== REGISTRY) {
    throw invalid(targetId, `The source registry '${id}' was not found.`);
  }
  return from;
}

/** An image of another emulated registry; one that nobody filled has whatever is asked for, as for pulls. */
function imageIn(estate: Estate, from: ArmResource, wanted: Reference, name: string): string | undefined {
  if (repositoriesOf(estate, from.id).length === 0) return `${from.name.toLowerCase()}/${name}`;
  const repository = findRepository(estate, from.id, wanted.repository);
  return repository && findManifest(repository, wanted.digest ?? wanted.tag ?? 'latest')?.seed;
}

function checkIsNew(
  estate: Estate,
  registryId: string,
  { repository, tags }: { repository: string; tags: readonly string[] },
): void {
  const existing = findRepository(estate, registryId, repository)?.tags.find(({ name }) =>
    tags.includes(name),
  );
  if (existing === undefined) return;
  throw new ArmError(
    409,
    'Conflict',
    `Operation import failed. Resource ${registryId} Tag ${repository}:${existing.name} already exists in target registry.`,
  );
}

function reference(registryId: string, name: string): Reference {
  const parsed = parseReference(name);
  if (parsed === undefined) throw invalid(registryId, `The image reference '${name}' is invalid.`);
  return parsed;
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

function unknownImage(registryId: string, image: string): ArmError {
  const inner = `{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest of ${image} is not found"}]}`;
  const reason = `Invalid message NotFound NOT FOUND ${inner}`;
  return new ArmError(404, 'InvalidParameters', `Operation import failed. Resource ${registryId} ${reason}`);
}

function denied(registryId: string): ArmError {
  const inner = `{"errors":[{"code":"DENIED","message":"client with IP '${SERVICE_ADDRESS}' is not allowed access. Refer https://aka.ms/acr/firewall to grant access."}]}`;
  return invalid(registryId, `Invalid message Forbidden Forbidden ${inner}`);
}

function invalid(registryId: string, reason: string): ArmError {
  return new ArmError(400, 'InvalidParameters', `Operation import failed. Resource ${registryId} ${reason}`);
}
