/** What the page of an operation is about, and what is kept of it over a reload. */
import * as v from 'valibot';
import type { Immutable } from '../../model/immutable';
import { operations } from '../../provisioning';
import { commonSaved } from '../planForm/protocol/messages';
import { fieldIds, type ShownKind } from './protocol';

/** What is wanted is checked with the operation's own schema. */
function wantedOf<const Kind extends ShownKind>(kind: Kind) {
  return v.object({ kind: v.literal(kind), spec: operations[kind].schema });
}

const wanted = v.variant('kind', [
  wantedOf('unlink'),
  wantedOf('detach'),
  wantedOf('link'),
  wantedOf('grantPush'),
  wantedOf('approval'),
  wantedOf('rollBack'),
  wantedOf('registry'),
  wantedOf('publicAccess'),
]);
/** An operation, as the engine's table knows it, with what is wanted of it. */
export type Wanted = Immutable<v.InferOutput<typeof wanted>>;

const subject = {
  schemaVersion: v.literal(1),
  wanted,
  /** Id of the operation that is gone on with; left out for a new one. */
  resumes: v.exactOptional(v.pipe(v.string(), v.uuid())),
};
export type Subject = Immutable<v.InferOutput<v.ObjectSchema<typeof subject, undefined>>>;

export const savedForm = v.object({ ...commonSaved(fieldIds), ...subject });
