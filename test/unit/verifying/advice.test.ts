import assert from 'node:assert/strict';
import { adviceFor, type Grant, nothingKnown, type PairFacts } from '../../../src/verifying/advice';
import { readPullFailure } from '../../../src/verifying/pullFailures';

const asked = { registryName: 'contoso', repository: 'shop/web' };
const head = 'Failed to pull image "contoso.azurecr.io/shop/web:v1": ';
const refused = readPullFailure(
  `${head}failed to authorize: failed to fetch oauth token: unexpected status: 401 Unauthorized`,
);
const silent = readPullFailure(
  `${head}failed to do request: Head "https://contoso.azurecr.io/v2/": dial tcp 10.50.0.5:443: i/o timeout`,
);
const missing = readPullFailure(`${head}contoso.azurecr.io/shop/web:v1: not found`);
const complete: PairFacts = { missing: { role: [], way: [] } };
const pod = { pullSecrets: [], serviceAccount: 'default' };

describe('advice after a failed pull', () => {
  it('is a link only where that has something to do for the hop that failed', () => {
    const repairs = (facts: PairFacts) =>
      [refused, silent].map((one) => adviceFor(one, facts, asked, pod).repair);
    assert.deepEqual(repairs(complete), ['none', 'none']);
    assert.deepEqual(repairs({ missing: { role: ['the role'], way: [] } }), ['link', 'none']);
    assert.deepEqual(repairs({ missing: { role: [], way: ['a peering'] } }), ['none', 'link']);
    assert.deepEqual(repairs(nothingKnown), ['none', 'none']);
    for (const facts of [complete, nothingKnown]) {
      for (const one of [refused, silent]) {
        assert.doesNotMatch(adviceFor(one, facts, asked, pod).nextAction, /Link to AKS/);
      }
    }
    assert.match(adviceFor(refused, nothingKnown, asked, pod).nextAction, /Couldn’t read what is missing/);
  });

  it('leaves alone what no link has to do with', () => {
    assert.deepEqual(adviceFor(missing, { missing: { role: ['a'], way: ['b'] } }, asked, pod), missing);
  });

  it('names what a link still creates', () => {
    const facts = { missing: { role: [], way: ['Peering a', 'Peering b'] } };
    assert.match(adviceFor(silent, facts, asked, pod).nextAction, /Link to AKS….*Peering a; Peering b/);
  });

  it('names repository, condition, identity, secret and the registry’s policy where the role is there', () => {
    const words = (facts: Partial<PairFacts>, pullSecrets: readonly string[] = []) =>
      adviceFor(refused, { ...complete, ...facts }, asked, { pullSecrets, serviceAccount: 'build' })
        .nextAction;
    assert.match(words({}), /named shop\/web.*condition.*previous identity.*no pull secret/);
    assert.match(
      words({ grants: [{ roleName: 'AcrPull', repository: 'every' }] }),
      /The role AcrPull is assigned without a condition/,
    );
    const reader = (repository: Grant['repository']) =>
      words({ grants: [{ roleName: 'Container Registry Repository Reader', repository }] });
    assert.match(reader('unknown'), /Repository Reader has a condition\. Check that it includes shop\/web/);
    assert.match(reader('leftOut'), /condition of the role .* Reader excludes shop\/web/);
    assert.match(reader('included'), /condition of the role .* Reader includes shop\/web/);
    assert.match(words({}, ['acr-sync']), /secret acr-sync from its service account build/);
    assert.match(
      adviceFor(refused, complete, asked, { serviceAccount: 'build' }).nextAction,
      /service account build, if it has one/,
    );
    assert.match(
      words({ armTokens: 'disabled' }),
      /azureADAuthenticationAsArmPolicy is disabled.*az acr config authentication-as-arm update --registry contoso/,
    );
    assert.doesNotMatch(words({ armTokens: 'enabled' }), /AsArm/);
    assert.doesNotMatch(
      adviceFor(silent, { ...complete, armTokens: 'disabled' }, asked, pod).nextAction,
      /AsArm/,
    );
  });

  it('says what stands in the way that no link creates', () => {
    const facts = { ...complete, obstacles: ['DNS server 10.0.0.4 has to ask Azure.'] };
    assert.match(
      adviceFor(silent, facts, asked, pod).nextAction,
      /link between them is complete\. DNS server 10\.0\.0\.4 has/,
    );
  });
});
