import assert from 'node:assert/strict';
import { parseMessage, parseSaved } from '../../../src/views/makePrivate/messages';

const operationId = '0b0e5d52-6c2f-4d6c-9d38-0a6f5c1c7a11';
const registryId =
  '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerRegistry/registries/contoso';

describe('messages of the form that makes a registry private', () => {
  for (const message of [
    { type: 'stage', stage: 'access' },
    { type: 'overview' },
    { type: 'linkClusters', clusterIds: ['/a', '/b'] },
    { type: 'showInTree' },
    { type: 'edit', scope: '', field: 'ranges', value: '203.0.113.0/24', edit: 1 },
  ]) {
    it(`takes ${message.type}`, () => {
      assert.deepEqual(parseMessage(message), { ok: true, value: message });
    });
  }

  for (const message of [
    { type: 'stage', stage: 'everything' },
    { type: 'overview', more: true },
    { type: 'linkClusters', clusterIds: 'all' },
    { type: 'linkClusters', clusterIds: Array.from({ length: 501 }, () => '/a') },
    { type: 'edit', scope: '', field: 'secret', value: '', edit: 1 },
    { type: 'plan', plan: { steps: [] } },
    'stage',
    null,
  ]) {
    it(`refuses ${JSON.stringify(message).slice(0, 60)}`, () => {
      assert.equal(parseMessage(message).ok, false);
    });
  }

  it('takes what was kept of a form, and nothing of another version', () => {
    const saved = { schemaVersion: 1, registryId, stage: 'access', operationId, phase: 'plan' };
    assert.deepEqual(parseSaved(saved), { ok: true, value: saved });
    assert.equal(parseSaved({ ...saved, schemaVersion: 2 }).ok, false);
    assert.equal(parseSaved({ ...saved, registryId: undefined }).ok, false);
    assert.equal(parseSaved({ ...saved, stage: 'both' }).ok, false);
  });
});
