/**
 * What is known of each operation without planning one: how the wish in its journal is checked, and whether what it did can
 * be rolled back. Every window reads journals, few plan; so this stands apart from what plans (table.ts).
 */
import type { ComparedKind } from '../journal/sameWish';
import { approvalSpecSchema } from '../plan/approvalSpec';
import { grantPushSpecSchema } from '../plan/grantPushSpec';
import { publicAccessSpecSchema } from '../plan/publicAccessSpec';
import { registrySpecSchema } from '../plan/registrySpec';
import { rollBackSpecSchema } from '../plan/rollBackSpec';
import { linkSpecSchema } from '../plan/spec';
import { unlinkSpecSchema } from '../plan/unlinkSpec';

export const kinds = {
  link: { kind: 'link', schema: linkSpecSchema, undoable: true },
  registry: { kind: 'registry', schema: registrySpecSchema, undoable: true },
  publicAccess: { kind: 'publicAccess', schema: publicAccessSpecSchema, undoable: true },
  unlink: { kind: 'unlink', schema: unlinkSpecSchema, undoable: false },
  detach: { kind: 'detach', schema: unlinkSpecSchema, undoable: true },
  grantPush: { kind: 'grantPush', schema: grantPushSpecSchema, undoable: true },
  approval: { kind: 'approval', schema: approvalSpecSchema, undoable: false },
  rollBack: { kind: 'rollBack', schema: rollBackSpecSchema, undoable: false },
} as const satisfies Record<ComparedKind, unknown>;

export type OperationKind = keyof typeof kinds;

export function isOperationKind(kind: string): kind is OperationKind {
  return Object.hasOwn(kinds, kind);
}

/** Whether what an operation of this kind did can be rolled back; false for a kind that this version doesn't know. */
export function canBeUndone(kind: string): boolean {
  return isOperationKind(kind) && kinds[kind].undoable;
}
