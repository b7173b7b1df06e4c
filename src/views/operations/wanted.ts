/** What the page of an operation is about. */
import type { SpecOf } from '../../provisioning';
import type { SavedProgress } from '../planForm/protocol';
import type { FieldId, ShownKind } from './protocol';

/** An operation, as the engine's table knows it, with what is wanted of it. */
export type Wanted = { [Kind in ShownKind]: { readonly kind: Kind; readonly spec: SpecOf<Kind> } }[ShownKind];

export interface Subject {
  readonly schemaVersion: 1;
  readonly wanted: Wanted;
  /** Id of the operation that is gone on with; undefined for a new one. */
  readonly resumes?: string;
}

export interface SavedForm extends Subject, SavedProgress<FieldId> {}
