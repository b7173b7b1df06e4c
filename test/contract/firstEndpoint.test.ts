/**
 * A registry's first private endpoint, and a cluster whose network is linked to the zone already: its name is private at
 * once, its record comes with a later write. What the plan says of the time between is laid beside the oracle.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { AnyPlan } from '../../src/provisioning/operations/table';
import type { LinkPlan } from '../../src/provisioning/plan/spec';
import { observeUnlink } from '../../src/provisioning/teardown/unlink/observeUnlink';
import { planUnlink, unlinkParts } from '../../src/provisioning/teardown/unlink/planUnlink';
import * as add from './support/additions';
import { never } from './support/azure';
import { place, registryIn } from './support/hazardEstates';
import type { Linking } from './support/linking';
import { Sampling } from './support/sampling';

type Id = `/${string}`;

describe('the first endpoint of a registry whose zone the cluster’s network is linked to already', () => {
  let sampling: Sampling;
  let linking: Linking;
  let registryId: Id;
  let clusterId: Id;
  beforeEach(async () => {
    sampling = await Sampling.start();
    ({ linking } = sampling);
    const { core } = sampling.emulator;
    const { cluster, group, network } = place(core, 'aks-linked', 71);
    registryId = registryIn(core, 'fabrikam');
    clusterId = cluster;
    add.addZone(core, group, [network]);
    add.addPull(core, registryId, clusterId);
    core.operations.settleAll();
    sampling.watch(clusterId, 'fabrikam.azurecr.io/shop/web:1.0');
  });
  afterEach(() => sampling.emulator.close());

  async function plan(fallbackToInternet: boolean): Promise<LinkPlan> {
    const proposed = await linking.propose(registryId, clusterId, { mode: 'private' });
    const links = proposed.links.map(({ access, ...link }) => ({
      ...link,
      access: access.mode === 'private' ? { ...access, fallbackToInternet } : access,
    }));
    return linking.plan({ ...proposed, links });
  }

  const apply = (wanted: AnyPlan) => linking.applied(wanted);
  const planUndo = ({ operationId }: LinkPlan) => linking.planRollBack(operationId);

  const hazardOf = ({ hazards }: LinkPlan) =>
    hazards.find(({ message }) => message.startsWith('vnet-aks-linked is already linked to'))!;
  const warned = ({ hazards }: LinkPlan) =>
    hazards
      .filter(
        ({ code, affected }) => code === 'registryNameBecomesPrivate' && affected.includes('aks-linked'),
      )
      .map(({ affected }) => affected);

  it('names the cluster, which gets “no such host” for less than a minute, as it says, and pulls again', async () => {
    const wanted = await plan(false);
    assert.deepEqual(warned(wanted), [['aks-linked']]);
    await apply(wanted);
    const failures = sampling.failures(clusterId);
    assert.ok(failures.length > 0, 'the warning is not empty');
    assert.ok(
      failures.every((text) => text.endsWith('no such host')),
      failures.join('\n'),
    );
    const verdicts = sampling.samples.get(clusterId)!.map(({ verdict }) => verdict);
    const [from, to] = [verdicts.indexOf('Failed'), verdicts.lastIndexOf('Failed')];
    assert.equal(to - from, failures.length - 1, 'once');
    // Each second of Azure is looked at twice.
    assert.ok(failures.length / 2 < 60, `${failures.length / 2} s`);
    assert.match(hazardOf(wanted).message, /usually within a minute/);
    assert.equal(verdicts.at(-1), 'Pulled');
  });

  const nameless = ({ hazards }: AnyPlan) => hazards.filter(({ code }) => code === 'nameWithoutRecord');

  it('is named by its roll back too: the record goes before the endpoint', async () => {
    const wanted = await plan(false);
    await apply(wanted);
    const undo = await planUndo(wanted);
    assert.deepEqual(
      nameless(undo).map(({ affected }) => affected),
      [['aks-linked']],
    );
    assert.match(nameless(undo)[0]!.message, /^vnet-aks-linked stays linked .* usually within a minute/);
    sampling.samples.get(clusterId)!.length = 0;
    await apply(undo);
    const failures = sampling.failures(clusterId);
    assert.ok(failures.length > 0, 'the warning is not empty');
    assert.ok(failures.length / 2 < 60, `${failures.length / 2} s`);
    assert.ok(
      failures.every((text) => text.endsWith('no such host')),
      failures.join('\n'),
    );
    assert.equal(sampling.samples.get(clusterId)!.at(-1)?.verdict, 'Pulled');
  });

  it('is named by an unlink that leaves the cluster’s network linked, and not by one that takes it out', async () => {
    await apply(await plan(false));
    const pair = { registryId, clusterId };
    const input = await observeUnlink(pair, linking.azure, linking.journal, never);
    const parts = unlinkParts(input);
    const idsOf = (...kinds: string[]) =>
      parts.filter(({ kind }) => kinds.includes(kind)).map(({ resourceId }) => resourceId);
    const unlink = (ticked: readonly string[]) => planUnlink({ ...pair, ticked }, input, randomUUID());
    assert.deepEqual(
      nameless(unlink(idsOf('endpoint'))).map(({ affected }) => affected),
      [['aks-linked']],
    );
    assert.deepEqual(nameless(unlink(idsOf('endpoint', 'zoneLink'))), []);
    assert.deepEqual(nameless(unlink(idsOf('endpoint', 'roleAssignment'))), []);
    assert.deepEqual(nameless(unlink([])), []);
    const neighbours = { state: 'unreadable', reason: 'x' } as const;
    const blind = { ...input, observed: { ...input.observed, neighbours, roleAssignments: {} } };
    const [hazard] = nameless(planUnlink({ ...pair, ticked: idsOf('endpoint') }, blind, randomUUID()));
    const both = ['aks-linked', 'network vnet-aks-linked'];
    assert.deepEqual(hazard?.affected, both, 'nobody knows who pulls there');
  });

  it('is not named to a cluster whose role goes too', async () => {
    for (const { id, properties } of sampling.emulator.estate.ofType(
      'Microsoft.Authorization/roleAssignments',
    )) {
      if (properties['scope'] === registryId) sampling.emulator.estate.delete(id);
    }
    const wanted = await plan(false);
    assert.ok(wanted.steps.some(({ kind, action }) => kind === 'roleAssignment' && action === 'create'));
    await apply(wanted);
    assert.deepEqual(nameless(await planUndo(wanted)), []);
  });

  it('is without a moment in which the cluster can’t pull where its network falls back to public resolution', async () => {
    const wanted = await plan(true);
    assert.deepEqual(warned(wanted), []);
    const step = wanted.steps.find(({ id }) => id === 'zoneLink.cluster')!;
    assert.equal(step.action, 'update');
    await apply(wanted);
    assert.deepEqual(sampling.failures(clusterId), []);
    const undo = await planUndo(wanted);
    assert.deepEqual(nameless(undo), []);
    await apply(undo);
    assert.deepEqual(sampling.failures(clusterId), []);
    const link = sampling.emulator.estate.get(step.resourceId)!;
    assert.equal(link.properties['resolutionPolicy'], 'Default');
  });
});
