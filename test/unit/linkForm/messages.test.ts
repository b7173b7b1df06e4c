import { savedForm, toHost } from '../../../src/views/link/protocol/messages';
import type { ToHost } from '../../../src/views/link/protocol/messages';
import {
  checkRefused,
  checkTaken,
  commonSamples,
  marker,
  parserOf,
  type Samples,
} from '../../support/formMessages';

const samples: Samples<ToHost> = {
  ...commonSamples,
  filter: { type: 'filter', side: 'cluster', text: 'aks prod' },
  choose: { type: 'choose', id: '/subscriptions/a' },
  tick: { type: 'tick', id: '/subscriptions/a', ticked: true },
  continue: { type: 'continue' },
  chooseAgain: { type: 'chooseAgain', side: 'registry' },
  edit: { type: 'edit', scope: '', field: 'networkName', value: 'vnet', edit: 3 },
  insertManifest: { type: 'insertManifest' },
  importTestImage: { type: 'importTestImage' },
  verifyFromInside: { type: 'verifyFromInside' },
  showInTree: { type: 'showInTree' },
  diagnose: { type: 'diagnose' },
};

describe('messages of the link form', () => {
  checkTaken(parserOf(toHost), samples);
  checkRefused(parserOf(toHost), [
    ['nothing', undefined],
    ['null', null],
    ['text', marker],
    ['an array', [samples.apply, marker]],
    ['no type', { text: marker }],
    ['an unknown type', { type: marker, text: '1' }],
    ['a type from the prototype', { type: 'constructor', text: marker }],
    ['a plan sent along', { ...samples.apply, plan: { steps: [marker] } }],
    ['a spec sent along', { ...samples.preview, spec: { [marker]: marker } }],
    ['a member without a name in the protocol', { ...samples.preview, [marker]: true }],
    [
      'a member named like one of a prototype',
      { ...samples.preview, ['__proto__']: marker, toString: marker },
    ],
    ['an unknown field', { ...samples.edit, field: marker }],
    ['a field from the prototype', { ...samples.edit, value: marker, field: '__proto__' }],
    ['a value that is no text', { ...samples.edit, value: { toString: marker } }],
    ['a value without an end', { ...samples.edit, value: marker.repeat(1000) }],
    ['a revision that is no number', { ...samples.apply, revision: marker }],
    ['a revision that is none', { ...samples.apply, operationId: marker, revision: Number.NaN }],
    ['a negative revision', { ...samples.apply, operationId: marker, revision: -1 }],
    ['an acknowledgement that is a text', { ...samples.acknowledge, acknowledged: marker }],
    ['a filter without an end', { ...samples.filter, text: marker.repeat(1000) }],
    ['a filter of an unknown side', { ...samples.filter, side: marker }],
    ['an unknown side', { ...samples.chooseAgain, side: marker }],
    ['an unknown way to cancel', { ...samples.cancel, choice: marker }],
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
  checkTaken(parserOf(savedForm), { 'what was kept': saved });
  checkRefused(parserOf(savedForm), [
    ['another version', { ...saved, schemaVersion: 1, registryId: marker }],
    ['an unknown phase', { ...saved, phase: marker }],
    ['an id of an operation that leads elsewhere', { ...saved, operationId: `../../${marker}` }],
    ['an unknown field', { ...saved, draft: { '': { [marker]: 'x' } } }],
    ['a value that is no text', { ...saved, draft: { [marker]: { tags: 1 } } }],
    ['a value that is a list', { ...saved, draft: { '': { tags: [marker] } } }],
  ]);
});
