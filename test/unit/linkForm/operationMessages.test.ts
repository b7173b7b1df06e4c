import { toHost } from '../../../src/views/operations/protocol/messages';
import { savedForm } from '../../../src/views/operations/wanted';
import type { ToHost } from '../../../src/views/operations/protocol/messages';
import {
  checkRefused,
  checkTaken,
  commonSamples,
  marker,
  parserOf,
  type Samples,
} from '../../support/formMessages';

const id = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/contoso';

const samples: Samples<ToHost> = {
  ...commonSamples,
  edit: { type: 'edit', scope: id, field: 'ticked', value: 'true', edit: 1 },
  showInTree: { type: 'showInTree' },
  link: { type: 'link' },
  verify: { type: 'verify' },
  insertManifest: { type: 'insertManifest' },
};

describe('messages of the page of an operation', () => {
  checkTaken(parserOf(toHost), samples);
  checkRefused(parserOf(toHost), [
    ['an unknown field', { ...samples.edit, field: marker }],
    ['something sent along', { ...samples.link, [marker]: marker }],
    ['a plan to apply', { type: 'apply', operationId: 'o', revision: 1, plan: marker }],
    ['text', marker],
    ['nothing', undefined],
  ]);
});

describe('saved pages of operations', () => {
  const saved = {
    schemaVersion: 1,
    wanted: { kind: 'unlink', spec: { registryId: id, clusterId: id, ticked: [] } },
    operationId: '0b0e5d52-6c2f-4d6c-9d38-0a6f5c1c7a11',
    phase: 'plan',
    draft: { [id]: { ticked: 'false' } },
  };
  checkTaken(parserOf(savedForm), {
    'an unlink': saved,
    'a roll back that is gone on with': {
      ...saved,
      wanted: { kind: 'rollBack', spec: { operationId: 'o', title: 'Link a to b' } },
      resumes: saved.operationId,
    },
  });
  checkRefused(parserOf(savedForm), [
    ['an unknown operation', { ...saved, wanted: { kind: marker, spec: {} } }],
    ['a spec of another operation', { ...saved, wanted: { kind: 'rollBack', spec: { [marker]: marker } } }],
    ['an operation without an id', { ...saved, resumes: marker }],
  ]);
});
