import { savedDiagnose, toHost } from '../../../src/views/diagnose/protocol/messages';
import type { ToHost } from '../../../src/views/diagnose/protocol/messages';
import { checkRefused, checkTaken, marker, parserOf, type Samples } from '../../support/formMessages';

const samples: Samples<ToHost> = {
  ready: { type: 'ready' },
  retry: { type: 'retry' },
  copy: { type: 'copy', text: 'az acr list' },
  signIn: { type: 'signIn', place: { tenantId: 'contoso.com', account: 'a' } },
  showInTree: { type: 'showInTree', resourceId: '/a' },
  openInPortal: { type: 'openInPortal', resourceId: '/a' },
  repair: { type: 'repair', id: 'name.zoneNotLinked /a' },
  openPair: { type: 'openPair', registryId: '/r', clusterId: '/c' },
  more: { type: 'more' },
  findPulls: { type: 'findPulls' },
  openPull: { type: 'openPull', index: 3 },
};

describe('messages of the page that diagnoses', () => {
  checkTaken(parserOf(toHost), samples);
  checkRefused(parserOf(toHost), [
    ['a plan', { type: 'repair', id: 'x', spec: { [marker]: marker } }],
    ['a resource that is no text', { type: 'showInTree', resourceId: { [marker]: marker } }],
    ['a pull that is no number', { type: 'openPull', index: marker }],
    ['a pull that is part of one', { type: 'openPull', index: 0.5, [marker]: marker }],
    ['an unknown kind', { type: marker }],
    ['text', marker],
    ['null', null],
  ]);
});

describe('saved pages that diagnose', () => {
  const saved = { registryId: '/r', clusterId: '/c', told: { part: 'way', message: 'i/o timeout' } };
  checkTaken(parserOf(savedDiagnose), {
    'what was kept': saved,
    'a pair alone': { registryId: '/r', clusterId: '/c' },
    'a registry': { registryId: '/r' },
    'a subscription': { subscriptionId: 's', subscriptionName: 'Contoso Apps' },
  });
  checkRefused(parserOf(savedDiagnose), [
    ['nothing that it is about', { told: saved.told, other: marker }],
    ['a cluster that is no text', { ...saved, clusterId: { [marker]: marker } }],
    ['an unknown part', { ...saved, told: { part: marker, message: '' } }],
  ]);
});
