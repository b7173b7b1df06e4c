import { savedForm, toHost } from '../../../src/views/createRegistry/protocol/messages';
import type { ToHost } from '../../../src/views/createRegistry/protocol/messages';
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
  edit: { type: 'edit', scope: '', field: 'name', value: 'contoso', edit: 3 },
  linkToCluster: { type: 'linkToCluster' },
  importTestImage: { type: 'importTestImage' },
  insertManifest: { type: 'insertManifest' },
  showInTree: { type: 'showInTree' },
};

describe('messages of the form that creates a registry', () => {
  checkTaken(parserOf(toHost), samples);
  checkRefused(parserOf(toHost), [
    ['a message of the link form', { type: 'tick', id: marker, ticked: true }],
    ['a field of another form', { ...samples.edit, field: 'peeringToCluster', value: marker }],
    ['a field of no form', { ...samples.edit, field: marker }],
    ['an id sent along with what the end offers', { ...samples.linkToCluster, registryId: marker }],
    ['a plan sent along', { ...samples.apply, plan: { steps: [marker] } }],
    ['a member without a name in the protocol', { ...samples.apply, [marker]: '' }],
  ]);
});

describe('saved forms that create a registry', () => {
  const saved = {
    schemaVersion: 1,
    subscriptionId: '876c4c0d-0623-4dc0-b5a2-1b7100fdc3b4',
    operationId: '3f1c8f3e-54c5-4c5e-9a53-0d9c1a2b3c4d',
    phase: 'plan',
    draft: { '': { name: 'contoso', replicas: 'northeurope' } },
  };
  checkTaken(parserOf(savedForm), { 'what was kept': saved });
  checkRefused(parserOf(savedForm), [
    ['another version', { ...saved, schemaVersion: marker }],
    ['a subscription that leads elsewhere', { ...saved, subscriptionId: `../${marker}` }],
    ['an unknown field', { ...saved, draft: { '': { [marker]: 'x' } } }],
    ['a value that is no text, of a place that isn’t there', { ...saved, draft: { [marker]: { name: 1 } } }],
  ]);
});
