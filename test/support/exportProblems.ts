/** What has to hold of the export of any plan, in every format: each answers what is wrong, in words. */
import { exportPlan } from '../../src/exporting/exportPlan';
import {
  exportFormats,
  type Exported,
  type ExportedFile,
  type ExportFormat,
} from '../../src/exporting/exported';
import { nodesOf, writesOf, type WrittenStep } from '../../src/exporting/model';
import { idKey, sameId } from '../../src/model/armId';
import type { Json, JsonObject } from '../../src/model/json';
import type { AnyPlan } from '../../src/provisioning';
import { type BicepDeclaration, readBicep, symbolsIn } from './bicep';
import { dataSources, problemsOf, resources } from './azurermSchema';
import {
  expressionsIn,
  readTerraform,
  referenceIn,
  scalarsIn,
  type TerraformBlock,
  type TerraformFile,
} from './terraform';

/** All of it; nothing where the plan changes nothing, or is refused in a format that can't say it. */
export async function exportProblems(plan: AnyPlan): Promise<string[]> {
  if (writesOf(plan).length === 0) return [];
  const all = await Promise.all(exportFormats.map((format) => problemsAs(format, plan)));
  return all.flat();
}

async function problemsAs(format: ExportFormat, plan: AnyPlan): Promise<string[]> {
  const done = exportPlan(plan, format, 'public');
  const files = done.kind === 'exported' ? done.files : [];
  const text = files.map((file) => file.text).join('\n');
  const problems =
    done.kind === 'refused' ? refusalProblems(format, plan, done) : await readers[format](plan, text, files);
  const [operation] = new RegExp(`acr-private-link-operation"? *[=:]|${plan.operationId}`).exec(text) ?? [];
  const mark = operation === undefined ? [] : [`the mark is in it: ${operation}`];
  // What deletes looks for the mark, so that nothing else goes.
  const isDeleting = writesOf(plan).some(({ action }) => action === 'delete');
  return [...problems, ...(isDeleting ? [] : mark)].map((problem) => `${format}: ${problem}`);
}

type Reader = (
  plan: AnyPlan,
  text: string,
  files: readonly ExportedFile[],
) => readonly string[] | Promise<readonly string[]>;

const readers: Readonly<Record<ExportFormat, Reader>> = {
  terraform: async (plan, text) => terraformProblems(plan, await readTerraform(text)),
  bicep: (plan, _, files) => bicepProblems(plan, files),
  armTemplate: templateProblems,
  azureCli: scriptProblems,
};

function isUndeployable({ action, request }: WrittenStep): boolean {
  return action === 'delete' || request.method === 'PATCH' || request.query !== undefined;
}

/** What a format can't say. */
const unsaid: Readonly<Record<ExportFormat, (step: WrittenStep) => boolean>> = {
  terraform: ({ action }) => action === 'delete',
  bicep: isUndeployable,
  armTemplate: isUndeployable,
  azureCli: ({ action, kind }) => action === 'delete' && kind === 'registry',
};

function refusalProblems(
  format: ExportFormat,
  plan: AnyPlan,
  { reasons }: Extract<Exported, { kind: 'refused' }>,
): string[] {
  // Names that Azure takes nowhere are in the way of the plan itself.
  const isFine = plan.blockers.length > 0 || writesOf(plan).some(unsaid[format]);
  return isFine ? [] : reasons.map((reason) => `refused: ${reason}`);
}

export function terraformProblems(plan: AnyPlan, file: TerraformFile): string[] {
  return [
    ...schemaProblems(file),
    ...referenceProblems(file),
    ...lostValues(plan, file),
    ...orderProblems(plan, file),
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
export function lostValues(plan: AnyPlan, file: TerraformFile): string[] {
  const idOf = (address: string) => {
    const block = file.blocks.find((one) => one.address === address);
    return block && idOfBlock(block, file);
  };
  return writesOf(plan).flatMap((step) => {
    const said = blocksOf(step, file, plan).flatMap(({ body }) => {
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
export function orderProblems(plan: AnyPlan, file: TerraformFile): string[] {
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
  const steps = writesOf(plan);
  const addressOf = (step: WrittenStep) => blocksOf(step, file, plan)[0]?.address ?? `nothing for ${step.id}`;
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

/** Id, version and body of each step of a script. */
const saidSteps = /^id='(.*)'\nversion='(.*)'\n(?:.*\n)*?(?:.*<<'JSON'\n([^]*?)\nJSON| {2}remove)$/gm;

/** Whether a script says exactly what the plan sends, after what each waits for. */
export function scriptProblems(plan: AnyPlan, script: string): string[] {
  const said = [...script.matchAll(saidSteps)].map(([, id, version, body]) => ({ id, version, body }));
  const steps = writesOf(plan);
  const left = [...said];
  const order = new Map<string, number>();
  const unsaid = steps.flatMap((step) => {
    const { request, resourceId, action } = step;
    const body = action === 'delete' ? undefined : JSON.stringify(request.body);
    const found = left.findIndex(
      (one) =>
        one.id === resourceId &&
        one.version === request.apiVersion &&
        (one.body === undefined ? undefined : JSON.stringify(JSON.parse(one.body))) === body,
    );
    if (found < 0) return [`${step.id} isn’t said as it is`];
    order.set(step.id, said.indexOf(left[found] ?? { id: '', version: '', body: '' }));
    left.splice(found, 1);
    return [];
  });
  const early = steps.flatMap(({ id, dependsOn }) =>
    dependsOn
      .filter((other) => (order.get(other) ?? -1) > (order.get(id) ?? 0))
      .map((other) => `${id} comes before ${other}`),
  );
  return [...unsaid, ...left.map(({ id }) => `${id ?? ''} is no step`), ...early];
}

interface ArmResource {
  readonly type: string;
  readonly name: string;
  readonly apiVersion: string;
  readonly scope?: string;
  readonly dependsOn?: readonly string[];
  readonly subscriptionId?: string;
  readonly resourceGroup?: string;
  readonly properties?: Json;
}

interface ArmTemplate {
  readonly $schema: string;
  readonly resources: readonly ArmResource[];
}

/** Whether a template's resources are those of the plan, with its bodies, each after what it waits for. */
export function templateProblems(plan: AnyPlan, text: string): string[] {
  const template = JSON.parse(text) as ArmTemplate;
  const group = writesOf(plan)[0]?.resourceId.split('/').slice(0, 5).join('/') ?? '';
  const said = template.$schema.endsWith('/deploymentTemplate.json#')
    ? template.resources.map((resource) => ({ deployment: 0, ...readResource(resource, group) }))
    : template.resources.flatMap(({ properties, subscriptionId, resourceGroup }, deployment) => {
        const scope = `/subscriptions/${subscriptionId ?? ''}`;
        const inGroup = resourceGroup === undefined ? scope : `${scope}/resourceGroups/${resourceGroup}`;
        const inner = (properties as unknown as { readonly template: ArmTemplate }).template;
        return inner.resources.map((resource) => ({ deployment, ...readResource(resource, inGroup) }));
      });
  const unchained = template.resources.flatMap(({ type, name, dependsOn = [] }, index) => {
    if (index === 0 || type !== 'Microsoft.Resources/deployments') return [];
    const before = template.resources[index - 1]?.name ?? '';
    return dependsOn.some((id) => id.endsWith(`/deployments/${before}`)) ? [] : [`${name} doesn’t wait`];
  });
  return [...unchained, ...deployedProblems(plan, said)];
}

interface Said {
  /** Counts the deployments. */
  readonly deployment: number;
  readonly id: string;
  readonly apiVersion: string;
  readonly dependsOn: readonly string[];
  readonly body: Json;
}

function deployedProblems(plan: AnyPlan, said: readonly Said[]): string[] {
  const steps = writesOf(plan);
  const placed = new Map(steps.map((step) => [step.id, said.find(({ id }) => sameId(id, step.resourceId))]));
  const wrong = steps.flatMap((step) => {
    const found = placed.get(step.id);
    if (found === undefined) return [`${step.id} isn’t there`];
    const isSame =
      JSON.stringify(found.body).toLowerCase() === JSON.stringify(step.request.body).toLowerCase() &&
      found.apiVersion === step.request.apiVersion;
    const early = step.dependsOn.filter((id) => {
      const earlier = placed.get(id);
      if (earlier === undefined || earlier.deployment < found.deployment) return false;
      return earlier.deployment > found.deployment || !waitsFor(found.id, earlier.id, said);
    });
    return [
      ...(isSame ? [] : [`${step.id} isn’t said as it is`]),
      ...early.map((id) => `${step.id} doesn’t wait for ${id}`),
    ];
  });
  return [...wrong, ...(said.length === steps.length ? [] : ['it has other resources'])];
}

/** Whether Bicep parses, its names resolve, and its resources are those of the plan, each after what it waits for. */
export async function bicepProblems(plan: AnyPlan, files: readonly ExportedFile[]): Promise<string[]> {
  const read = await Promise.all(files.map(async ({ name, text }) => ({ name, ...(await readBicep(text)) })));
  const broken = read.filter(({ hasError }) => hasError).map(({ name }) => `${name} doesn’t parse`);
  const unresolved = read.flatMap(({ name, declarations }) => {
    const symbols = declarations.map(({ symbol }) => symbol);
    const twice = symbols.filter((one, index) => symbols.indexOf(one) !== index);
    const used = declarations.flatMap(({ body }) => symbolsIn(body));
    return [...twice, ...used.filter((one) => !symbols.includes(one))].map((one) => `${name}: ${one}`);
  });
  const [main, ...others] = read;
  const modules = (main?.declarations ?? []).filter(({ kind }) => kind === 'module');
  const loose = modules.flatMap(({ symbol, of, body }, index) => {
    const before = modules[index - 1];
    const waits = before === undefined || symbolsIn(body['dependsOn'] ?? []).includes(before.symbol);
    return [
      ...(waits ? [] : [`${symbol} doesn’t wait`]),
      ...(others.some(({ name }) => name === of) ? [] : [`${of} isn’t there`]),
    ];
  });
  const group = writesOf(plan)[0]?.resourceId.split('/').slice(0, 5).join('/') ?? '';
  const placed =
    modules.length === 0
      ? [{ place: group, declarations: main?.declarations ?? [] }]
      : modules.map(({ of, body }) => ({
          place: scopeOf(body['scope']),
          declarations: others.find(({ name }) => name === of)?.declarations ?? [],
        }));
  const said = placed.flatMap(({ place, declarations }, deployment) => {
    const idOf = (symbol: string): string => {
      const found = declarations.find((one) => one.symbol === symbol);
      return found === undefined ? '' : idOfDeclaration(found, place, idOf);
    };
    return declarations
      .filter(({ kind, isExisting }) => kind === 'resource' && !isExisting)
      .map((one) => {
        const outer = ['parent', 'scope', 'name', 'dependsOn'];
        const own = Object.entries(one.body).filter(([member]) => !outer.includes(member));
        const body = Object.fromEntries(own);
        const [, apiVersion = ''] = one.of.split('@');
        const dependsOn = symbolsIn(one.body).map(idOf);
        return { deployment, id: idOf(one.symbol), apiVersion, dependsOn, body: withIds(body, idOf) };
      });
  });
  return [...broken, ...unresolved, ...loose, ...deployedProblems(plan, said)];
}

function scopeOf(scope: Json | undefined): string {
  const { arguments: given } = (scope ?? {}) as { readonly arguments?: readonly string[] };
  const [subscription = '', group] = given ?? [];
  return `/subscriptions/${subscription}${group === undefined ? '' : `/resourceGroups/${group}`}`;
}

function idOfDeclaration(
  { of, body }: BicepDeclaration,
  place: string,
  idOf: (symbol: string) => string,
): string {
  const [type = ''] = of.split('@');
  const [name, parent, scope] = ['name', 'parent', 'scope'].map((member) => body[member]);
  const own = typeof name === 'string' ? name : '';
  if (parent !== undefined)
    return `${symbolsIn(parent).map(idOf).join('')}/${type.split('/').at(-1) ?? ''}/${own}`;
  if (type === 'Microsoft.Resources/resourceGroups') return `${place}/resourceGroups/${own}`;
  const owner = scope === undefined ? place : symbolsIn(scope).map(idOf).join('');
  return `${owner}/providers/${type}/${own}`;
}

function withIds(value: Json, idOf: (symbol: string) => string): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => withIds(item, idOf));
  const [symbol] = symbolsIn(value);
  if (symbol !== undefined && 'property' in value) return idOf(symbol);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withIds(member, idOf)]));
}

function waitsFor(
  later: string,
  earlier: string,
  all: readonly { readonly id: string; readonly dependsOn: readonly string[] }[],
): boolean {
  const direct = all.find(({ id }) => id === later)?.dependsOn ?? [];
  return direct.some((id) => sameId(id, earlier) || waitsFor(id, earlier, all));
}

function readResource(resource: ArmResource, place: string) {
  const { type, name, apiVersion, scope, dependsOn = [] } = resource;
  const outer = ['type', 'name', 'apiVersion', 'scope', 'dependsOn', 'comments'];
  const body = Object.fromEntries(Object.entries(resource).filter(([member]) => !outer.includes(member)));
  const [namespace = '', ...kinds] = type.split('/');
  const names = plainText(name).split('/');
  const path = [namespace, ...kinds.flatMap((kind, index) => [kind, names[index] ?? ''])].join('/');
  const owner = scope === undefined ? place : `${place}/providers/${scope}`;
  const id =
    type === 'Microsoft.Resources/resourceGroups'
      ? `${place}/resourceGroups/${names[0] ?? ''}`
      : `${owner}/providers/${path}`;
  return { id, apiVersion, dependsOn, body: plainJson(body) };
}

/** As Resource Manager reads it: one bracket fewer where there are two, and no expression where there is one. */
function plainText(value: string): string {
  if (!value.startsWith('[') || !value.endsWith(']')) return value;
  return value.startsWith('[[') ? value.slice(1) : `an expression: ${value}`;
}

function plainJson(value: Json): Json {
  if (typeof value === 'string') return plainText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(plainJson);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [plainText(name), plainJson(member)]),
  );
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
function blocksOf(step: WrittenStep, file: TerraformFile, plan: AnyPlan): TerraformBlock[] {
  const name = nodesOf(writesOf(plan))?.find((node) => node.step.id === step.id)?.name ?? '';
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
    return `${resolve(body['parent_id'])}/providers/${kind}/${name}`;
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
