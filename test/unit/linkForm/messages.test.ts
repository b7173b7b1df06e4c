import assert from 'node:assert/strict';
import { parseMessage, parseSaved } from '../../../src/views/link/messages';
import type { ToHost } from '../../../src/views/link/protocol';

/** One of each: a message that is added to the protocol must be added here. */
const samples: { readonly [T in ToHost['type']]: Extract<ToHost, { type: T }> } = {
  ready: { type: 'ready' },
  choose: { type: 'choose', id: '/subscriptions/a' },
  tick: { type: 'tick', id: '/subscriptions/a', ticked: true },
  continue: { type: 'continue' },
  chooseAgain: { type: 'chooseAgain', side: 'registry' },
  edit: { type: 'edit', scope: '', field: 'networkName', value: 'vnet', edit: 3 },
  preview: { type: 'preview' },
  acknowledge: { type: 'acknowledge', hazardId: 'h', acknowledged: true },
  apply: { type: 'apply', operationId: 'o', revision: 2 },
  cancel: { type: 'cancel', choice: 'await' },
  retry: { type: 'retry' },
  resume: { type: 'resume' },
  rollBack: { type: 'rollBack' },
  showJournal: { type: 'showJournal' },
  copy: { type: 'copy', text: 'x' },
  insertManifest: { type: 'insertManifest' },
  importTestImage: { type: 'importTestImage' },
  verifyFromInside: { type: 'verifyFromInside' },
  showInTree: { type: 'showInTree' },
};

describe('messages of the link form', () => {
  for (const message of Object.values(samples)) {
    it(`${message.type} is taken as it is`, () => {
      assert.deepEqual(parseMessage(message), { ok: true, value: message });
    });
  }

  const hostile: readonly (readonly [string, unknown])[] = [
    ['nothing', undefined],
    ['null', null],
    ['text', 'apply'],
    ['an array', [samples.apply]],
    ['no type', {}],
    ['an unknown type', { type: 'eval', text: '1' }],
    ['a type from the prototype', { type: 'constructor' }],
    ['a plan sent along', { ...samples.apply, plan: { steps: [] } }],
    ['a spec sent along', { ...samples.preview, spec: {} }],
    ['an unknown field', { ...samples.edit, field: 'registryId' }],
    ['a field from the prototype', { ...samples.edit, field: '__proto__' }],
    ['a value that is no text', { ...samples.edit, value: { toString: 'x' } }],
    ['a value without an end', { ...samples.edit, value: 'x'.repeat(5000) }],
    ['a revision that is no number', { ...samples.apply, revision: '2' }],
    ['a revision that is none', { ...samples.apply, revision: Number.NaN }],
    ['a negative revision', { ...samples.apply, revision: -1 }],
    ['an acknowledgement that is a text', { ...samples.acknowledge, acknowledged: 'true' }],
    ['an unknown side', { ...samples.chooseAgain, side: 'both' }],
    ['an unknown way to cancel', { ...samples.cancel, choice: 'kill' }],
  ];
  for (const [what, message] of hostile) {
    it(`${what} is refused, and the reason doesn’t repeat it`, () => {
      const parsed = parseMessage(message);
      assert.ok(!parsed.ok && parsed.why.length < 500 && !parsed.why.includes('xxxxx'));
    });
  }
});

describe('saved link forms', () => {
  const saved = {
    schemaVersion: 2,
    operationId: '3f1c8f3e-54c5-4c5e-9a53-0d9c1a2b3c4d',
    phase: 'plan',
    registryId: '/subscriptions/a',
    clusterIds: ['/subscriptions/b'],
    draft: { '': { tags: 'a=b' }, '/subscriptions/b': { mode: 'public' } },
  };
  it('are taken again', () => {
    const parsed = parseSaved(saved);
    assert.ok(parsed.ok);
    assert.deepEqual(parsed.value, saved);
  });

  for (const [what, change] of [
    ['another version', { schemaVersion: 1 }],
    ['an unknown phase', { phase: 'root' }],
    ['an id of an operation that leads elsewhere', { operationId: '../../x' }],
    ['an unknown field', { draft: { '': { password: 'x' } } }],
    ['a value that is no text', { draft: { '': { tags: 1 } } }],
  ] as const) {
    it(`with ${what} are refused`, () => {
      assert.equal(parseSaved({ ...saved, ...change }).ok, false);
    });
  }
});
