import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { apiVersions } from '../../src/model/apiVersions';
import { asObject } from '../../src/model/json';
import type { AnyPlan } from '../../src/provisioning/operations/table';
import { operationTag, ownedDescription } from '../../src/provisioning/plan/ownership';
import { settingsOf } from '../../src/provisioning/plan/settings';
import { tickedByDefault, type Part } from '../../src/provisioning/teardown/unlink/part';
import { unlinkParts } from '../../src/provisioning/teardown/unlink/planUnlink';
import { contoso } from './support/contoso';
import { Linking } from './support/linking';
import { raw, thing } from './support/strangers';

const [registry, cluster] = ['appsRegistry', 'shopUsCluster'] as const;

describe('whose a part of a link is', () => {
  let azure: Linking;
  beforeEach(async () => {
    azure = await Linking.start();
  });
  afterEach(() => azure.close());

  async function linked(): Promise<AnyPlan> {
    const plan = await azure.plan(await azure.propose(registry, cluster, { mode: 'private' }));
    await azure.applied(plan);
    return plan;
  }

  const idOf = (plan: AnyPlan, stepId: string) => plan.steps.find(({ id }) => id === stepId)!.resourceId;

  async function parts(of: Parameters<Linking['observeUnlink']>[1] = cluster): Promise<Part[]> {
    return unlinkParts(await azure.observeUnlink(registry, of));
  }

  async function partOf(id: string): Promise<Part> {
    const found = (await parts()).find(({ resourceId }) => resourceId === id);
    assert.ok(found);
    return found;
  }

  const kinds = (of: readonly Part[]) =>
    Object.fromEntries(of.map(({ stepId, ownership: { kind } }) => [stepId.replace(/:.*/, ''), kind]));

  const tag = (id: string, tags: object, version: string = apiVersions.privateDns) => {
    azure.send('PATCH', id, version, { tags });
  };

  it('is the extension’s where a journal names it: then it is ticked', async () => {
    await linked();
    const all = await parts();
    assert.deepEqual(kinds(all), {
      'delete.roleAssignment': 'recorded',
      'delete.peering': 'recorded',
      'delete.zoneLink': 'recorded',
      'delete.zoneGroup': 'recorded',
      'delete.endpoint': 'recorded',
      'delete.zone': 'recorded',
      'delete.network': 'recorded',
    });
    assert.equal(all.filter(tickedByDefault).length, 4);
  });

  it('is somebody else’s where the network team peers a network that bears our mark', async () => {
    const link = await linked();
    const ours = idOf(link, 'network');
    const theirs = contoso('paymentsNetwork');
    for (const [from, to] of [
      [ours, theirs],
      [theirs, ours],
    ] as const) {
      azure.send('PUT', `${from}/virtualNetworkPeerings/netops`, apiVersions.network, {
        properties: { remoteVirtualNetwork: { id: to }, allowVirtualNetworkAccess: true },
      });
    }
    const peerings = (await parts('paymentsCluster')).filter(({ kind }) => kind === 'peering');
    assert.equal(peerings.length, 2);
    assert.deepEqual([...new Set(peerings.map(({ ownership: { kind } }) => kind))], ['unmarked']);
    assert.deepEqual(peerings.filter(tickedByDefault), []);
    const plan = await azure.planUnlink(registry, 'paymentsCluster', ({ kind }) => kind === 'peering');
    assert.deepEqual(
      plan.hazards.filter(({ code }) => code === 'unmarked').length,
      2,
      JSON.stringify(plan.hazards),
    );
  });

  const marks: Readonly<Record<string, { readonly mark: () => string; readonly expected: string }>> = {
    'that is no operation’s id': { mark: () => 'hello, I am copied', expected: 'unmarked' },
    'of an operation without a journal here': { mark: randomUUID, expected: 'marked' },
  };
  for (const [what, { mark, expected }] of Object.entries(marks)) {
    it(`is not told by a mark ${what}`, async () => {
      const link = await linked();
      const [zoneLink, role] = [idOf(link, 'zoneLink.cluster'), idOf(link, 'roleAssignment')];
      tag(zoneLink, { [operationTag]: mark() });
      const { properties } = raw(azure, role);
      azure.send('PUT', role, apiVersions.authorization, {
        properties: {
          ...Object.fromEntries(
            Object.entries(
              asObject(settingsOf('roleAssignment', { properties: properties ?? {} })['properties']),
            ).filter(([, value]) => value !== null),
          ),
          description: ownedDescription(mark()),
        },
      });
      for (const id of [zoneLink, role]) {
        const part = await partOf(id);
        assert.equal(part.ownership.kind, expected);
        assert.equal(tickedByDefault(part), false);
      }
    });
  }

  it('is not told by a mark that was copied to something else', async () => {
    const link = await linked();
    const id = idOf(link, 'zoneLink.cluster');
    const other = `${id}-2`;
    const body = settingsOf('zoneLink', raw(azure, id));
    azure.send('DELETE', id, apiVersions.privateDns);
    azure.send('PUT', other, apiVersions.privateDns, body);
    const part = await partOf(other);
    assert.deepEqual(part.ownership, { kind: 'unmarked', copied: link.operationId });
    assert.equal(tickedByDefault(part), false);
  });

  it('is told by the mark in any case of its name', async () => {
    const link = await linked();
    const id = idOf(link, 'zoneLink.cluster');
    tag(id, { [operationTag.toUpperCase()]: link.operationId });
    const part = await partOf(id);
    assert.equal(part.ownership.kind, 'recorded');
    const plan = await azure.planUnlink(registry, cluster, ({ resourceId }) => resourceId === id);
    await azure.applied(plan);
    assert.equal(azure.emulator.estate.get(id), undefined);
  });

  for (const kind of ['peering', 'roleAssignment'] as const) {
    it(`is somebody else’s when they made it again under its name, mark and all: ${kind}`, async () => {
      const link = await linked();
      const ids = link.steps.filter((step) => step.kind === kind).map(({ resourceId }) => resourceId);
      const bodies = ids.map((id) => settingsOf(kind, raw(azure, id)));
      const version = kind === 'peering' ? apiVersions.network : apiVersions.authorization;
      for (const id of ids) azure.send('DELETE', id, version);
      for (const [index, id] of ids.entries()) azure.send('PUT', id, version, bodies[index]);
      for (const id of ids) assert.equal((await partOf(id)).ownership.kind, 'unmarked');
      // And a roll back leaves it, with what it hangs on.
      const theirs = ids.map((id) => thing(azure, id));
      const undo = await azure.planRollBack(link.operationId);
      const left = undo.steps.filter(({ resourceId }) => ids.includes(resourceId));
      assert.ok(left.every(({ action }) => action === 'reuse'));
      assert.match(left[0]?.reason ?? '', /Not changed, because others created it again/);
      assert.equal((await azure.rollBack(undo)).kind, 'done');
      assert.deepEqual(
        ids.map((id) => thing(azure, id)),
        theirs,
      );
    });
  }

  it('is nobody’s of ours once an unlink has deleted it', async () => {
    const link = await linked();
    const ids = link.steps.filter(({ kind }) => kind === 'peering').map(({ resourceId }) => resourceId);
    const bodies = ids.map((id) => settingsOf('peering', raw(azure, id)));
    await azure.applied(await azure.planUnlink(registry, cluster));
    for (const [index, id] of ids.entries()) azure.send('PUT', id, apiVersions.network, bodies[index]);
    const observed = await azure.observeUnlink(registry, cluster);
    for (const id of ids) assert.equal(observed.records.made.has(id.toLowerCase()), false);
  });

  it('keeps our side of a peering while the other side is somebody else’s', async () => {
    const link = await linked();
    const theirs = idOf(link, 'peering.clusterToRegistry');
    const { properties } = settingsOf('peering', raw(azure, theirs));
    azure.send('PUT', theirs, apiVersions.network, {
      properties: { ...asObject(properties), allowForwardedTraffic: true },
    });
    const undo = await azure.planRollBack(link.operationId);
    const side = undo.steps.find(({ id }) => id === 'undo.peering.registryToCluster');
    assert.match(side?.reason ?? '', /the other side, .*, stays and would become Disconnected/);
    assert.equal((await azure.rollBack(undo)).kind, 'done');
    assert.equal(asObject(raw(azure, theirs)['properties'])['peeringState'], 'Connected');
    const offered = (await parts()).filter(({ kind }) => kind === 'peering');
    assert.deepEqual(offered.filter(tickedByDefault), []);
  });
});
