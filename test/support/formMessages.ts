/** What every form's parser of messages is checked with: one sample of each message, and what has to be refused. */
import assert from 'node:assert/strict';
import type { CommonToHost } from '../../src/views/planForm/protocol';
import type { Parsed } from '../../src/views/webview/messages';

/** One of each: a message that is added to the protocol must be added to the samples. */
export type Samples<M extends { readonly type: string }> = {
  readonly [T in M['type']]: OfType<M, T>;
};

type OfType<M, T> = M extends { readonly type: infer U }
  ? T extends U
    ? M & { readonly type: T }
    : never
  : never;

/** Of the messages that all forms have, but for `edit`: each form has fields of its own. */
export const commonSamples: Samples<Exclude<CommonToHost, { readonly type: 'edit' }>> = {
  ready: { type: 'ready' },
  preview: { type: 'preview' },
  acknowledge: { type: 'acknowledge', hazardId: 'h', acknowledged: true },
  apply: { type: 'apply', operationId: 'o', revision: 2 },
  cancel: { type: 'cancel', choice: 'await' },
  retry: { type: 'retry' },
  resume: { type: 'resume' },
  rollBack: { type: 'rollBack' },
  copyPlan: { type: 'copyPlan' },
  exportPlan: { type: 'exportPlan' },
  showJournal: { type: 'showJournal' },
  copy: { type: 'copy', text: 'x' },
};

type Parse = (raw: unknown) => Parsed<unknown>;

export function checkTaken(parse: Parse, samples: Readonly<Record<string, unknown>>): void {
  for (const [type, message] of Object.entries(samples)) {
    it(`${type} is taken as it is`, () => {
      assert.deepEqual(parse(message), { ok: true, value: message });
    });
  }
}

/** Stands in every hostile sample, as a value or as the name of a member, and in no reason of a refusal. */
export const marker = 'Kz7QpW';

export function checkRefused(
  parse: Parse,
  hostile: readonly (readonly [what: string, raw: unknown])[],
): void {
  for (const [what, raw] of hostile) {
    it(`${what} is refused, and the reason doesn’t repeat it`, () => {
      const isNothing = raw === undefined || raw === null;
      assert.ok(isNothing || JSON.stringify(raw).includes(marker), 'the sample has the marker in it');
      const parsed = parse(raw);
      assert.ok(!parsed.ok);
      assert.ok(parsed.why.length > 0 && parsed.why.length < 500, parsed.why);
      assert.ok(!parsed.why.includes(marker), parsed.why);
    });
  }
}
