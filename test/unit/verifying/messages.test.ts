import { savedVerify, toHost } from '../../../src/views/verify/protocol/messages';
import type { ToHost } from '../../../src/views/verify/protocol/messages';
import { checkRefused, checkTaken, marker, parserOf, type Samples } from '../../support/formMessages';

const samples: Samples<ToHost> = {
  ready: { type: 'ready' },
  edit: { type: 'edit', scope: '', field: 'image', value: 'shop/web:1', edit: 3 },
  retry: { type: 'retry' },
  copy: { type: 'copy', text: 'x' },
  signIn: { type: 'signIn', place: { tenantId: 'contoso.com', account: 'a' } },
  chooseImage: { type: 'chooseImage' },
  look: { type: 'look' },
  run: { type: 'run' },
  stopWaiting: { type: 'stopWaiting' },
  cancel: { type: 'cancel' },
  again: { type: 'again' },
  cleanLeftover: { type: 'cleanLeftover', runId: '0123456789' },
  link: { type: 'link' },
  insertManifest: { type: 'insertManifest' },
  diagnose: { type: 'diagnose' },
  copyReport: { type: 'copyReport' },
};

describe('messages of the form that verifies', () => {
  checkTaken(parserOf(toHost), samples);
  checkRefused(parserOf(toHost), [
    ['an unknown type', { type: marker }],
    ['an unknown field', { ...samples.edit, field: marker }],
    ['an image sent along with the run', { ...samples.run, image: marker }],
    ['a member without a name in the protocol', { ...samples.run, [marker]: true }],
    ['a run that leads elsewhere', { ...samples.cleanLeftover, runId: `0123456789,${marker}` }],
    ['a text without an end', { ...samples.copy, text: marker.repeat(20_000) }],
  ]);
});

describe('saved forms that verify', () => {
  const saved = {
    registryId: '/subscriptions/a',
    clusterId: '/subscriptions/b',
    image: 'shop/web:1',
    namespace: 'default',
    running: { runId: '0123456789', namespace: 'default' },
  };
  checkTaken(parserOf(savedVerify), { 'what was kept': saved });
  checkRefused(parserOf(savedVerify), [
    ['an image that is no text', { ...saved, image: [marker] }],
    ['a run that is no run', { ...saved, running: marker }],
    ['a run without a namespace', { ...saved, running: { runId: marker } }],
  ]);
});
