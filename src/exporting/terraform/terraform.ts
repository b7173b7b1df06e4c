/** A plan as Terraform: azurerm, and azapi for what azurerm can't say. Pure. */
import { subscriptionKeyOf } from '../../model/armId';
import type { CloudName } from '../../model/clouds';
import type { AnyPlan } from '../../provisioning';
import type { Exported } from '../exported';
import { headerOf, wrapped } from '../header';
import { createdBy, type Node, nodesOf, partsOfId, writesOf, type WrittenStep } from '../model';
import { Reading } from '../reading';
import { azurermRows, replicaBlock, type Resource, type Surroundings, zoneGroupBlock } from './azurerm';
import { blockText, type Item, Reference, valueOf } from './hcl';
import { References } from './references';

const environments: Readonly<Record<CloudName, string>> = {
  public: 'public',
  usGov: 'usgovernment',
  china: 'china',
};

/** One file, `main.tf`. Refused where the plan deletes: nothing in Terraform looks first whether somebody else uses it. */
export function toTerraform(plan: AnyPlan, cloud: CloudName): Exported {
  const steps = writesOf(plan);
  const reasons = steps.flatMap(({ action, title }) =>
    action === 'delete'
      ? [
          `${title} is deleted. Terraform deletes only what is in its own state, and doesn’t look first whether somebody else uses it: export the Azure CLI script.`,
        ]
      : [],
  );
  if (reasons.length > 0) return { kind: 'refused', reasons };
  const nodes = nodesOf(steps, (step) => hostOf(step, steps)) ?? nodesOf(steps);
  if (nodes === undefined) return { kind: 'refused', reasons: ['Its steps wait for each other.'] };
  const blocks = blocksOf(nodes, steps);
  return { kind: 'exported', files: [{ name: 'main.tf', text: fileText(plan, cloud, blocks) }] };
}

/** In azurerm a zone group is a part of its endpoint, and a replica of its registry. */
function hostOf(step: WrittenStep, steps: readonly WrittenStep[]): string | undefined {
  if (step.action !== 'create') return undefined;
  const host = createdBy(steps, partsOfId(step.resourceId).parent);
  if (host === undefined || resourceOf(host, bare()) === undefined) return undefined;
  const block =
    step.kind === 'zoneGroup'
      ? zoneGroupBlock(step, new References())
      : step.kind === 'replica'
        ? replicaBlock(step)
        : undefined;
  return block === undefined ? undefined : host.id;
}

function bare(): Surroundings {
  return { references: new References(), guests: [], hasEndpoint: false };
}

/** As azurerm's; undefined where it can't say the whole of what is sent. */
function resourceOf(step: WrittenStep, surroundings: Surroundings): Resource | undefined {
  if (step.action !== 'create' || step.request.query !== undefined) return undefined;
  const body = new Reading(step.request.body);
  const resource = azurermRows[step.kind]?.(step, body, surroundings);
  return body.rest().length > 0 ? undefined : resource;
}

interface Block {
  readonly subscriptionId: string;
  readonly address: string;
  readonly head: string;
  readonly isAzurerm: boolean;
  readonly items: readonly Item[];
  readonly comments: readonly string[];
  readonly dependsOn: readonly { readonly address: string; readonly reason: string }[];
}

interface Blocks {
  readonly blocks: readonly Block[];
  readonly references: References;
}

function blocksOf(nodes: readonly Node[], steps: readonly WrittenStep[]): Blocks {
  const references = new References();
  const addresses = new Map<string, string>();
  /** By address: what comes before it, whichever way it is said. */
  const before = new Map<string, ReadonlySet<string>>();
  const blocks = nodes.flatMap((node): Block[] => {
    const { name, step, guests, after } = node;
    const { resourceId } = step;
    const surroundings = {
      references,
      guests,
      hasEndpoint: steps.some(({ kind }) => kind === 'endpoint'),
    };
    const said = resourceOf(step, { ...surroundings, references: new References() });
    const type = said?.type ?? (step.action === 'create' ? 'azapi_resource' : 'azapi_update_resource');
    const address = `${type}.${name}`;
    if (step.action === 'create') references.made(resourceId, address, said !== undefined);
    addresses.set(name, address);
    const { value, used } = references.during(() =>
      said === undefined
        ? { type, items: azapiItems(step, references) }
        : (resourceOf(step, surroundings) ?? said),
    );
    const shown = closure(used, before);
    const order = after.flatMap(({ name: other, reason }) => {
      const earlier = addresses.get(other);
      return earlier === undefined || shown.has(earlier) ? [] : [{ address: earlier, reason }];
    });
    const needed = order.filter(
      ({ address: one }) => !order.some((two) => two.address !== one && before.get(two.address)?.has(one)),
    );
    before.set(address, closure([...shown, ...order.map((one) => one.address)], before));
    const common = { subscriptionId: subscriptionKeyOf(resourceId), isAzurerm: said !== undefined };
    const main = {
      ...common,
      address,
      head: `resource "${type}" "${name}"`,
      items: value.items,
      comments: [
        ...[step, ...guests].map(({ kind, title, reason }) =>
          kind === 'roleAssignment' ? `${title}. ${reason}` : reason,
        ),
        ...(said === undefined ? whyAzapi(step) : []),
      ],
      dependsOn: needed,
    };
    const parts = value.parts ?? [];
    return [
      main,
      ...parts.map((part): Block => {
        const own = parts.length === 1 ? `${name}_subnet` : `${name}_subnet_${parts.indexOf(part) + 1}`;
        references.made(part.id, `${part.type}.${own}`, true);
        before.set(`${part.type}.${own}`, closure([address], before));
        return {
          ...common,
          address: `${part.type}.${own}`,
          head: `resource "${part.type}" "${own}"`,
          items: part.items,
          comments: [],
          dependsOn: [],
        };
      }),
    ];
  });
  return { blocks, references };
}

function closure(
  addresses: Iterable<string>,
  before: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  return new Set([...addresses].flatMap((one) => [one, ...(before.get(one) ?? [])]));
}

/** Why a step isn't azurerm's. */
function whyAzapi({ action, kind, request }: WrittenStep): string[] {
  if (action === 'create') {
    if (kind === 'zoneGroup') return ['azapi, because azurerm writes a zone group only with its endpoint.'];
    if (kind === 'replica') return ['azapi, because azurerm writes a replica only with its registry.'];
    return ['azapi, because azurerm has no arguments for all that is set.'];
  }
  return [
    'azapi, because azurerm would have to own the whole resource. Only what is named here is set.',
    ...(request.lists === undefined
      ? []
      : ['The list is as it was when it was planned: look whether others have changed it since.']),
  ];
}

/** The body as it is sent, with references for ids. */
function azapiItems({ action, resourceId, request }: WrittenStep, references: References): Item[] {
  const { type, name, parent } = partsOfId(resourceId);
  const versioned: Item = { argument: 'type', value: `${type}@${request.apiVersion}` };
  const text = (value: string) => references.text(value);
  const { location, tags, ...others } = request.body;
  const isCreated = action === 'create';
  const outside = isCreated
    ? Object.entries({ location, tags }).flatMap(([member, value]) =>
        value === undefined ? [] : [{ argument: member, value: valueOf(value, text) }],
      )
    : [];
  const place: Item[] = isCreated
    ? [
        { argument: 'name', value: name },
        { argument: 'parent_id', value: references.id(parent) },
      ]
    : [{ argument: 'resource_id', value: references.id(resourceId) }];
  const query = Object.entries(request.query ?? {}).map(([key, value]) => [key, [value]] as const);
  return [
    versioned,
    ...place,
    ...outside,
    { argument: 'body', value: valueOf(isCreated ? others : request.body, text) },
    ...(query.length === 0
      ? []
      : [
          {
            argument: isCreated ? 'create_query_parameters' : 'update_query_parameters',
            value: Object.fromEntries(query),
          },
        ]),
    { comment: 'azapi may not know this API version yet.' },
    { argument: 'schema_validation_enabled', value: false },
  ];
}

function fileText(plan: AnyPlan, cloud: CloudName, { blocks, references }: Blocks): string {
  const usesAzapi = blocks.some(({ isAzurerm }) => !isAzurerm);
  const { dataSources } = references;
  const subscriptions = [
    ...new Set([
      ...blocks.filter(({ isAzurerm }) => isAzurerm).map(({ subscriptionId }) => subscriptionId),
      ...dataSources.map(({ id }) => subscriptionKeyOf(id)),
      ...blocks.map(({ subscriptionId }) => subscriptionId),
    ]),
  ];
  const aliases = aliasesOf(subscriptions);
  const provider = (subscriptionId: string): Item[] => {
    const alias = aliases.get(subscriptionId);
    return alias === undefined ? [] : [{ argument: 'provider', value: new Reference(`azurerm.${alias}`) }];
  };
  const environment: Item[] =
    cloud === 'public' ? [] : [{ argument: 'environment', value: environments[cloud] }];
  const texts = [
    commented(headerOf(plan)),
    requirements(usesAzapi),
    ...subscriptions.map((subscriptionId) => {
      const alias = aliases.get(subscriptionId);
      return blockText('provider "azurerm"', [
        ...(alias === undefined ? [] : [{ argument: 'alias', value: alias }]),
        { argument: 'subscription_id', value: subscriptionId },
        ...environment,
        { argument: 'resource_provider_registrations', value: 'none' },
        { block: 'features', items: [] },
      ]);
    }),
    ...(usesAzapi ? [blockText('provider "azapi"', environment)] : []),
    ...(dataSources.length === 0 ? [] : ['# What is there already and is only referred to.']),
    ...dataSources
      .toSorted((a, b) => (`${a.type}.${a.name}` < `${b.type}.${b.name}` ? -1 : 1))
      .map(({ id, type, name, items }) =>
        blockText(`data "${type}" "${name}"`, [...provider(subscriptionKeyOf(id)), ...items]),
      ),
    ...blocks.map((block) => {
      const items = [
        ...(block.isAzurerm ? provider(block.subscriptionId) : []),
        ...block.items,
        ...orderOf(block),
      ];
      const comments = commented(block.comments.flatMap((line) => wrapped(line)));
      return [...(comments === '' ? [] : [comments]), blockText(block.head, items)].join('\n');
    }),
  ];
  return `${texts.join('\n\n')}\n`;
}

function orderOf({ dependsOn }: Block): Item[] {
  if (dependsOn.length === 0) return [];
  const reasons = [...new Set(dependsOn.map(({ reason }) => reason))];
  return [
    ...reasons.map((reason) => ({ comment: wrapped(reason).join(' ') })),
    { argument: 'depends_on', value: dependsOn.map(({ address }) => new Reference(address)) },
  ];
}

function requirements(usesAzapi: boolean): string {
  const pinned = (source: string, version: string) => ({ source, version });
  return blockText('terraform', [
    { argument: 'required_version', value: '>= 1.5' },
    {
      block: 'required_providers',
      items: [
        ...(usesAzapi ? [{ argument: 'azapi', value: pinned('Azure/azapi', '~> 2.4') }] : []),
        { argument: 'azurerm', value: pinned('hashicorp/azurerm', '~> 4.40') },
      ],
    },
  ]);
}

/** The first subscription is the provider's own; each other one has an alias that follows from its id. */
function aliasesOf(subscriptions: readonly string[]): ReadonlyMap<string, string> {
  const short = (id: string) => `sub_${id.slice(0, 8).replace(/[^a-z0-9]/g, '_')}`;
  const isAmbiguous = new Set(subscriptions.map(short)).size < subscriptions.length;
  return new Map(
    subscriptions
      .slice(1)
      .map((id) => [id, isAmbiguous ? `sub_${id.replace(/[^a-z0-9]/g, '_')}` : short(id)]),
  );
}

function commented(lines: readonly string[]): string {
  return lines.map((line) => `# ${line}`.trimEnd()).join('\n');
}
