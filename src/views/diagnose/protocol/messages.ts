/** What the page says, and what is kept of it: each defined once, as its schema. */
import * as v from 'valibot';
import type { Immutable } from '../../../model/immutable';
import { copyMessage, idText, plain, signInMessage } from '../../planForm/protocol/messages';
import { wayParts } from '../protocol';

export const toHost = v.variant('type', [
  /** `more`: further pairs; `findPulls`: the command that lists pods is run in the cluster. */
  ...plain('ready', 'retry', 'more', 'findPulls'),
  copyMessage,
  signInMessage,
  /** Shows a resource that the evidence names. */
  v.strictObject({ type: v.picklist(['showInTree', 'openInPortal']), resourceId: idText }),
  /** Opens the plan that takes a finding away, or one of those that take all away. */
  v.strictObject({ type: v.literal('repair'), id: idText }),
  /** Opens the page of one pair. */
  v.strictObject({ type: v.literal('openPair'), registryId: idText, clusterId: idText }),
  /** The same of the registry and the cluster that a failing pull is about. */
  v.strictObject({ type: v.literal('openPull'), index: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
]);
export type ToHost = v.InferOutput<typeof toHost>;

const scope = {
  registryId: v.exactOptional(idText),
  clusterId: v.exactOptional(idText),
  subscriptionId: v.exactOptional(idText),
};

/** After a reload the page looks again. */
export const savedDiagnose = v.pipe(
  v.object({
    ...scope,
    /** As the tree names it. */
    subscriptionName: v.exactOptional(idText),
    /** What a pod's text said; `part` is where on the way it ended, if it did there, `repository` what was pulled. */
    told: v.exactOptional(
      v.object({
        part: v.exactOptional(v.picklist(wayParts)),
        message: v.pipe(v.string(), v.maxLength(4096)),
        repository: v.exactOptional(v.pipe(v.string(), v.maxLength(4096))),
      }),
    ),
  }),
  v.check((read) => Object.keys(scope).some((part) => part in read), 'what it is about'),
);
export type SavedDiagnose = Immutable<v.InferOutput<typeof savedDiagnose>>;

/** What the page is opened with. */
export interface DiagnoseStart extends SavedDiagnose {
  /** The user came for pods that fail to pull. */
  readonly forPods?: true;
}
