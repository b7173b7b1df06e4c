/** Whether two operations of one kind were for the same: a later one that was for something else completes nothing. */
import * as v from 'valibot';
import { idKey, sameId } from '../../model/armId';
import { approvalSpecSchema } from '../plan/approvalSpec';
import { grantPushSpecSchema } from '../plan/grantPushSpec';
import type { Plan } from '../plan/plan';
import { publicAccessSpecSchema } from '../plan/publicAccessSpec';
import { registrySpecSchema } from '../plan/registrySpec';
import { rollBackSpecSchema } from '../plan/rollBackSpec';
import { linkSpecSchema, type ClusterLink, type PrivateAccess } from '../plan/spec';
import { unlinkSpecSchema } from '../plan/unlinkSpec';

type Compare = (later: unknown, earlier: unknown) => boolean;

/**
 * What is found under another name, or is there by now, is planned otherwise the second time: what counts is where it leads.
 * Whom an unlink takes what from is in its steps: one that comes later has only what was left to choose from.
 */
const rows = {
  link: compared(linkSpecSchema, ({ registryId, links }) => [
    idKey(registryId),
    links.map(aimOf).toSorted((a, b) => a.join().localeCompare(b.join())),
  ]),
  registry: compared(registrySpecSchema, ({ registry, side }) => [
    registry.kind,
    idKey(registry.id),
    registry.kind === 'new' ? registry.replicas.map(({ location }) => location).toSorted() : [],
    side === undefined ? [] : wayOf(side),
  ]),
  publicAccess: compared(publicAccessSpecSchema, ({ registryId, access, trustedServices }) => [
    idKey(registryId),
    access.mode,
    access.mode === 'ranges' ? access.ranges.toSorted() : [],
    trustedServices,
  ]),
  unlink: () => false,
  detach: () => false,
  grantPush: compared(grantPushSpecSchema, ({ registryId, principalId, browse }) => [
    idKey(registryId),
    idKey(principalId),
    browse,
  ]),
  approval: compared(approvalSpecSchema, ({ connectionId, endpointId, decision }) => [
    idKey(connectionId),
    idKey(endpointId),
    decision,
  ]),
  rollBack: read(
    rollBackSpecSchema,
    (later, earlier) =>
      later.operationId === earlier.operationId &&
      (later.spared ?? []).every((id) => earlier.spared?.some((one) => sameId(one, id)) === true),
  ),
} satisfies Readonly<Record<string, Compare>>;

/** The kinds of operations that can be compared: every one. */
export type ComparedKind = keyof typeof rows;

/** Whether the later one wanted all that the earlier one did. False where that can't be told. */
export function isSameWish(later: Plan['purpose'], earlier: Plan['purpose']): boolean {
  const compare = new Map<string, Compare>(Object.entries(rows)).get(earlier.kind);
  return later.kind === earlier.kind && compare?.(later.spec, earlier.spec) === true;
}

const isSamePair = compared(unlinkSpecSchema, ({ registryId, clusterId }) => [
  idKey(registryId),
  idKey(clusterId),
]);

/** Whether the later one unlinked the pair that the earlier one took something from. A detach sees to the role alone. */
export function isOfSamePair(later: Plan['purpose'], earlier: Plan['purpose']): boolean {
  const takes = earlier.kind === 'unlink' || earlier.kind === 'detach';
  return later.kind === 'unlink' && takes && isSamePair(later.spec, earlier.spec);
}

function aimOf({ clusterId, access }: ClusterLink): readonly string[] {
  return [idKey(clusterId), access.mode, ...(access.mode === 'private' ? wayOf(access) : [])];
}

/** Two endpoints are two ways, and so are two zones. */
function wayOf({ endpoint, dns, zone }: Pick<PrivateAccess, 'endpoint' | 'dns' | 'zone'>): readonly string[] {
  return [idKey(endpoint.id), dns === 'central' ? dns : idKey(zone.id)];
}

function compared<Spec>(schema: v.GenericSchema<unknown, Spec>, aim: (spec: Spec) => unknown): Compare {
  return read(schema, (later, earlier) => JSON.stringify(aim(later)) === JSON.stringify(aim(earlier)));
}

function read<Spec>(
  schema: v.GenericSchema<unknown, Spec>,
  isSame: (later: Spec, earlier: Spec) => boolean,
): Compare {
  return (later, earlier) => {
    const [a, b] = [v.safeParse(schema, later), v.safeParse(schema, earlier)];
    return a.success && b.success && isSame(a.output, b.output);
  };
}
