import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/model/json';
import { guardDifference } from '../../../src/provisioning/plan/guarding';
import { accessSettings } from '../../../src/provisioning/publicAccess/accessSettings';
import { accessSteps } from '../../../src/provisioning/publicAccess/accessStep';
import type { WantedAccess } from '../../../src/provisioning/plan/publicAccessSpec';
import { ids } from '../../support/observed';

function step(registry: JsonObject, access: WantedAccess) {
  const spec = { schemaVersion: 1, registryId: ids.registry, access, trustedServices: false } as const;
  const settings = accessSettings(registry);
  assert.ok(settings);
  const [only] = accessSteps(spec, settings);
  assert.ok(only);
  return only;
}

const wishes: readonly WantedAccess[] = [{ mode: 'off' }, { mode: 'ranges', ranges: ['203.0.113.0/24'] }];

describe('the request that changes public access', () => {
  for (const access of wishes) {
    it(`is sent to a registry whose answer lacks the settings, which older ones do: ${access.mode}`, () => {
      for (const properties of [
        {},
        { networkRuleSet: null },
        { networkRuleSet: { defaultAction: 'Allow' } },
      ]) {
        const registry: JsonObject = { sku: { name: 'Premium' }, properties };
        assert.equal(guardDifference(step(registry, access), registry), undefined);
      }
    });
  }

  it('is not sent where somebody has set meanwhile what was missing', () => {
    const registry = { sku: { name: 'Premium' }, properties: {} };
    const rules = { defaultAction: 'Deny', ipRules: [{ action: 'Allow', value: '192.0.2.9' }] };
    const now = { ...registry, properties: { networkRuleSet: rules } };
    for (const access of wishes) {
      assert.match(guardDifference(step(registry, access), now) ?? '', /^properties\.networkRuleSet is/);
    }
  });

  it('keeps what it doesn’t know of the rules', () => {
    const rule = { action: 'Allow', value: '203.0.113.0/24', note: 'office' };
    const rules = { defaultAction: 'Allow', ipRules: [rule], later: { kept: true } };
    const registry = { sku: { name: 'Premium' }, properties: { networkRuleSet: rules } };
    assert.deepEqual(
      (step(registry, wishes[1]!).request?.body['properties'] as JsonObject)['networkRuleSet'],
      { ...rules, defaultAction: 'Deny' },
    );
  });
});
