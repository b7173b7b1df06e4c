/** A plan as Terraform: azurerm, and azapi for what azurerm can't say. Pure. */
import { subscriptionKeyOf } from '../../model/armId';
import type { Cloud } from '../../model/clouds';
import { type Exported, inCircle } from '../exported';
import { createdBy, type Node, nodesOf, partsOfId, type Source, type WrittenStep } from '../model';
import { Reading } from '../reading';
import { textsIn } from '../sayable';
import { azurermRows, type Resource, type Surroundings } from './azurerm';
import { type Block, type Blocks, fileText } from './file';
import { type Item, valueOf } from './hcl';
import { replicaBlock, zoneGroupBlock } from './nested';
import { References } from './references';

/** One file, `main.tf`. Refused where the plan deletes: nothing in Terraform looks first whether somebody else uses it. */
export function toTerraform(source: Source, cloud: Cloud): Exported {
  const { steps } = source;
  const reasons = steps.flatMap((step) => unsaid(step));
  if (reasons.length > 0) return { kind: 'refused', reasons };
  const nodes = nodesOf(steps, (step) => hostOf(step, steps)) ?? nodesOf(steps);
  if (nodes === undefined) return inCircle;
  const blocks = blocksOf(nodes, steps);
  return { kind: 'exported', files: [{ name: 'main.tf', text: fileText(source, cloud, blocks) }] };
}

/** Terraform's texts are in Unicode's normal form C: it would send another value than the plan. */
function unsaid({ action, title, request }: WrittenStep): string[] {
  if (action === 'delete') {
    return [
      `${title} is deleted. Terraform only deletes resources in its own state and doesn’t check whether others use them. Export the Azure CLI script instead.`,
    ];
  }
  return textsIn([request.body, request.query ?? {}]).every((text) => text === text.normalize('NFC'))
    ? []
    : [
        `${title}: Terraform would normalize the Unicode characters of a value. Export another format instead.`,
      ];
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
    const common = {
      subscriptionId: subscriptionKeyOf(resourceId),
      isAzurerm: said !== undefined,
      isThere: step.isThere === true,
    };
    const version = said === undefined ? `?api-version=${step.request.apiVersion}` : '';
    const main = {
      ...common,
      importId: `${resourceId}${version}`,
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
          importId: part.id,
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
    return ['azapi, because azurerm has no arguments for some of the properties.'];
  }
  return [
    'azapi, because azurerm would have to own the whole resource. Only the properties listed here are set.',
    ...(request.lists === undefined
      ? []
      : ['The list is as it was at planning time. Check whether it has changed since.']),
  ];
}

/** The body as it is sent, with references for ids. */
function azapiItems({ action, resourceId, request }: WrittenStep, references: References): Item[] {
  const { type, name, parent } = partsOfId(resourceId);
  const versioned: Item = { argument: 'type', value: `${type}@${request.apiVersion}` };
  const text = (value: string, member: string) => references.text(value, member);
  const { location, tags, ...others } = request.body;
  const isCreated = action === 'create';
  const outside = isCreated
    ? Object.entries({ location, tags }).flatMap(([member, value]) =>
        value === undefined ? [] : [{ argument: member, value: valueOf(value, (own) => own) }],
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
