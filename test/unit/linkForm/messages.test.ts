import { parseMessage, parseSaved } from '../../../src/views/link/messages';
import type { ToHost } from '../../../src/views/link/protocol';
import { checkRefused, checkTaken, commonSamples, type Samples } from '../../support/formMessages';

const samples: Samples<ToHost> = {
  ...commonSamples,
  choose: { type: 'choose', id: '/subscriptions/a' },
  tick: { type: 'tick', id: '/subscriptions/a', ticked: true },
  continue: { type: 'continue' },
  chooseAgain: { type: 'chooseAgain', side: 'registry' },
  edit: { type: 'edit', scope: '', field: 'networkName', value: 'vnet', edit: 3 },
  insertManifest: { type: 'insertManifest' },
  importTestImage: { type: 'importTestImage' },
  verifyFromInside: { type: 'verifyFromInside' },
  showInTree: { type: 'showInTree' },
};

describe('messages of the link form', () => {
  checkTaken(parseMessage, samples);
  checkRefused(parseMessage, [
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
  ]);
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
  checkTaken(parseSaved, { 'what was kept': saved });
  checkRefused(parseSaved, [
    ['another version', { ...saved, schemaVersion: 1 }],
    ['an unknown phase', { ...saved, phase: 'root' }],
    ['an id of an operation that leads elsewhere', { ...saved, operationId: '../../x' }],
    ['an unknown field', { ...saved, draft: { '': { password: 'x' } } }],
    ['a value that is no text', { ...saved, draft: { '': { tags: 1 } } }],
  ]);
});
