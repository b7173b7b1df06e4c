import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/model/json';
import { lastLook, type LastLook } from '../../../src/provisioning/applying/guard';
import type { Fact } from '../../../src/provisioning/observed/observed';
import { asRead, membersAsRead, toDelete } from '../../../src/provisioning/plan/guarding';
import { withLists, zonesOfGroup } from '../../../src/provisioning/plan/lists';
import { operationTag, ownedDescription } from '../../../src/provisioning/plan/ownership';
import type { ListChange, Step, StepKind, StepRequest } from '../../../src/provisioning/plan/plan';
import { step } from '../../support/steps';

const operationId = '0b0e5d52-6c2f-4d6c-9d38-0a6f5c1c7a11';
const another = '1c1e5d52-6c2f-4d6c-9d38-0a6f5c1c7a22';
const tags = { [operationTag]: operationId };
const never = new AbortController().signal;

interface Looked {
  readonly mayBeMade?: boolean;
  readonly contents?: Fact<readonly string[]>;
}

async function look(
  of: Step,
  there: JsonObject | undefined | Fact<JsonObject>,
  { mayBeMade = false, contents = { state: 'known', value: [] } }: Looked = {},
): Promise<LastLook> {
  const fact: Fact<JsonObject> =
    there === undefined
      ? { state: 'absent' }
      : 'state' in there
        ? (there as Fact<JsonObject>)
        : { state: 'known', value: there };
  assert.ok(of.request);
  return lastLook(of, of.request, {
    reader: {
      read: () => Promise.resolve(fact),
      contents: () => Promise.resolve(contents),
      locks: () => Promise.resolve({ state: 'known', value: [] }),
      assignments: () => Promise.resolve({ state: 'known', value: [] }),
    },
    signal: never,
    operationId,
    mayBeMade,
  });
}

/** `send`, `done`, or the code of the refusal. */
const verdict = (found: LastLook) => (found.kind === 'refused' ? found.failure.code : found.kind);

const request = (method: StepRequest['method'], body: JsonObject, more: Partial<StepRequest> = {}) => ({
  method,
  apiVersion: '1',
  body,
  ...more,
});

describe('the last look before something is created', () => {
  interface Created {
    readonly body: JsonObject;
    /** As Azure answers it. */
    readonly made: JsonObject;
    /** What somebody else makes under that name. */
    readonly other: JsonObject;
  }
  const marked = (more: JsonObject = {}): Created => ({
    body: { location: 'westeurope', tags, ...more },
    made: { id: 'x', location: 'westeurope', tags, ...more },
    other: { id: 'x', location: 'westeurope', tags: { team: 'others' }, ...more },
  });
  const role = { roleDefinitionId: '/providers/r', principalId: 'p' };
  const kinds: Partial<Record<StepKind, Created>> = {
    resourceGroup: marked(),
    registry: marked({ sku: { name: 'Premium' } }),
    replica: marked(),
    network: marked({ properties: { addressSpace: { addressPrefixes: ['10.0.0.0/24'] } } }),
    zone: marked(),
    zoneLink: marked({ properties: { virtualNetwork: { id: '/n' } } }),
    endpoint: marked({ properties: { subnet: { id: '/s' } } }),
    roleAssignment: {
      body: { properties: { ...role, description: ownedDescription(operationId) } },
      made: { properties: { ...role, description: ownedDescription(operationId), createdOn: 'then' } },
      other: { properties: { ...role, description: ownedDescription(another) } },
    },
    subnet: {
      body: { properties: { addressPrefix: '10.0.0.0/27' } },
      made: { properties: { addressPrefix: '10.0.0.0/27', provisioningState: 'Succeeded' } },
      other: { properties: { addressPrefix: '10.0.0.0/28' } },
    },
    peering: {
      body: { properties: { remoteVirtualNetwork: { id: '/n' }, allowForwardedTraffic: false } },
      made: { properties: { remoteVirtualNetwork: { id: '/N' }, allowForwardedTraffic: false } },
      other: { properties: { remoteVirtualNetwork: { id: '/n' }, allowForwardedTraffic: true } },
    },
  };
  for (const [kind, { body, made, other }] of Object.entries(kinds)) {
    const of = step('a', { kind: kind as StepKind, request: request('PUT', body) });
    const keepsMark = made['tags'] !== undefined || kind === 'roleAssignment';

    it(`${kind}: is sent where nothing is, and not over what others have made`, async () => {
      assert.equal(verdict(await look(of, undefined)), 'send');
      assert.equal(verdict(await look(of, other)), 'guard.exists');
      const again = verdict(await look(of, other, { mayBeMade: true }));
      assert.equal(again, keepsMark ? 'guard.exists' : 'guard.changed');
    });

    it(`${kind}: is done where an earlier try made it`, async () => {
      assert.equal(verdict(await look(of, made, { mayBeMade: true })), 'done');
      // Without a mark, what is the same and wasn't sent is somebody else's.
      assert.equal(verdict(await look(of, made)), keepsMark ? 'done' : 'guard.exists');
    });
  }

  const network = step('a', {
    request: request('PUT', { tags, properties: { subnets: [{ name: 'own' }] } }),
  });
  const inState = (provisioningState: string, subnets: JsonObject[] = [{ name: 'own' }]): JsonObject => ({
    tags,
    properties: { provisioningState, subnets },
  });

  it('waits while Azure is at work on an earlier try, and sends again what failed', async () => {
    for (const state of ['Creating', 'Updating', 'Deleting']) {
      const found = await look(network, inState(state), { mayBeMade: true });
      assert.ok(found.kind === 'refused');
      assert.deepEqual([found.failure.code, found.failure.kind], ['guard.atWork', 'transient']);
    }
    assert.equal(verdict(await look(network, inState('Failed'), { mayBeMade: true })), 'send');
  });

  it('doesn’t send again what failed when others have put something into it, which would be lost', async () => {
    const both = inState('Failed', [{ name: 'own' }, { name: 'theirs' }]);
    assert.equal(verdict(await look(network, both, { mayBeMade: true })), 'guard.changed');
    // While it is whole, what others have put into it is nothing that stands in the way.
    const whole = inState('Succeeded', [{ name: 'own' }, { name: 'theirs' }]);
    assert.equal(verdict(await look(network, whole, { mayBeMade: true })), 'done');
  });

  it('lets Azure refuse what came in between, where it honours that', async () => {
    for (const [kind, onlyIf] of [
      ['zone', { absent: true }],
      ['zoneLink', { absent: true }],
      ['network', undefined],
      ['endpoint', undefined],
    ] as const) {
      const found = await look(step('a', { kind, request: request('PUT', { tags }) }), undefined);
      assert.ok(found.kind === 'send');
      assert.deepEqual(found.request.onlyIf, onlyIf, kind);
    }
  });

  it('says no when it can’t be read, and asks again only where Azure had trouble', async () => {
    const unreadable = { state: 'unreadable', reason: 'No right.' } as const;
    for (const [fact, kind] of [
      [unreadable, 'conflict'],
      [{ ...unreadable, isTransient: true as const }, 'transient'],
    ] as const) {
      const found = await look(network, fact);
      assert.ok(found.kind === 'refused');
      assert.deepEqual([found.failure.code, found.failure.kind], ['guard.unreadable', kind]);
    }
  });
});

describe('the last look before something is changed', () => {
  const read: JsonObject = {
    id: '/p',
    etag: '1',
    properties: {
      remoteVirtualNetwork: { id: '/n' },
      allowVirtualNetworkAccess: false,
      peeringState: 'Initiated',
      resourceGuid: 'g',
    },
  };
  const with_ = (properties: JsonObject): JsonObject => ({
    ...read,
    etag: '2',
    properties: { ...(read['properties'] as JsonObject), ...properties },
  });
  const body = { properties: { remoteVirtualNetwork: { id: '/n' }, allowVirtualNetworkAccess: true } };
  const update = step('a', {
    kind: 'peering',
    action: 'update',
    request: request('PUT', body),
    guard: asRead('peering', read),
  });

  it('is sent where all is as it was read, whatever Azure computes', async () => {
    const computed = { peeringState: 'Connected', peeringSyncLevel: 'FullyInSync', remoteAddressSpace: {} };
    assert.equal(verdict(await look(update, with_(computed))), 'send');
  });

  for (const [what, properties] of Object.entries({
    'another value': { allowVirtualNetworkAccess: true },
    'a setting that was not there': { allowGatewayTransit: true },
    'another thing of that name': { resourceGuid: 'h' },
  })) {
    it(`is not sent over ${what}`, async () => {
      assert.equal(verdict(await look(update, with_(properties))), 'guard.changed');
    });
  }

  it('is done where an earlier try made it, and gone is gone', async () => {
    const made = with_({ allowVirtualNetworkAccess: true });
    assert.equal(verdict(await look(update, made, { mayBeMade: true })), 'done');
    const more = with_({ allowVirtualNetworkAccess: true, allowGatewayTransit: true });
    assert.equal(verdict(await look(update, more, { mayBeMade: true })), 'guard.changed');
    assert.equal(verdict(await look(update, undefined, { mayBeMade: true })), 'guard.gone');
  });

  it('of members only those count that the plan has read', async () => {
    const patch = step('a', {
      kind: 'registrySku',
      action: 'update',
      request: request('PATCH', { sku: { name: 'Premium' } }),
      guard: membersAsRead({ sku: { name: 'Basic' } }),
    });
    assert.equal(verdict(await look(patch, { sku: { name: 'Basic', tier: 'Basic' }, tags: {} })), 'send');
    assert.equal(verdict(await look(patch, { sku: { name: 'Standard' } })), 'guard.changed');
    const done = await look(patch, { sku: { name: 'Premium', tier: 'Premium' } }, { mayBeMade: true });
    assert.equal(verdict(done), 'done');
  });

  describe('in a list of several writers', () => {
    const config = (name: string) => ({ name, properties: { privateDnsZoneId: `/zones/${name}` } });
    const group = (...names: string[]): JsonObject => ({
      id: '/g',
      properties: { provisioningState: 'Succeeded', privateDnsZoneConfigs: names.map(config) },
    });
    const change: ListChange = { ...zonesOfGroup, add: [config('ours')], remove: [config('old')] };
    const plain = request('PUT', { properties: {} }, { lists: [change] });
    const merge = step('a', {
      kind: 'zoneGroup',
      action: 'update',
      request: withLists('zoneGroup', plain, group('old', 'first')),
      guard: asRead('zoneGroup', group('old', 'first'), [change]),
    });
    const sentFor = async (...names: string[]) => {
      const found = await look(merge, group(...names));
      assert.ok(found.kind === 'send', verdict(found));
      const { privateDnsZoneConfigs } = found.request.body['properties'] as JsonObject;
      return (privateDnsZoneConfigs as JsonObject[]).map(({ name }) => name);
    };

    it('the body is made from the list as it is', async () => {
      assert.deepEqual(merge.request?.body, {
        properties: { privateDnsZoneConfigs: [config('first'), config('ours')] },
      });
      assert.deepEqual(await sentFor('old', 'first'), ['first', 'ours']);
      assert.deepEqual(await sentFor('first', 'old', 'theirs'), ['first', 'theirs', 'ours']);
      assert.deepEqual(await sentFor('old'), ['ours']);
    });

    it('is refused where its own entries are not as they were', async () => {
      for (const names of [['first'], ['old', 'ours'], ['ours']]) {
        assert.equal(verdict(await look(merge, group(...names))), 'guard.changed', names.join());
      }
      assert.equal(verdict(await look(merge, group('theirs', 'ours'), { mayBeMade: true })), 'done');
      assert.equal(verdict(await look(merge, group('old', 'ours'), { mayBeMade: true })), 'guard.changed');
    });

    it('is refused where an entry of another zone has the name, or another name the zone', async () => {
      for (const entry of [
        { name: 'ours', properties: { privateDnsZoneId: '/zones/others' } },
        { name: 'others', properties: { privateDnsZoneId: '/ZONES/ours' } },
      ]) {
        const there = { properties: { privateDnsZoneConfigs: [config('old'), entry] } };
        assert.equal(verdict(await look(merge, there)), 'guard.changed');
      }
    });
  });
});

describe('the last look before something is deleted', () => {
  const read: JsonObject = {
    id: '/n',
    etag: 'W/1',
    tags: { ...tags, team: 'shop' },
    properties: { resourceGuid: 'g', addressSpace: { addressPrefixes: ['10.0.0.0/24'] }, subnets: [] },
  };
  const deletion = step('a', {
    action: 'delete',
    request: request('DELETE', {}),
    guard: { ...toDelete('network', read, { tags }), contents: { allowed: ['/n/subnets/own'] } },
  });
  const now = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
    ...read,
    etag: 'W/2',
    ...more,
    properties: { ...(read['properties'] as JsonObject), ...properties },
  });

  it('is sent while it is the thing that was read, set and used as it was', async () => {
    assert.equal(verdict(await look(deletion, now({ provisioningState: 'Succeeded' }))), 'send');
    assert.equal(verdict(await look(deletion, undefined)), 'done');
    const contents = { state: 'known', value: ['/N/subnets/OWN'] } as const;
    assert.equal(verdict(await look(deletion, read, { contents })), 'send');
  });

  const differences: Readonly<Record<string, JsonObject>> = {
    'made again under its name': now({ resourceGuid: 'h' }),
    'set otherwise': now({ dhcpOptions: { dnsServers: ['10.0.0.4'] } }),
    'without its mark': now({}, { tags: { team: 'shop' } }),
    'with the mark of another operation': now({}, { tags: { team: 'shop', [operationTag]: another } }),
    'with another tag': now({}, { tags: { ...tags, team: 'shop', owner: 'platform' } }),
  };
  for (const [what, there] of Object.entries(differences)) {
    it(`is not sent for what is ${what}`, async () => {
      assert.equal(verdict(await look(deletion, there)), 'guard.changed');
    });
  }

  it('is not sent for what holds something of others, or nobody knows what', async () => {
    const foreign = { state: 'known', value: ['/n/virtualNetworkPeerings/theirs'] } as const;
    assert.equal(verdict(await look(deletion, read, { contents: foreign })), 'guard.foreignContents');
    const unreadable = { state: 'unreadable', reason: 'No right.' } as const;
    assert.equal(verdict(await look(deletion, read, { contents: unreadable })), 'guard.unreadable');
  });

  it('a zone link is told by its version, and Azure is told that version', async () => {
    const link = { id: '/l', etag: 'e', properties: { virtualNetwork: { id: '/n' } } };
    const of = step('a', {
      kind: 'zoneLink',
      action: 'delete',
      request: request('DELETE', {}),
      guard: toDelete('zoneLink', link, {}),
    });
    const found = await look(of, link);
    assert.ok(found.kind === 'send');
    assert.deepEqual(found.request.onlyIf, { etag: 'e' });
    assert.equal(verdict(await look(of, { ...link, etag: 'f' })), 'guard.changed');
  });
});
