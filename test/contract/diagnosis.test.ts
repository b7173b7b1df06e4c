/** Whatever keeps a cluster from pulling is found by its own rule, nothing else is, and what is offered repairs it. */
import assert from 'node:assert/strict';
import { startEmulator, type Emulator } from '../../emulator/src/server';
import { firstBroken } from '../../src/diagnosis/diagnose';
import { idKey } from '../../src/model/armId';
import { factRules, hopRules } from '../../src/diagnosis/rules';
import type { Azure } from '../../src/provisioning/ports';
import { readDiagnosis } from '../../src/diagnosis/read';
import { checkDiagnosis } from '../matrix/diagnosis/check';
import { partOf } from './support/agreement';
import { azureAt, never } from './support/azure';

import { causes, harmless, privatePair, suspected } from './support/causes';
import { contoso } from './support/contoso';
import { Linking } from './support/linking';
import { assign, defineRole, newPerson } from './support/people';
import { topologies } from './support/topologies';
import { brokenParts, diagnosed, restore, saved } from './support/diagnosing';

/** What no operation of the extension takes away: others' rules, routes, zones, records and settings. All else is repaired. */
const forOthers = [
  /^the record of the data endpoint names/,
  /^the record names (?:an address that nothing has|a public address)/,
  /^a second endpoint of the registry, out of reach/,
  /^a (?:child )?zone (?:for|of)/,
  /^a replica came later/,
  /^the networks overlap/,
  /^a security group of the nodes|^a security group counts|^a security group stops the data endpoint/,
  /^a route drops/,
  /^the connection was rejected/,
  /^a registry with rules for service endpoints/,
  /^the node resource group is locked down/,
  /^the cluster is stopped/,
];

describe('diagnosis', function () {
  this.timeout(120_000);
  let emulator: Emulator;
  let azure: Azure;
  let healthy: ReturnType<typeof saved>;
  const table: string[] = [];

  before(async () => {
    emulator = await startEmulator({ scenario: 'contoso', latencyScale: 0 });
    azure = azureAt(emulator.url);
    healthy = saved(emulator);
  });
  beforeEach(() => {
    restore(emulator, healthy);
  });
  after(async () => {
    await emulator.close();
    const found = new Set(causes.flatMap(({ rules }) => rules));
    console.log(`    ${causes.length} causes by ${found.size} rules; found / false / repaired:`);
    for (const line of table) console.log(`      ${line}`);
  });

  it('has causes enough, and each of their rules', () => {
    assert.ok(causes.length >= 35, `${causes.length} causes`);
    const ids = [...hopRules, ...factRules].map(({ id }) => id);
    assert.deepEqual(ids, [...new Set(ids)]);
    for (const { rules } of [...causes, ...suspected])
      for (const rule of rules) assert.ok(ids.includes(rule), rule);
  });

  for (const cause of causes) {
    it(`finds that ${cause.title}`, async () => {
      const { oracle, diagnosis, broken, wrong, repaired } = await diagnosed(emulator, azure, [cause]);
      const first = firstBroken(diagnosis);
      const done = repaired === undefined ? 'instructions' : repaired.pulls ? 'yes' : 'NO';
      table.push(`${cause.title}: ${broken.join(', ') || 'NOT FOUND'} / ${wrong.length} / ${done}`);
      assert.ok(oracle.length > 0, 'the oracle says that the pull fails');
      assert.deepEqual([...broken].sort(), [...cause.rules].sort());
      assert.ok(first !== undefined);
      assert.equal(first.confidence, 'proved');
      assert.ok(
        first.hops.some((hop) => oracle.includes(partOf[hop])),
        `${first.hops.join()} ${oracle.join()}`,
      );
      assert.ok(first.evidence.every(({ found, property }) => found !== '' && property !== ''));
      assert.ok(first.repair !== undefined || first.instructions !== undefined, 'something is to be done');
      assert.equal(
        first.repair === undefined,
        forOthers.some((title) => title.test(cause.title)),
      );
      if (repaired !== undefined)
        assert.deepEqual(repaired, { obstacles: [], pulls: true, left: [], findings: [] });
    });
  }

  for (const cause of suspected) {
    it(`suspects that ${cause.title}`, async () => {
      const { oracle, diagnosis, broken } = await diagnosed(emulator, azure, [cause]);
      const [finding] = diagnosis.findings.filter(({ hops }) => hops.length > 0);
      table.push(
        `${cause.title}: ${finding?.rule ?? 'NOT FOUND'} (${finding?.confidence ?? ''}) / ${broken.length} / –`,
      );
      assert.ok(oracle.length > 0);
      assert.deepEqual(broken, []);
      assert.equal(diagnosis.state, 'unknown');
      assert.equal(finding?.rule, cause.rules[0]);
      assert.ok(finding?.ask !== undefined, 'it says what would have to be asked');
    });
  }

  for (const cause of harmless) {
    it(`finds nothing broken: ${cause.title}`, async () => {
      const { diagnosis, broken } = await diagnosed(emulator, azure, [cause]);
      assert.deepEqual(brokenParts(emulator, cause.pair ?? diagnosis), []);
      assert.deepEqual(broken, []);
    });
  }

  it('finds nothing broken of a pair that pulls, and all that doesn’t', async () => {
    for (const registry of ['coreRegistry', 'appsRegistry', 'dataRegistry', 'modelsRegistry'] as const) {
      for (const cluster of ['shopCluster', 'devtestCluster', 'paymentsCluster'] as const) {
        const pair = { registryId: contoso(registry), clusterId: contoso(cluster) };
        const { findings, state } = await readDiagnosis(pair, azure, never);
        const isBroken = findings.some(({ severity }) => severity === 'broken');
        const pulls = brokenParts(emulator, pair).length === 0;
        assert.ok(!(isBroken && pulls), `${registry} ${cluster}: ${findings[0]?.rule ?? ''}`);
        if (state !== 'unknown') assert.equal(isBroken, !pulls, `${registry} ${cluster}`);
      }
    }
  });

  for (const { title, build } of topologies) {
    it(`finds nothing broken once it is linked: ${title}`, async () => {
      const linking = Linking.over(emulator);
      const { registry, clusters, preferred, edit, afterwards } = build(emulator.core);
      linking.closePublicAccess(registry);
      const proposed = await linking.propose(registry, clusters, { mode: 'private', ...preferred });
      const links = proposed.links.map((link, index) =>
        link.access.mode === 'private' && edit ? { ...link, access: edit(link.access, index) } : link,
      );
      const spec = { ...proposed, links };
      const [first = ''] = clusters;
      const pair = { registryId: registry, clusterId: first };
      const before = await readDiagnosis(pair, azure, never);
      assert.ok(firstBroken(before) !== undefined || before.state === 'unknown');
      await linking.applied(await linking.plan(spec));
      afterwards?.(emulator.core, spec);
      emulator.core.operations.settle();
      const { findings } = await readDiagnosis(pair, azure, never);
      assert.deepEqual(
        findings.filter(({ severity }) => severity === 'broken'),
        [],
      );
    });
  }

  for (const action of [
    'Microsoft.ContainerRegistry/registries/read',
    'Microsoft.ContainerService/managedClusters/read',
    'Microsoft.Network/virtualNetworks/read',
    'Microsoft.Network/privateEndpoints/read',
    'Microsoft.Network/privateDnsZones/virtualNetworkLinks/read',
    'Microsoft.Network/privateDnsZones/ALL/read',
    'Microsoft.Authorization/roleAssignments/read',
  ]) {
    it(`claims nothing without ${action}`, async () => {
      const person = newPerson(emulator);
      const role = defineRole(emulator, { actions: ['*/read'], notActions: [action] });
      for (const subscription of ['platform', 'apps', 'data'] as const)
        assign(emulator, person.objectId, role, `/subscriptions/${contoso(subscription)}`);
      const { state, findings } = await readDiagnosis(privatePair, person.azure, never);
      assert.deepEqual(
        findings.filter(({ severity }) => severity === 'broken'),
        [],
      );
      assert.equal(state, 'unknown');
      const said = findings.flatMap(({ ask }) => ask ?? []);
      assert.ok(said.length > 0);
      assert.ok(
        said.some(({ missingAction }) => missingAction?.toLowerCase() === action.toLowerCase()) ||
          findings.some(({ message }) => message.includes(action)),
        JSON.stringify(findings.map(({ rule, message, ask }) => ({ rule, message, ask }))),
      );
    });
  }

  it('names the zone whose record leads elsewhere, and the address that is in it', async () => {
    const cause = causes.find(({ title }) => title === 'the record names an address that nothing has')!;
    const { diagnosis } = await diagnosed(emulator, azure, [cause]);
    const [evidence] = firstBroken(diagnosis)?.evidence ?? [];
    assert.deepEqual([evidence?.property, evidence?.found], ['A', '10.50.0.99']);
    assert.equal(idKey(evidence?.resourceId ?? ''), idKey(contoso('coreZone')));
  });

  it('finds first what a pull meets first, of several causes', async () => {
    const { combinations, wrong } = await checkDiagnosis(30, 7);
    assert.deepEqual(wrong, []);
    assert.ok(combinations > 15, `${combinations} combinations`);
  });
});
