import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { systemClock } from '../../src/platform/clock';
import { run } from '../../src/provisioning/operations/run';
import type { Outcome } from '../../src/provisioning/applying/outcome';
import type { LinkPlan, LinkSpec } from '../../src/provisioning/plan/spec';
import { planLink } from '../../src/provisioning/planning/planLink';
import { needsOf, type Need } from '../../src/provisioning/preflight/needs';
import { withRights } from '../../src/provisioning/preflight/preflight';
import type { MissingRight } from '../../src/provisioning/plan/verdict';
import { MemoryStorage } from '../support/fakeWriter';
import { never } from './support/azure';
import { contoso, subscriptionIds } from './support/contoso';
import { Linking } from './support/linking';
import { assign, assignEverywhere, defineRole, newPerson, personOf, runAssignment } from './support/people';
import type { Person } from './support/people';

/** Upgrades the registry, and puts everything new into a group that doesn't exist yet: every kind of step. */
function everythingNew(spec: LinkSpec): LinkSpec {
  const moved = (id: string) => id.replace(/\/resourceGroups\/[^/]+/i, '/resourceGroups/rg-link-weu');
  return {
    ...spec,
    links: spec.links.map((link) => {
      const { access } = link;
      assert.ok(access.mode === 'private');
      const { network, subnet, endpoint, zone } = access;
      return {
        ...link,
        access: {
          ...access,
          upgradeToPremium: true,
          network: { ...network, id: moved(network.id) },
          subnet: { ...subnet, id: moved(subnet.id) },
          endpoint: { ...endpoint, id: moved(endpoint.id) },
          zone: { ...zone, id: moved(zone.id) },
        },
      };
    }),
  };
}

async function planAs({ azure }: Person, spec: LinkSpec): Promise<LinkPlan> {
  const { registryId, links } = spec;
  const clusterIds = links.map(({ clusterId }) => clusterId);
  return planLink(spec, await azure.observe({ registryId, clusterIds, spec }, never), randomUUID());
}

function checked(person: Person, plan: LinkPlan): Promise<LinkPlan> {
  return withRights(plan, person.azure, never);
}

/** Without looking at rights first. */
function applyAs({ azure }: Person, plan: LinkPlan): Promise<Outcome> {
  const ports = { writer: azure, reader: azure, journal: new MemoryStorage(), clock: systemClock };
  const acknowledged = plan.hazards.map(({ id }) => id);
  return run(plan, ports, new AbortController().signal, () => undefined, acknowledged);
}

function missingOf({ preflight }: LinkPlan): MissingRight[] {
  return Object.values(preflight?.steps ?? {}).flatMap((rights) =>
    rights.state === 'missing' ? rights.missing : [],
  );
}

function states({ preflight }: LinkPlan): string[] {
  return [...new Set(Object.values(preflight?.steps ?? {}).map(({ state }) => state))];
}

/** What Azure refused, as `code message`. */
function refusals(outcome: Outcome): string[] {
  assert.ok(outcome.kind === 'failed', outcome.kind);
  return outcome.failures.map(({ azure }) => `${azure?.code ?? ''} ${azure?.message ?? ''}`);
}

describe('rights are looked at before anything is written', () => {
  let linking: Linking;
  let spec: LinkSpec;
  const mira = () => personOf(linking.emulator, contoso('mira'));

  beforeEach(async () => {
    linking = await Linking.start();
    spec = everythingNew(await linking.propose('devRegistry', 'shopUsCluster', { mode: 'private' }));
  });
  afterEach(() => linking.close());

  it('somebody who may do everything has every right, and nothing blocks', async () => {
    const plan = await checked(mira(), await planAs(mira(), spec));
    assert.deepEqual(states(plan), ['granted']);
    assert.deepEqual(plan.blockers, []);
    assert.equal(Object.keys(plan.preflight?.steps ?? {}).length, plan.steps.length);
  });

  it('a plan that writes nothing asks for nothing', async () => {
    const plan = await planAs(mira(), spec);
    assert.equal((await linking.apply(plan)).kind, 'done');
    linking.emulator.log.clear();
    const again = await planAs(mira(), spec);
    linking.emulator.log.clear();
    assert.equal((await checked(mira(), again)).preflight, undefined);
    assert.equal(linking.emulator.log.text(), '');
  });

  it('exactly the rights that are listed are enough', async () => {
    const nina = newPerson(linking.emulator);
    const needed = needsOf(await planAs(mira(), spec)).flatMap(({ rights }) => rights);
    const actions = [...new Set(needed.map(({ action }) => action))];
    assignEverywhere(linking.emulator, nina.objectId, 'Reader');
    const writes = actions.filter((action) => !action.endsWith('/read'));
    assignEverywhere(linking.emulator, nina.objectId, defineRole(linking.emulator, { actions: writes }));
    const plan = await checked(nina, await planAs(nina, spec));
    assert.deepEqual(states(plan), ['granted']);
    assert.equal((await applyAs(nina, plan)).kind, 'done');
    assert.equal(linking.pull(spec).verdict, 'Pulled');
  });

  it('each right by itself: Azure refuses for want of it, the preflight said so, and its remedy helps', async function () {
    this.timeout(60_000);
    const needed = needsOf(await planAs(mira(), spec)).flatMap(({ rights }) => rights);
    const required = needed.filter(
      ({ weight, action }) => weight === 'required' && !action.endsWith('/read'),
    );
    const actions = [...new Set(required.map(({ action }) => action))];
    // The least that a link of this kind needs, by hand: what the code lists must not shrink unnoticed.
    assert.deepEqual(actions.map((action) => action.replace(/^Microsoft\./, '')).toSorted(), [
      'Authorization/roleAssignments/write',
      'ContainerRegistry/registries/privateEndpointConnectionsApproval/action',
      'ContainerRegistry/registries/write',
      'Network/privateDnsZones/join/action',
      'Network/privateDnsZones/virtualNetworkLinks/write',
      'Network/privateDnsZones/write',
      'Network/privateEndpoints/privateDnsZoneGroups/write',
      'Network/privateEndpoints/write',
      'Network/virtualNetworks/join/action',
      'Network/virtualNetworks/peer/action',
      'Network/virtualNetworks/subnets/join/action',
      'Network/virtualNetworks/virtualNetworkPeerings/write',
      'Network/virtualNetworks/write',
      'Resources/subscriptions/resourceGroups/write',
    ]);
    for (const action of actions) {
      await linking.close();
      linking = await Linking.start();
      await onlyWithout(action, required);
    }
  });

  async function onlyWithout(action: string, required: readonly Need[]): Promise<void> {
    const nina = newPerson(linking.emulator);
    // Wildcards grant everything, and NotActions take one thing out again.
    const role = defineRole(linking.emulator, { actions: ['*'], notActions: [action.toUpperCase()] });
    assignEverywhere(linking.emulator, nina.objectId, role);
    const plan = await checked(nina, await planAs(nina, spec));
    const missing = missingOf(plan);
    assert.deepEqual([...new Set(missing.map((one) => one.action))], [action]);
    assert.deepEqual(
      [...new Set(missing.map(({ scope }) => scope))].toSorted(),
      [...new Set(required.filter((need) => need.action === action).map(({ scope }) => scope))].toSorted(),
    );
    assert.ok(plan.blockers.length > 0 && plan.blockers.every(({ code }) => code === 'missingPermission'));

    const refused = refusals(await applyAs(nina, { ...plan, blockers: [] }));
    const targets = required.filter((need) => need.action === action).map(({ target }) => target);
    const named = refused.filter(
      (text) =>
        /^(Linked)?AuthorizationFailed /.test(text) &&
        text.includes(`'${action}'`) &&
        targets.some((target) => text.toLowerCase().includes(target.toLowerCase())),
    );
    assert.equal(named.length, refused.length, `${action}: ${refused.join('\n')}`);

    const commands = [...new Set(missing.map(({ remedy }) => remedy.command ?? ''))];
    for (const command of commands) {
      const { role: given } = runAssignment(linking.emulator, command);
      assert.notEqual(given, 'Owner', `${action} doesn’t need an Owner`);
    }
    const after = await checked(nina, await planAs(nina, spec));
    assert.deepEqual(missingOf(after), [], action);
    assert.equal((await applyAs(nina, after)).kind, 'done', action);
    assert.equal(linking.pull(spec).verdict, 'Pulled', action);
  }

  it('a reader misses everything at once, with one command for each role and scope', async () => {
    const nina = newPerson(linking.emulator);
    assignEverywhere(linking.emulator, nina.objectId, 'Reader');
    const plan = await checked(nina, await planAs(nina, spec));
    assert.deepEqual(states(plan), ['missing']);
    const commands = new Set(missingOf(plan).map(({ remedy }) => remedy.command ?? ''));
    assert.equal(plan.blockers.length, commands.size);
    assert.equal((await applyAs(nina, plan)).kind, 'refused');
    for (const command of commands) runAssignment(linking.emulator, command);
    const after = await checked(nina, await planAs(nina, spec));
    assert.deepEqual(states(after), ['granted']);
    assert.equal((await applyAs(nina, after)).kind, 'done');
  });

  it('rights through a group count, and what a second role grants makes up for NotActions of the first', async () => {
    const tomas = personOf(linking.emulator, contoso('tomas'));
    const peer = 'Microsoft.Network/virtualNetworks/peer/action';
    const { emulator } = linking;
    // On the platform's subscription they have it already.
    for (const id of subscriptionIds.slice(1))
      assign(emulator, contoso('platformEngineers'), 'Contributor', `/subscriptions/${id}`);
    assignEverywhere(emulator, contoso('platformEngineers'), 'Role Based Access Control Administrator');
    assignEverywhere(emulator, tomas.objectId, defineRole(emulator, { actions: ['*'], notActions: [peer] }));
    const plan = await checked(tomas, await planAs(tomas, spec));
    assert.deepEqual(states(plan), ['granted']);
    assert.equal((await applyAs(tomas, plan)).kind, 'done');
  });

  it('a Contributor lacks only the right to assign roles, and RBAC Administrator on the registry gives it', async () => {
    const nina = newPerson(linking.emulator);
    assignEverywhere(linking.emulator, nina.objectId, 'Contributor');
    const plan = await checked(nina, await planAs(nina, spec));
    const [missing, ...others] = missingOf(plan);
    assert.deepEqual(others, []);
    assert.equal(
      missing?.remedy.command,
      `az role assignment create --assignee ${nina.objectId} --role "Role Based Access Control Administrator" --scope ${contoso('devRegistry')}`,
    );
  });

  it('ana, a Reader of one subscription, is told what can’t be told apart from what lacks', async () => {
    const ana = personOf(linking.emulator, contoso('ana'));
    const plan = await checked(ana, await planAs(mira(), spec));
    assert.deepEqual(states(plan), ['missing']);
  });

  it('a ReadOnly lock on a network stops its peering, and the preflight names it', async () => {
    lock(contoso('shopUsNetwork'), 'ReadOnly');
    const plan = await checked(mira(), await planAs(mira(), spec));
    const missing = missingOf(plan);
    assert.deepEqual([...new Set(missing.map(({ kind }) => kind))], ['lock']);
    assert.deepEqual(
      plan.blockers.map(({ code }) => code),
      ['locked'],
    );
    assert.match(plan.blockers[0]?.message ?? '', /Lock “keep” \(ReadOnly\) on vnet-shop-eus2/);
    assert.match(refusals(await applyAs(mira(), { ...plan, blockers: [] })).join(), /ScopeLocked/);
  });

  it('a CanNotDelete lock stops nothing that is created', async () => {
    lock(contoso('shopUsNetwork'), 'CanNotDelete');
    assert.deepEqual(states(await checked(mira(), await planAs(mira(), spec))), ['granted']);
  });

  it('a provider that is not registered blocks, with the command that registers it', async () => {
    const [, apps] = subscriptionIds;
    register('Microsoft.Network', 'unregister');
    const plan = await checked(mira(), await planAs(mira(), spec));
    const blocker = plan.blockers.find(({ code }) => code === 'providerNotRegistered');
    const command = `az provider register --namespace Microsoft.Network --subscription ${apps} --wait`;
    assert.equal(blocker?.command, command);
    assert.match(
      refusals(await applyAs(mira(), { ...plan, blockers: [] })).join(),
      /MissingSubscriptionRegistration/,
    );
    register('Microsoft.Network', 'register');
    assert.deepEqual(states(await checked(mira(), await planAs(mira(), spec))), ['granted']);
  });

  it('a deny assignment outweighs every role', async () => {
    const cluster = linking.emulator.estate.get(contoso('devtestCluster'));
    assert.ok(cluster);
    const properties = { ...cluster.properties, nodeResourceGroupProfile: { restrictionLevel: 'ReadOnly' } };
    linking.emulator.estate.put({ ...cluster, properties });
    const locked = await linking.propose('coreRegistry', 'devtestCluster');
    const plan = await checked(mira(), await planAs(mira(), locked));
    const denied = missingOf(plan).filter(({ kind }) => kind === 'denied');
    assert.ok(denied.length > 0);
    assert.match(denied[0]?.message ?? '', /node resource group lockdown/);
    assert.match(
      refusals(await applyAs(mira(), { ...plan, blockers: [] })).join(),
      // What the body refers to is refused under the code of linked rights.
      /(DenyAssignment|Linked)AuthorizationFailed/,
    );
  });

  it('a right on the nearest existing thing is enough for what is created in it', async () => {
    const nina = newPerson(linking.emulator);
    assignEverywhere(linking.emulator, nina.objectId, 'Reader');
    const [, apps] = subscriptionIds;
    assign(linking.emulator, nina.objectId, 'Owner', `/subscriptions/${apps}/resourceGroups/rg-devtest-weu`);
    assign(linking.emulator, nina.objectId, 'Network Contributor', contoso('shopUsNetwork'));
    const there = await linking.propose('devRegistry', 'shopUsCluster', { mode: 'private' });
    const plan = await checked(nina, await planAs(nina, there));
    assert.deepEqual(states(plan), ['granted']);
    assert.equal((await applyAs(nina, plan)).kind, 'done');
  });

  function lock(scope: string, level: string): void {
    const id = `${scope}/providers/Microsoft.Authorization/locks/keep`;
    const answer = linking.emulator.core.send('PUT', id, '2016-09-01', { properties: { level } });
    assert.ok(answer.status < 300);
  }

  function register(namespace: string, verb: 'register' | 'unregister'): void {
    const [, apps = ''] = subscriptionIds;
    const id = `/subscriptions/${apps}/providers/${namespace}`;
    const found = linking.emulator.estate.get(id);
    assert.ok(found);
    const registrationState = verb === 'register' ? 'Registered' : 'NotRegistered';
    linking.emulator.estate.put({ ...found, properties: { ...found.properties, registrationState } });
  }
});
