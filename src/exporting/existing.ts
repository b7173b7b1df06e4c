/** What is there, as steps that would make it: what refers to something comes after it. */
import { idKey, isAtOrBelow, parentId, sameId } from '../model/armId';
import { asObject, type Json } from '../model/json';
import type { Existing } from '../provisioning';
import { headerLines } from './header';
import type { Source, WrittenStep } from './model';

type Thing = Existing['things'][number];

export function sourceOfExisting({ title, things, left }: Existing): Source {
  const header = headerLines(
    title,
    'Made by ACR Private Link from what is there. Values that Azure computes are left out.',
    [['Not in here:', left]],
  );
  return { steps: stepsThere(things), header };
}

/** Things that are there, as steps with names of their own. */
export function stepsThere(things: readonly Thing[]): WrittenStep[] {
  const sorted = things.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  const ids = new Map(sorted.map((thing) => [thing, idOf(thing, sorted)]));
  return sorted.map((thing): WrittenStep => ({
    ...thing,
    id: ids.get(thing) ?? '',
    action: 'create',
    reason: `${thing.title}.`,
    dependsOn: sorted.flatMap((other) =>
      other !== thing && refersTo(thing, other.resourceId) ? [ids.get(other) ?? ''] : [],
    ),
    holds: networksOf(thing),
    isThere: true,
  }));
}

/** Stays the same, in whatever order things were read. */
function orderOf({ kind, resourceId }: Thing): string {
  return `${kind}:${idKey(resourceId)}`;
}

/** Its name, and of namesakes as much of where they are as tells them apart. */
function idOf({ kind, resourceId }: Thing, all: readonly Thing[]): string {
  const others = all.filter((one) => one.kind === kind && !sameId(one.resourceId, resourceId));
  const names = namesIn(resourceId);
  const ends = names.map((_, index) => names.slice(names.length - 1 - index));
  const isOwn = (end: readonly string[]) =>
    others.every((one) => namesIn(one.resourceId).slice(-end.length).join('/') !== end.join('/'));
  return `${kind}.${(ends.find(isOwn) ?? names).join('.')}`;
}

/** All names that an id goes through, from its subscription on, as Azure compares them. */
function namesIn(id: string): string[] {
  const segments = idKey(id).split('/').slice(1);
  return segments.filter((_, index) => index % 2 === 1 && segments[index - 1] !== 'providers');
}

export function refersTo(
  { resourceId, request }: Pick<Thing, 'resourceId' | 'request'>,
  id: string,
): boolean {
  return isAtOrBelow(resourceId, id) || textsIn(request.body).some((text) => isAtOrBelow(text, id));
}

function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value as Readonly<Record<string, Json>>).flatMap(textsIn);
}

/** Virtual networks of which Azure takes one change at a time. */
function networksOf({ kind, resourceId, request }: Thing): string[] {
  const properties = asObject(request.body['properties']);
  const idIn = (member: string) => {
    const { id } = asObject(properties[member]);
    return typeof id === 'string' ? [id] : [];
  };
  switch (kind) {
    case 'peering':
      return [parentId(resourceId), ...idIn('remoteVirtualNetwork')];
    case 'endpoint':
      return idIn('subnet').map(parentId);
    case 'network':
      return [resourceId];
    case 'subnet':
      return [parentId(resourceId)];
    default:
      return [];
  }
}
