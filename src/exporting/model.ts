/**
 * What a plan is to every format: its writes in an order in which they can be made, under names that stay, with what has
 * to come before and why. Pure.
 */
import { idKey, nameOf, sameId } from '../model/armId';
import { asObject, type Json, type JsonObject } from '../model/json';
import { type AnyPlan, isOperationTag, operationOf, type Step, type StepRequest } from '../provisioning';

export interface WrittenStep extends Pick<
  Step,
  'id' | 'kind' | 'action' | 'title' | 'resourceId' | 'reason' | 'dependsOn' | 'holds' | 'guard'
> {
  /** Of a plan without the mark of an operation: what somebody else makes from the files isn't the extension's. */
  readonly request: StepRequest;
  /** It is in Azure already, as it is said here: Terraform has to be told, so that it doesn't try to create it. */
  readonly isThere?: true;
}

/** What the printers print. */
export interface Source {
  readonly steps: readonly WrittenStep[];
  /** What stands above the code: lines without the format's sign for a comment. */
  readonly header: readonly string[];
}

interface Before {
  /** A node's name. */
  readonly name: string;
  readonly reason: string;
}

export interface Node {
  /** From the id of the step, which stays over re-planning: letters, digits and `_`, unique in the plan. */
  readonly name: string;
  readonly step: WrittenStep;
  /** Steps that the format says within this one. */
  readonly guests: readonly WrittenStep[];
  readonly after: readonly Before[];
}

/** The writes of a plan. */
export function writesOf(plan: AnyPlan): WrittenStep[] {
  return plan.steps.flatMap((step) =>
    step.request === undefined || step.action === 'reuse'
      ? []
      : [
          {
            ...step,
            title: titleOfStep(step, plan),
            request: { ...step.request, body: withoutMark(step.request.body) },
          },
        ],
  );
}

/**
 * Writes after those that they wait for, and one at a time of what Azure takes one change of at a time. `hostOf` gives the
 * id of the step within which the format says another one; undefined where that would make a circle.
 */
export function nodesOf(
  steps: readonly WrittenStep[],
  hostOf: (step: WrittenStep) => string | undefined = () => undefined,
): Node[] | undefined {
  const homes = new Map(steps.map((step) => [step.id, hostOf(step) ?? step.id]));
  const groups = steps
    .filter(({ id }) => homes.get(id) === id)
    .map((step) => ({
      step,
      guests: steps.filter(({ id }) => id !== step.id && homes.get(id) === step.id),
    }));
  const waitsFor = ({ step, guests }: (typeof groups)[number]) => {
    const needs = [step, ...guests].flatMap((one) => one.dependsOn.map((id) => [one, id] as const));
    return needs.flatMap(([one, id]) => {
      const home = homes.get(id);
      const earlier = steps.find((other) => other.id === id);
      return home === undefined || home === step.id || earlier === undefined
        ? []
        : [{ home, reason: reasonOfOrder(one, earlier) }];
    });
  };
  const names = identifiers(groups.map(({ step }) => step.id));
  const placed = new Map<string, Node>();
  const lastOn = new Map<string, Before>();
  while (placed.size < groups.length) {
    const next = groups.find(
      (group) => !placed.has(group.step.id) && waitsFor(group).every(({ home }) => placed.has(home)),
    );
    if (next === undefined) return undefined;
    const { step, guests } = next;
    const name = names.get(step.id) ?? step.id;
    const holds = [step, ...guests].flatMap((one) => one.holds.map(idKey));
    const after = [
      ...waitsFor(next).map(({ home, reason }) => ({ name: names.get(home) ?? home, reason })),
      ...holds.flatMap((hold) => lastOn.get(hold) ?? []),
    ];
    placed.set(step.id, { name, step, guests, after: eachOnce(after) });
    for (const hold of holds) {
      lastOn.set(hold, { name, reason: `Azure accepts only one change of ${nameOf(hold)} at a time.` });
    }
  }
  return [...placed.values()];
}

function eachOnce(all: readonly Before[]): Before[] {
  return all.filter(({ name }, index) => all.findIndex((other) => other.name === name) === index);
}

/** Why Azure, or whoever pulls, needs the order. */
function reasonOfOrder(later: WrittenStep, earlier: WrittenStep): string {
  const kinds = `${earlier.kind} ${later.kind}`;
  if (later.action === 'delete' || earlier.action === 'delete') return 'It is in use until then.';
  switch (kinds) {
    case 'registrySku endpoint':
      return 'Private endpoints require the Premium SKU.';
    case 'replica endpoint':
      return 'Each replica has its own address at the endpoint.';
    case 'zoneLink endpoint':
      return 'Names not in the zone resolve publicly until the records exist.';
    case 'zoneGroup zoneLink':
    case 'peering zoneLink':
    case 'peering zoneGroup':
      return 'Clusters there pull over the public address until the records and the network path are ready.';
    case 'peering peering':
      return 'Azure rejects one side while the other is Disconnected.';
    default:
      return 'It has to exist first.';
  }
}

/** Snake case of the ids; numbered where two would be the same. */
function identifiers(ids: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    ids.map((id) => {
      const base = identifier(id);
      let name = base;
      for (let number = 2; taken.has(name); number += 1) name = `${base}_${number}`;
      taken.add(name);
      return [id, name];
    }),
  );
}

/** A name in every format: letters of ASCII, digits and `_`, not beginning with a digit. */
export function identifier(text: string): string {
  const words = text.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  const plain = words.replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
  return /^[a-z]/.test(plain) ? plain : `r_${plain}`;
}

/** Whether words of a plan may name a person: who gets a role, or pulls over the public address. */
export function isAboutPeople({ purpose }: AnyPlan): boolean {
  return ['grantPush', 'rollBack', 'publicAccess'].includes(purpose.kind);
}

/** A step's title, without the name of a person: nobody has to read that in a repository. */
export function titleOfStep({ kind, title, resourceId }: Step, plan: AnyPlan): string {
  if (kind !== 'roleAssignment' || !isAboutPeople(plan)) return title;
  return `Role assignment ${nameOf(resourceId)} on ${nameOf(partsOfId(resourceId).parent)}`;
}

function withoutMark(body: JsonObject): JsonObject {
  const { tags, properties } = body;
  const kept = Object.entries(asObject(tags)).filter(([name]) => !isOperationTag(name));
  const { description, ...others } = asObject(properties);
  const isMark = typeof description === 'string' && operationOf({ description }) !== undefined;
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]): [string, Json][] => {
      if (name === 'tags') return kept.length === 0 ? [] : [[name, Object.fromEntries(kept)]];
      return [[name, name === 'properties' && isMark ? others : value]];
    }),
  );
}

/** Whether a member of a body holds an id, as Azure names them: `id`, or `privateDnsZoneId`. */
export function isIdMember(name: string): boolean {
  return name === 'id' || name.endsWith('Id');
}

export interface IdParts {
  /** E.g. `Microsoft.Network/virtualNetworks/subnets`. */
  readonly type: string;
  readonly name: string;
  /** Of a child the resource that it belongs to, of an extension its scope, else the group; of a group its subscription. */
  readonly parent: string;
}

/** Unlike `parseId`, it takes what is assigned to a resource, such as a role. */
export function partsOfId(id: string): IdParts {
  const start = id.toLowerCase().lastIndexOf('/providers/');
  const cut = id.lastIndexOf('/');
  const name = id.slice(cut + 1);
  if (start < 0) {
    const parent = id.slice(0, id.toLowerCase().lastIndexOf('/resourcegroups/'));
    return { type: 'Microsoft.Resources/resourceGroups', name, parent };
  }
  const [namespace = '', ...segments] = id.slice(start + '/providers/'.length).split('/');
  const types = segments.filter((_, index) => index % 2 === 0);
  const parent = segments.length === 2 ? id.slice(0, start) : id.slice(0, id.lastIndexOf('/', cut - 1));
  return { type: [namespace, ...types].join('/'), name, parent };
}

/** The step that creates a resource, if the plan does. */
export function createdBy(steps: readonly WrittenStep[], id: string): WrittenStep | undefined {
  return steps.find(({ action, resourceId }) => action === 'create' && sameId(resourceId, id));
}
