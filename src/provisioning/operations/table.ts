/** Every operation of the product: whoever plans, applies, resumes, shows or exports one finds it here. */
import type { Plan } from '../plan/plan';
import { approval } from './approval';
import { detach } from './detach';
import { grantPush } from './grantPush';
import type { OperationKind } from './kinds';
import { link } from './link';
import type { Operation } from './operation';
import { publicAccess } from './publicAccess';
import { registry } from './registry';
import { rollBack } from './rollBack';
import { unlink } from './unlink';

const rows = {
  link,
  registry,
  publicAccess,
  unlink,
  detach,
  grantPush,
  approval,
  rollBack,
} satisfies Record<OperationKind, unknown>;

type Rows = typeof rows;
type PartsOf<Row> =
  Row extends Operation<string, infer Spec, infer Seen> ? { spec: Spec; seen: Seen } : never;
type Parts = { [Kind in keyof Rows]: PartsOf<Rows[Kind]> };

export type SpecOf<Kind extends OperationKind> = Parts[Kind]['spec'];
/** What is read for a plan of the kind. */
export type SeenOf<Kind extends OperationKind> = Parts[Kind]['seen'];
export type PlanOf<Kind extends OperationKind> = Plan<Kind, SpecOf<Kind>>;
export type AnyPlan = { [Kind in OperationKind]: PlanOf<Kind> }[OperationKind];

export const operations: {
  readonly [Kind in OperationKind]: Operation<Kind, SpecOf<Kind>, SeenOf<Kind>>;
} = rows;

/** What an operation does, in a few words: "Link contoso to aks-shop". */
export function titleOf<Kind extends OperationKind>({ purpose }: PlanOf<Kind>): string {
  return operations[purpose.kind].title(purpose.spec);
}
