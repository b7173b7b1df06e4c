/** What every form's parser of messages is checked with: one sample of each message, and what has to be refused. */
import assert from 'node:assert/strict';
import type { CommonToHost } from '../../src/views/planForm/protocol/messages';
import { parsed, type Parsed } from '../../src/views/webview/messages';

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
  viewProperties: { type: 'viewProperties', resourceId: '/subscriptions/s' },
  copyPlan: { type: 'copyPlan' },
  exportPlan: { type: 'exportPlan' },
  signIn: { type: 'signIn', place: { tenantId: 'contoso.com', account: 'a' } },
  showJournal: { type: 'showJournal' },
  copy: { type: 'copy', text: 'x' },
};

type Parse = (raw: unknown) => Parsed<unknown>;

/** As the panels parse. */
export function parserOf(schema: Parameters<typeof parsed>[0]): Parse {
  return (raw) => parsed(schema, raw);
}

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
      const result = parse(raw);
      assert.ok(!result.ok);
      assert.ok(result.why.length > 0 && result.why.length < 500, result.why);
      assert.ok(!result.why.includes(marker), result.why);
    });
  }
}
