import assert from 'node:assert/strict';
import { changedSince } from '../../../src/provisioning/plan/changedSince';
import type { Observed } from '../../../src/provisioning/observed/observed';
import { planLink } from '../../../src/provisioning/planning/planLink';
import { privateSpec } from '../../support/linkSpec';
import {
  assignment,
  endpoint,
  ids,
  linkedPair,
  network,
  pair,
  registry,
  registryNetwork,
  zone,
  zoneIdIn,
  knownAs,
} from '../../support/observed';

describe('what changed between preview and apply', () => {
  const check = (what: string, before: Observed, after: Observed, expected: readonly RegExp[]) => {
    it(what, () => {
      const texts = changedSince(
        planLink(privateSpec(), before, 'op-1'),
        planLink(privateSpec(), after, 'op-2'),
      );
      assert.equal(texts.length, expected.length, texts.join('\n'));
      expected.forEach((text, index) => {
        assert.match(texts[index] ?? '', text);
      });
    });
  };

  check('nothing', pair(), pair(), []);
  check(
    'something that does not matter',
    pair(),
    pair({ registry: registry({ dataEndpointHostNames: ['x'] }) }),
    [],
  );
  // A network from which somebody pulls by now goes over only when record and way are ready.
  check('a role came', pair(), pair({ roleAssignments: [assignment()] }), [
    /Virtual network link: vnet-shop.*what it depends on has changed/,
    /AcrPull.*now kept instead of created/,
    /Changed in Azure since then: role assignments of aks-shop\./,
  ]);
  check(
    'somebody linked the network elsewhere',
    pair(),
    pair({ zones: [zone(zoneIdIn('rg-hub'), [ids.clusterNetwork])] }),
    [/New blocker: .*another zone/, /New warning: .*no such host/],
  );
  check('the endpoint is gone', linkedPair(), linkedPair({ endpoints: [], registry: registry() }), [
    /pe-contoso.*now created instead of kept/,
    /zone group.*now created instead of kept/,
    /New warning: vnet-shop is already linked to privatelink\.azurecr\.io.* go to 10\.90\.0\.5, which is no longer in use/,
    /New warning: After the first private endpoint is created, the registry serves layers/,
    /New warning: Private endpoint pe-contoso costs/,
    /Changed in Azure since then: contoso, pe-contoso/,
  ]);
  it('a blocker went away', () => {
    const blocked = planLink(
      privateSpec(),
      pair({ networks: [network(ids.clusterNetwork, '10.90.0.0/16')] }),
      'op-1',
    );
    assert.match(
      changedSince(blocked, planLink(privateSpec(), pair(), 'op-1'))[0] ?? '',
      /Resolved blocker: .*overlaps/,
    );
  });
  it('a body changed', () => {
    const spec = privateSpec({ zone: { id: zoneIdIn('rg-hub'), onAbsent: 'refuse' } });
    const zones = [zone(zoneIdIn('rg-hub'), [ids.clusterNetwork]), zone(ids.zone, [ids.registryNetwork])];
    const shown = planLink(spec, linkedPair({ zones }), 'op-1');
    const group = [ids.zone, zoneIdIn('rg-else')];
    const present = planLink(spec, linkedPair({ zones, endpoints: [endpoint(group)] }), 'op-1');
    assert.match(changedSince(shown, present)[0] ?? '', /zone group.*what would be sent has changed/);
  });
  it('every fact that was looked at is in the fingerprints', () => {
    const observed: Observed = {
      ...linkedPair(),
      tenants: { [ids.subscription]: 'tenant-1' },
      securityGroups: { group: knownAs({ id: 'group', rules: [] }) },
      routeTables: { table: knownAs({ id: 'table', routes: [] }) },
    };
    const hashes = (of: Observed) =>
      planLink(privateSpec(), of, 'op-1').basedOn.map(({ resourceId, hash }) => `${resourceId} ${hash}`);
    const unread = { state: 'unreadable', reason: 'Now denied.' } as const;
    for (const [member, value] of Object.entries(observed) as [keyof Observed, object | string][]) {
      if (member === 'at' || typeof value === 'string') continue;
      const changes: object[] =
        'state' in value
          ? [unread]
          : Object.keys(value).map((key) => ({
              ...value,
              [key]: member === 'tenants' ? 'tenant-2' : unread,
            }));
      for (const change of changes) {
        assert.notDeepEqual(hashes({ ...observed, [member]: change }), hashes(observed), member);
      }
    }
  });
  it('whatever was looked at is named in words', () => {
    const shown = planLink(privateSpec(), pair(), 'op-1');
    const blocker = { code: 'gone', message: 'Gone.', wayOut: '', resourceIds: [] };
    for (const { resourceId } of shown.basedOn) {
      const basedOn = shown.basedOn.map((one) =>
        one.resourceId === resourceId ? { ...one, hash: '' } : one,
      );
      const [, said] = changedSince(shown, { ...shown, blockers: [blocker], basedOn });
      assert.match(said ?? '', /^Changed in Azure since then: [^#]+\.$/);
      if (resourceId.includes('#')) assert.match(said ?? '', / (of|to|name) (contoso|aks-shop)\b/);
    }
  });
  it('somebody else has to do something now', () => {
    const closed = pair({
      networks: [network(ids.clusterNetwork, '10.20.0.0/16'), registryNetwork()],
    });
    const policies = registryNetwork().subnets.map((subnet) => ({
      ...subnet,
      privateEndpointNetworkPolicies: 'Enabled',
    }));
    const present = pair({
      networks: [network(ids.clusterNetwork, '10.20.0.0/16'), { ...registryNetwork(), subnets: policies }],
    });
    const [shown, fresh] = [closed, present].map((observed) => planLink(privateSpec(), observed, 'op-1'));
    assert.match(changedSince(shown!, fresh!)[0] ?? '', /Now also needed: .*network policies/);
  });
});
