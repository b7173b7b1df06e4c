/** What has to hold of exported Terraform, besides that it parses: each answers what is wrong, in words. */
import { nodesOf, type WrittenStep } from '../../../src/exporting/model';
import { idKey, sameId } from '../../../src/model/armId';
import type { Json, JsonObject } from '../../../src/model/json';
import { dataSources, problemsOf, resources } from '../azurermSchema';
import { expressionsIn, referenceIn, scalarsIn, type TerraformBlock, type TerraformFile } from '../terraform';

/** Resources that Terraform would create, because it isn't told that they are there, or as what. */
export function importProblems(file: TerraformFile): string[] {
  return file.blocks
    .filter(({ isData }) => !isData)
    .flatMap((block) => {
      const [id = '', version] = file.imports.get(block.address)?.split('?api-version=') ?? [];
      const isAzapi = block.type.startsWith('azapi_');
      const known = idOfBlock(block, file);
      const isSame = known === undefined ? id.startsWith('/subscriptions/') : sameId(id, known);
      return isSame && isAzapi === (version !== undefined) ? [] : [`${block.address} is imported as ${id}`];
    });
}

export function terraformProblems(steps: readonly WrittenStep[], file: TerraformFile): string[] {
  return [
    ...schemaProblems(file),
    ...referenceProblems(file),
    ...lostValues(steps, file),
    ...orderProblems(steps, file),
  ];
}

/** Against the arguments that the providers take. */
export function schemaProblems({ blocks }: TerraformFile): string[] {
  return blocks.flatMap(({ address, type, isData, body }) =>
    problemsOf(body, (isData ? dataSources : resources)[type]).map((one) => `${address} ${one}`),
  );
}

/** References to what isn't in the file, and circles. */
export function referenceProblems({ blocks, subscriptions }: TerraformFile): string[] {
  const addresses = blocks.map(({ address }) => address);
  const uses = blocks.map(({ address, body }) => ({ address, used: usedBy(body) }));
  const foreign = blocks.filter(({ body }) => !subscriptions.has(aliasOf(body)) && 'provider' in body);
  const done = new Set<string>();
  // Each round finds at least one more, if there is no circle.
  let found: number;
  do {
    found = done.size;
    for (const { address, used } of uses) if (used.every((one) => done.has(one))) done.add(address);
  } while (done.size > found);
  return [
    ...foreign.map(({ address }) => `${address} has a provider that isn’t there`),
    ...uses.flatMap(({ address, used }) =>
      used.filter((one) => !addresses.includes(one)).map((one) => `${address} refers to ${one}`),
    ),
    ...addresses.filter((address) => !done.has(address)).map((address) => `${address} is in a circle`),
  ];
}

/** What `azurerm` has anyway, or makes of other arguments: all that an export leaves out (docs/exports.md). */
const implied: readonly Json[] = ['global', 'LegacyRegistryPermissions'];
const flags: ReadonlyMap<Json, Json> = new Map<Json, Json>([
  ['Enabled', true],
  ['Disabled', false],
]);

/** Values of the plan's bodies that the blocks of their steps don't have. */
export function lostValues(steps: readonly WrittenStep[], file: TerraformFile): string[] {
  const idOf = (address: string) => {
    const block = file.blocks.find((one) => one.address === address);
    return block && idOfBlock(block, file);
  };
  return steps.flatMap((step) => {
    const said = blocksOf(step, file, steps).flatMap(({ body }) => {
      const own = Object.entries(body).filter(([name]) => !['provider', 'depends_on'].includes(name));
      return scalarsIn(Object.fromEntries(own), idOf);
    });
    const isSaid = (value: Json) =>
      implied.includes(value) ||
      said.some((other) => {
        if (other === value || other === flags.get(value)) return true;
        if (typeof other !== 'string' || typeof value !== 'string') return false;
        // The provider names a zone of a group after the zone.
        return sameId(other, value) || other.endsWith(`/privateDnsZones/${value.replaceAll('-', '.')}`);
      });
    return scalarsOf(step.request.body)
      .filter((value) => !isSaid(value))
      .map((value) => `${step.id} has lost ${JSON.stringify(value)}`);
  });
}

/** Steps that don't wait for what they depend on, or may write to one network at once. */
export function orderProblems(steps: readonly WrittenStep[], file: TerraformFile): string[] {
  const reached = new Map<string, ReadonlySet<string>>();
  const reach = (address: string): ReadonlySet<string> => {
    const known = reached.get(address);
    if (known !== undefined) return known;
    reached.set(address, new Set());
    const used = usedBy(file.blocks.find((block) => block.address === address)?.body ?? {});
    const all = new Set(used.flatMap((one) => [one, ...reach(one)]));
    reached.set(address, all);
    return all;
  };
  const addressOf = (step: WrittenStep) =>
    blocksOf(step, file, steps)[0]?.address ?? `nothing for ${step.id}`;
  const early = steps.flatMap((later) =>
    steps
      .filter(({ id }) => later.dependsOn.includes(id))
      .map((earlier) => [addressOf(later), addressOf(earlier)] as const)
      .filter(([second, first]) => first !== second && !reach(second).has(first))
      .map(([second, first]) => `${second} doesn’t wait for ${first}`),
  );
  const networks = [...new Map(steps.flatMap(({ holds }) => holds).map((id) => [idKey(id), id])).values()];
  const together = networks.flatMap((network) => {
    const holders = steps.filter(({ holds }) => holds.some((id) => sameId(id, network)));
    const writers = [...new Set(holders.map(addressOf))];
    return writers.flatMap((one, index) =>
      writers
        .slice(index + 1)
        .filter((other) => !reach(one).has(other) && !reach(other).has(one))
        .map((other) => `${one} and ${other} may write to ${network} at once`),
    );
  });
  return [...early, ...together];
}

function usedBy(body: JsonObject): string[] {
  const own = Object.entries(body).filter(([name]) => name !== 'provider');
  return expressionsIn(Object.fromEntries(own)).map((one) => referenceIn(one)?.address ?? one);
}

function scalarsOf(value: Json): Json[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.values(value as JsonObject).flatMap(scalarsOf);
}

/** The blocks that say a step, the one that others wait for first. */
function blocksOf(step: WrittenStep, file: TerraformFile, steps: readonly WrittenStep[]): TerraformBlock[] {
  const name = nodesOf(steps)?.find((node) => node.step.id === step.id)?.name ?? '';
  const named = (wanted: RegExp) =>
    file.blocks.filter(({ address, isData }) => !isData && wanted.test(address.split('.')[1] ?? ''));
  const own = [...named(new RegExp(`^${name}$`)), ...named(new RegExp(`^${name}_subnet(_\\d+)?$`))];
  if (own.length > 0) return own;
  // A part of its host.
  const parent = step.resourceId.split('/').slice(0, -2).join('/');
  return file.blocks.filter((block) => !block.isData && sameId(idOfBlock(block, file), parent));
}

const types: Readonly<Record<string, string>> = {
  azurerm_container_registry: 'Microsoft.ContainerRegistry/registries',
  azurerm_virtual_network: 'Microsoft.Network/virtualNetworks',
  azurerm_private_dns_zone: 'Microsoft.Network/privateDnsZones',
  azurerm_private_endpoint: 'Microsoft.Network/privateEndpoints',
};

function aliasOf(body: JsonObject): string {
  return typeof body['provider'] === 'string' ? body['provider'].replace(/^\$\{azurerm\.|\}$/g, '') : '';
}

/** The id of what a block makes or looks up; undefined for what nothing refers to. */
function idOfBlock({ type, body }: TerraformBlock, file: TerraformFile): string | undefined {
  const resolve = (value: Json | undefined): string => {
    const found = value === undefined ? undefined : referenceIn(value);
    if (found === undefined) return typeof value === 'string' ? value : '';
    const block = file.blocks.find(({ address }) => address === found.address);
    if (block === undefined) return '';
    return found.attribute === 'id' ? (idOfBlock(block, file) ?? '') : resolve(block.body[found.attribute]);
  };
  const name = resolve(body['name']);
  if (type === 'azapi_resource') {
    const [kind = ''] = resolve(body['type']).split('@');
    const [, , ...children] = kind.split('/');
    const place = children.at(-1) ?? `providers/${kind}`;
    return `${resolve(body['parent_id'])}/${place}/${name}`;
  }
  const subscription = `/subscriptions/${file.subscriptions.get(aliasOf(body)) ?? ''}`;
  if (type === 'azurerm_resource_group') return `${subscription}/resourceGroups/${name}`;
  const group = `${subscription}/resourceGroups/${resolve(body['resource_group_name'])}/providers`;
  if (type === 'azurerm_subnet') {
    return `${group}/Microsoft.Network/virtualNetworks/${resolve(body['virtual_network_name'])}/subnets/${name}`;
  }
  const full = types[type];
  return full === undefined ? undefined : `${group}/${full}/${name}`;
}
