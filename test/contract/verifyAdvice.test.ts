import assert from 'node:assert/strict';
import { ArmClient } from '../../emulator/test/armClient';
import { pathCauses } from '../../emulator/test/causes/pathCauses';
import type { Emulator } from '../../emulator/src/server';
import type { Azure } from '../../src/provisioning/ports';
import { VerifyForm } from '../../src/views/verify/verifyForm';
import type { VerifyDeps } from '../../src/views/verify/verifyState';
import { viewOf } from '../../src/views/verify/verifyView';
import { MemoryStorage } from '../support/fakeWriter';
import { waitUntil } from '../support/waiting';
import { changeProperties } from './support/additions';
import { azureAt, never } from './support/azure';
import { contoso, subscriptionIds } from './support/contoso';
import { Linking } from './support/linking';
import { hurried } from './support/verifying';

type Name = Parameters<typeof contoso>[0];

describe('the advice after a pull that failed', () => {
  let linking: Linking;
  let emulator: Emulator;
  let azure: Azure;

  beforeEach(async () => {
    linking = await Linking.start();
    ({ emulator } = linking);
    azure = azureAt(emulator.url);
  });
  afterEach(() => linking.close());

  /** The page after a run of a cluster's first pool. */
  async function pageAfter(
    image: string,
    registry: Name,
    cluster: Name,
    { as = azure, ...own }: Partial<VerifyDeps> & { readonly as?: Azure } = {},
  ) {
    const deps: VerifyDeps = {
      azure: () => Promise.resolve(as),
      inventory: () => azure.inventory(subscriptionIds, never),
      refresh: () => undefined,
      clock: hurried,
      journal: new MemoryStorage(),
      chooseImage: () => Promise.resolve(undefined),
      changed: () => undefined,
      ...own,
    };
    const form = new VerifyForm(deps, { registryId: contoso(registry), clusterId: contoso(cluster), image });
    await waitUntil(() => {
      assert.notEqual(form.state.phase, 'reading');
    });
    await form.run();
    const { page } = viewOf(form, 0, undefined);
    assert.ok(page.phase === 'done', JSON.stringify(page));
    const [pool = assert.fail('a pool was asked')] = page.run.pools;
    const { message = '', nextAction = '' } = pool.cause ?? {};
    return { page, words: `${message} ${nextAction}`, pool };
  }

  const takeRoleAway = () => {
    for (const one of emulator.estate.ofType('Microsoft.Authorization/roleAssignments')) {
      if (one.properties['principalId'] === contoso('shopKubelet')) emulator.estate.delete(one.id);
    }
  };
  const refuseArmTokens = () => {
    linking.send('PATCH', contoso('coreRegistry'), '2025-11-01', {
      properties: { policies: { azureADAuthenticationAsArmPolicy: { status: 'disabled' } } },
    });
  };

  it('sends to a link that has the role to assign, and names it', async () => {
    takeRoleAway();
    const { page, words } = await pageAfter('shop/api:1.4.2', 'coreRegistry', 'shopCluster');
    assert.equal(page.verdict, 'failed');
    assert.ok(page.offersLink, words);
    assert.match(words, /Link to AKS.*AcrPull role assignment for the kubelet identity of aks-shop-weu/);
  });

  it('sends to no link that has nothing to do: the registry’s policy for tokens is named', async () => {
    refuseArmTokens();
    const { page, words } = await pageAfter('shop/api:1.4.2', 'coreRegistry', 'shopCluster');
    assert.equal(page.verdict, 'failed');
    assert.ok(!page.offersLink, words);
    assert.match(words, /link between them is complete.*azureADAuthenticationAsArmPolicy/);
  });

  it('says both where both stand in the way', async () => {
    takeRoleAway();
    refuseArmTokens();
    const { page, words } = await pageAfter('shop/api:1.4.2', 'coreRegistry', 'shopCluster');
    assert.ok(page.offersLink, words);
    assert.match(words, /Link to AKS.*azureADAuthenticationAsArmPolicy/);
  });

  it('sends to a link that has the network to link, and to none for a security group or a proxy', async () => {
    const linked = await pageAfter('shop/api:1.4.2', 'coreRegistry', 'shopCluster');
    assert.equal(linked.page.verdict, 'pulled', linked.words);
    linking.closePublicAccess('coreRegistry');
    const unlinked = await pageAfter('shop/api:1.4.2', 'coreRegistry', 'shopUsCluster');
    assert.ok(unlinked.page.offersLink, unlinked.words);
    const denied = pathCauses.find(({ cause }) => cause === 'a security group of the nodes denies https');
    await denied?.setUp(new ArmClient(emulator.url));
    const silent = await pageAfter('shop/api:1.4.2', 'coreRegistry', 'shopCluster');
    assert.ok(!silent.page.offersLink, silent.words);
    assert.match(
      silent.words,
      /there is no response.*link between them is complete.*network security groups/,
    );
    changeProperties(emulator.core, contoso('shopCluster'), {
      httpProxyConfig: { httpsProxy: 'http://10.9.9.9:3128', noProxy: ['localhost'] },
    });
    const proxied = await pageAfter('shop/api:1.4.2', 'coreRegistry', 'shopCluster');
    assert.ok(!proxied.page.offersLink, proxied.words);
    assert.match(proxied.words, /10\.9\.9\.9.*noProxy/);
  });

  it('goes by the inventory where the pair can’t be read, and by nothing where that can’t be read either', async () => {
    const as = { ...azure, observe: () => Promise.reject(new Error('no network')) };
    refuseArmTokens();
    const withRole = await pageAfter('shop/api:1.4.2', 'coreRegistry', 'shopCluster', { as });
    assert.ok(!withRole.page.offersLink, withRole.words);
    assert.match(withRole.words, /link between them is complete/);
    takeRoleAway();
    const without = await pageAfter('shop/api:1.4.2', 'coreRegistry', 'shopCluster', { as });
    assert.ok(without.page.offersLink, without.words);
    let isRead = false;
    const blind = await pageAfter('shop/api:1.4.2', 'coreRegistry', 'shopCluster', {
      as,
      inventory: () => {
        const first = !isRead;
        isRead = true;
        return first ? azure.inventory(subscriptionIds, never) : Promise.reject(new Error('no network'));
      },
    });
    assert.ok(!blind.page.offersLink, blind.words);
    assert.match(blind.words, /Couldn’t read what is missing/);
  });

  /** Azure whose commands show pods as a cluster made them in which service accounts have pull secrets. */
  function withPullSecrets(...names: readonly string[]): Azure {
    return {
      ...azure,
      runInCluster: async (target, command, signal) => {
        const output = await azure.runInCluster(target, command, signal);
        const secrets = JSON.stringify(names.map((name) => ({ name })));
        const added = `"serviceAccountName": "default", "imagePullSecrets": ${secrets}, "nodeName":`;
        return { ...output, logs: output.logs.replaceAll('"nodeName":', added) };
      },
    };
  }

  it('names the pull secrets that the pod was given, and doesn’t take the identity as proven', async () => {
    const { page, pool } = await pageAfter('shop/api:1.4.2', 'coreRegistry', 'shopCluster', {
      as: withPullSecrets('acr-sync'),
    });
    assert.equal(page.verdict, 'pulled');
    assert.match(pool.notes.join(), /secret acr-sync.*service account default/);
    const identity = pool.hops.find(({ label }) => /identity/i.test(label)) ?? assert.fail('a hop');
    assert.equal(identity.state, 'notStarted');
    assert.match(identity.evidence, /acr-sync/);
    refuseArmTokens();
    const refused = await pageAfter('shop/api:1.4.2', 'coreRegistry', 'shopCluster', {
      as: withPullSecrets('acr-sync'),
    });
    assert.match(refused.words, /secret acr-sync from its service account default/);
  });
});
