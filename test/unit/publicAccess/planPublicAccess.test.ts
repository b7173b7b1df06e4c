import assert from 'node:assert/strict';
import type { PublicAccessObserved } from '../../../src/provisioning/observed/observedPullers';
import { planPublicAccess } from '../../../src/provisioning/publicAccess/planPublicAccess';
import type { WantedAccess } from '../../../src/provisioning/plan/publicAccessSpec';
import { assertBlockers, type ExpectedBlockers } from '../../support/findings';
import { absent, ids, knownAs, unreadable } from '../../support/observed';
import { pullingOver, registryJson } from '../../support/publicAccess';

const everybody = pullingOver();
const mayNot = unreadable('Microsoft.Some/thing/read');

function plan(access: WantedAccess, changes: Partial<PublicAccessObserved> = {}) {
  const spec = { schemaVersion: 1, registryId: ids.registry, access, trustedServices: true } as const;
  return planPublicAccess(spec, { ...everybody, ...changes }, 'op-1');
}

describe('what is in the way of changing public access', () => {
  const check = (what: string, changes: Partial<PublicAccessObserved>, expected: ExpectedBlockers) => {
    it(what, () => {
      assertBlockers(plan({ mode: 'off' }, changes).blockers, expected);
    });
  };
  check('nothing, where everybody who pulls is known', {}, {});
  check(
    'role assignments that can’t be read',
    { pullers: { ...everybody.pullers, assignments: mayNot } },
    { pullersUnreadable: /The role assignments on registry contoso couldn’t be read/ },
  );
  check(
    'clusters that can’t be listed',
    { pullers: { ...everybody.pullers, clusters: mayNot } },
    { pullersUnreadable: /The list of clusters couldn’t be read/ },
  );
  check(
    'endpoints that can’t be read',
    { link: { ...everybody.link, registry: mayNot } },
    { noPrivateEndpoint: /no approved private endpoint/, pullersUnreadable: /The private endpoints of/ },
  );
  check('a registry that is gone', { settings: absent }, { namedThingMissing: /doesn’t exist/ });
  check('a registry that can’t be read', { settings: mayNot }, { factUnreadable: /couldn’t be read/ });
  check(
    'a registry that Azure is at work on',
    { settings: knownAs({ ...registryJson('on'), properties: { provisioningState: 'Updating' } }) },
    { registryNotReady: /Updating/ },
  );

  it('says which right is missing, and is in nobody’s way who opens the registry', () => {
    const unread = { pullers: { ...everybody.pullers, assignments: mayNot, clusters: mayNot } };
    const { blockers } = plan({ mode: 'off' }, unread);
    assert.equal(blockers.length, 2);
    for (const { wayOut } of blockers)
      assert.match(wayOut, /Microsoft\.Some\/thing\/read on \/subscriptions\//);
    const closed = { ...unread, settings: knownAs(registryJson('off')) };
    assert.deepEqual(plan({ mode: 'on' }, closed).blockers, []);
  });
});
