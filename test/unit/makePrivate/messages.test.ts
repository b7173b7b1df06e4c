import { savedForm, toHost } from '../../../src/views/makePrivate/protocol/messages';
import type { ToHost } from '../../../src/views/makePrivate/protocol/messages';
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
  stage: { type: 'stage', stage: 'access' },
  overview: { type: 'overview' },
  edit: { type: 'edit', scope: '', field: 'ranges', value: '203.0.113.0/24', edit: 1 },
  linkClusters: { type: 'linkClusters', clusterIds: ['/a', '/b'] },
  showInTree: { type: 'showInTree' },
  addMyAddress: { type: 'addMyAddress' },
};

describe('messages of the form that makes a registry private', () => {
  checkTaken(parserOf(toHost), samples);
  checkRefused(parserOf(toHost), [
    ['an unknown stage', { ...samples.stage, stage: marker }],
    ['something sent along', { ...samples.overview, [marker]: marker }],
    ['clusters that are no list', { ...samples.linkClusters, clusterIds: marker }],
    ['a cluster that is no text', { ...samples.linkClusters, clusterIds: ['/a', { [marker]: marker }] }],
    [
      'clusters without an end',
      { ...samples.linkClusters, clusterIds: Array.from({ length: 501 }, () => marker) },
    ],
    ['an unknown field', { ...samples.edit, field: marker }],
    ['a plan', { type: 'plan', plan: { steps: [marker] } }],
    ['text', marker],
    ['null', null],
  ]);
});

describe('saved forms that make a registry private', () => {
  const saved = {
    schemaVersion: 1,
    registryId: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/contoso',
    stage: 'access',
    operationId: '0b0e5d52-6c2f-4d6c-9d38-0a6f5c1c7a11',
    phase: 'plan',
  };
  checkTaken(parserOf(savedForm), { 'what was kept': saved });
  checkRefused(parserOf(savedForm), [
    ['another version', { ...saved, schemaVersion: marker }],
    ['no registry', { ...saved, registryId: undefined, [marker]: marker }],
    ['an unknown stage', { ...saved, stage: marker }],
  ]);
});
