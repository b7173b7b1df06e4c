/** What the page of an operation that isn't filled in like a form says besides what every form says. */
import type { DrawingView } from '../link/protocol/drawing';
import type * as common from '../planForm/protocol';

/** Each choice is a scope of its own, by the id of the resource. */
export const fieldIds = ['ticked'] as const;
export type FieldId = (typeof fieldIds)[number];

/** Operations that have this page; every other one that was begun has it to be gone on with. */
export type ShownKind =
  'unlink' | 'detach' | 'link' | 'grantPush' | 'approval' | 'rollBack' | 'registry' | 'publicAccess';

export interface Header {
  readonly kind: ShownKind;
  readonly resumes: boolean;
  /** Names of its clusters that have no running nodes: they pull once they do. */
  readonly idle: readonly string[];
  /** What it is about, with what kind of thing that is, e.g. "Container registry". */
  readonly about: readonly {
    readonly kind: string;
    readonly name: string;
    readonly id: string | undefined;
  }[];
}

export interface OperationView extends common.PlanFormView<DrawingView>, Header {}
