import assert from 'node:assert/strict';
import { parseMessage, parseSaved } from '../../../src/views/createRegistry/messages';
import type { ToHost } from '../../../src/views/createRegistry/protocol';

/** One of each: a message that is added to the protocol must be added here. */
const samples: { readonly [T in ToHost['type']]: Extract<ToHost, { type: T }> } = {
  ready: { type: 'ready' },
  edit: { type: 'edit', scope: '', field: 'name', value: 'contoso', edit: 3 },
  preview: { type: 'preview' },
  acknowledge: { type: 'acknowledge', hazardId: 'h', acknowledged: true },
  apply: { type: 'apply', operationId: 'o', revision: 2 },
  cancel: { type: 'cancel', choice: 'await' },
  retry: { type: 'retry' },
  resume: { type: 'resume' },
  rollBack: { type: 'rollBack' },
  showJournal: { type: 'showJournal' },
  copy: { type: 'copy', text: 'x' },
  linkToCluster: { type: 'linkToCluster' },
  importTestImage: { type: 'importTestImage' },
  insertManifest: { type: 'insertManifest' },
  showInTree: { type: 'showInTree' },
};

describe('messages of the form that creates a registry', () => {
  for (const message of Object.values(samples)) {
    it(`${message.type} is taken as it is`, () => {
      assert.deepEqual(parseMessage(message), { ok: true, value: message });
    });
  }

  const hostile: readonly (readonly [string, unknown])[] = [
    ['a message of the link form', { type: 'chooseAgain', side: 'registry' }],
    ['an unknown field', { ...samples.edit, field: 'endpoint' }],
    ['an id sent along with what the end offers', { ...samples.linkToCluster, registryId: '/x' }],
    ['a plan sent along', { ...samples.apply, plan: { steps: [] } }],
  ];
  for (const [what, message] of hostile) {
    it(`${what} is refused`, () => {
      assert.equal(parseMessage(message).ok, false);
    });
  }
});

describe('saved forms that create a registry', () => {
  const saved = {
    schemaVersion: 1,
    subscriptionId: '876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4',
    operationId: '3f1c8f3e-54c5-4c5e-9a53-0d9c1a2b3c4d',
    phase: 'plan',
    draft: { '': { name: 'contoso', replicas: 'northeurope' } },
  };

  it('are taken again', () => {
    assert.deepEqual(parseSaved(saved), { ok: true, value: saved });
  });

  for (const [what, change] of [
    ['another version', { schemaVersion: 2 }],
    ['a subscription that leads elsewhere', { subscriptionId: '../x' }],
    ['an unknown field', { draft: { '': { password: 'x' } } }],
  ] as const) {
    it(`with ${what} are refused`, () => {
      assert.equal(parseSaved({ ...saved, ...change }).ok, false);
    });
  }
});
