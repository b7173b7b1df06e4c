/** Every operation of the product: whoever plans, applies, resumes, shows or exports one finds it here. */
import * as v from 'valibot';
import type { Plan } from '../plan/plan';
import { approval } from './approval';
import { detach } from './detach';
import { grantPush } from './grantPush';
import { link } from './link';
import type { Operation } from './operation';
import { publicAccess } from './publicAccess';
import { registry } from './registry';
import { rollBack } from './rollBack';
import { unlink } from './unlink';

const rows = { link, registry, publicAccess, unlink, detach, grantPush, approval, rollBack };

type Rows = typeof rows;
type PartsOf<Row> =
  Row extends Operation<string, infer Spec, infer Seen> ? { spec: Spec; seen: Seen } : never;
type Parts = { [Kind in keyof Rows]: PartsOf<Rows[Kind]> };

export type OperationKind = keyof Rows;
export type SpecOf<Kind extends OperationKind> = Parts[Kind]['spec'];
/** What is read for a plan of the kind. */
export type SeenOf<Kind extends OperationKind> = Parts[Kind]['seen'];
export type PlanOf<Kind extends OperationKind> = Plan<Kind, SpecOf<Kind>>;
export type AnyPlan = { [Kind in OperationKind]: PlanOf<Kind> }[OperationKind];

export const operations: {
  readonly [Kind in OperationKind]: Operation<Kind, SpecOf<Kind>, SeenOf<Kind>>;
} = rows;

export function isOperationKind(kind: string): kind is OperationKind {
  return Object.hasOwn(operations, kind);
}

/** A plan of which only the form is known, e.g. from a journal; undefined if this version has no such operation. */
export function understood(plan: Plan): AnyPlan | undefined {
  const { kind, spec } = plan.purpose;
  if (!isOperationKind(kind)) return undefined;
  const parsed = v.safeParse(operations[kind].schema, spec);
  // Kind and spec belong together: the schema is the kind's own.
  return parsed.success ? ({ ...plan, purpose: { kind, spec: parsed.output } } as AnyPlan) : undefined;
}

/** What an operation does, in a few words: "Link contoso to aks-shop". */
export function titleOf<Kind extends OperationKind>({ purpose }: PlanOf<Kind>): string {
  return operations[purpose.kind].title(purpose.spec);
}

/** Whether what an operation of this kind did can be rolled back; false for a kind that this version doesn't know. */
export function canBeUndone(kind: string): boolean {
  return isOperationKind(kind) && operations[kind].undoable;
}
