/** What has to be true of every estate: solvable ones are solved, the others are refused for the right reason. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { overlapCidr } from 'cidr-tools';
import { pullVerdict } from '../../../emulator/src/oracle/index';
import { startEmulator } from '../../../emulator/src/server';
import { systemClock } from '../../../src/platform/clock';
import { applyPlan } from '../../../src/provisioning/applying/apply';
import type { Plan } from '../../../src/provisioning/plan';
import { planLink } from '../../../src/provisioning/planning/planLink';
import type { Azure } from '../../../src/provisioning/ports';
import { withRights } from '../../../src/provisioning/preflight/preflight';
import { proposeSpec } from '../../../src/provisioning/proposing/propose';
import type { LinkSpec } from '../../../src/provisioning/spec';
import { azureAt } from '../../contract/support/azure';
import { MemoryStorage } from '../../support/fakeWriter';
import { buildEstate, type MadeCluster, type MadeEstate } from './build';
import { judgeEstate } from './judge';
import type { EstateModel } from './model';
import { spoil } from './spoil';
import { owner, reader } from './world';

export interface Checked {
  readonly result: 'solved' | 'blocked';
  /** Steps that were written. */
  readonly writes: number;
}

/** Builds the estate, links it, and checks what came of it; throws AssertionError for what is not as it should be. */
export async function checkEstate(model: EstateModel): Promise<Checked> {
  const emulator = await startEmulator({});
  try {
    const estate = buildEstate(emulator.core, model);
    const judgement = judgeEstate(estate);
    spoil(estate);
    const person = model.spoiler === 'reader' ? reader : owner;
    const tokenSource = () => Promise.resolve({ token: `user:${person}`, expiresOn: Date.now() + 3_600_000 });
    const linking = new EstateLinking(estate, azureAt(emulator.url, { tokenSource }));
    const before = pulls(estate);
    const { spec, plan } = await linking.propose();
    if (!judgement.solvable) {
      checkRefusal(plan, judgement.codes);
      return { result: 'blocked', writes: 0 };
    }
    assert.deepEqual(
      plan.blockers.map(({ code, message }) => `${code}: ${message}`),
      [],
      'A solvable estate is blocked.',
    );
    checkRanges(estate, plan);
    const writes = await linking.apply(plan);
    checkPulls(estate, plan, before);
    const again = await linking.plan(spec);
    assert.deepEqual(
      again.steps
        .filter(({ action }) => action !== 'reuse')
        .map(({ title, reason }) => `${title}: ${reason}`),
      [],
      'A second plan writes again.',
    );
    assert.deepEqual(again.blockers, []);
    return { result: 'solved', writes };
  } finally {
    await emulator.close();
  }
}

export class EstateLinking {
  readonly journal = new MemoryStorage();

  constructor(
    readonly estate: MadeEstate,
    readonly azure: Azure,
  ) {}

  async propose(): Promise<{ spec: LinkSpec; plan: Plan }> {
    const { registryId, targets, model } = this.estate;
    const asked = { registryId, clusterIds: targets.map(({ id }) => id) };
    const observed = await this.azure.observe(asked, signal());
    const spec = proposeSpec(observed, { mode: model.spoiler === 'publicClosed' ? 'public' : 'private' });
    return { spec, plan: await this.plan(spec) };
  }

  async plan(spec: LinkSpec): Promise<Plan> {
    const { registryId, links } = spec;
    const clusterIds = links.map(({ clusterId }) => clusterId);
    const observed = await this.azure.observe({ registryId, clusterIds, spec }, signal());
    return withRights(planLink(spec, observed, randomUUID()), this.azure, signal());
  }

  /** Agrees to every hazard; gives the number of steps written. */
  async apply(plan: Plan): Promise<number> {
    const ports = { writer: this.azure, journal: this.journal, clock: systemClock };
    const acknowledged = plan.hazards.map(({ id }) => id);
    const outcome = await applyPlan(plan, ports, signal(), () => undefined, acknowledged);
    const failures = outcome.kind === 'failed' ? outcome.failures.map(({ message }) => message) : [];
    assert.equal(outcome.kind, 'done', `${failures.join('\n')} ${JSON.stringify(outcome, undefined, 1)}`);
    this.estate.world.core.operations.settleAll();
    return plan.steps.filter(({ action }) => action !== 'reuse').length;
  }
}

function signal(): AbortSignal {
  return new AbortController().signal;
}

function checkRefusal({ blockers }: Plan, codes: readonly string[]): void {
  const found = blockers.map(({ code }) => code);
  assert.ok(
    found.some((code) => codes.includes(code)),
    `An unsolvable estate is not blocked by one of ${codes.join(', ')}: ${JSON.stringify(blockers, undefined, 1)}`,
  );
}

/** What a new range must be free of: the networks it is to be peered with, all that those are peered with, and more. */
function checkRanges({ networks, targets }: MadeEstate, { steps }: Plan): void {
  const avoid = networks.all().filter((network) => {
    const reached = targets.map((target) => target.network);
    return reached.includes(network) || reached.some((one) => networks.peersOf(one).includes(network));
  });
  const taken = [...avoid.flatMap(({ ranges }) => ranges), '10.244.0.0/16', '172.16.0.0/16'];
  for (const { kind, action, request } of steps) {
    if (kind !== 'network' || action !== 'create') continue;
    const { properties } = request?.body as {
      properties: { addressSpace: { addressPrefixes: string[] } };
    };
    for (const range of properties.addressSpace.addressPrefixes) {
      const met = taken.filter((other) => overlapCidr(range, other));
      assert.deepEqual(met, [], `The proposed range ${range} is taken.`);
    }
  }
}

interface Pull {
  readonly cluster: MadeCluster;
  readonly loginServer: string;
  readonly eventText: string;
  readonly works: boolean;
}

/** What every cluster gets of every registry, by the emulator's oracle; stopped ones as if they ran. */
function pulls({ world, clusters, loginServers }: MadeEstate): Pull[] {
  const { estate } = world.core;
  return clusters.flatMap((cluster) => {
    const resource = estate.get(cluster.id);
    if (resource === undefined) return [];
    const running = structuredClone(resource);
    running.properties['powerState'] = { code: 'Running' };
    for (const pool of running.properties['agentPoolProfiles'] as { powerState: object }[]) {
      pool.powerState = { code: 'Running' };
    }
    estate.put(running);
    const found = loginServers.map((loginServer) => {
      const image = `${loginServer}/shop/web:1.0`;
      const { verdict, eventText } = pullVerdict(estate, { clusterId: cluster.id, image });
      return { cluster, loginServer, eventText, works: verdict === 'Pulled' };
    });
    estate.put(resource);
    return found;
  });
}

function checkPulls(estate: MadeEstate, { hazards }: Plan, before: readonly Pull[]): void {
  const after = pulls(estate);
  const target = estate.loginServers[0];
  const failing = after.filter(
    ({ cluster, loginServer, works }) => loginServer === target && estate.targets.includes(cluster) && !works,
  );
  assert.deepEqual(
    failing.map(({ cluster, eventText }) => `${cluster.name}: ${eventText}`),
    [],
    'A linked cluster can’t pull.',
  );
  const victims = hazards.flatMap((hazard) => hazard.victims);
  const broken = after.filter(({ cluster, loginServer, works }) => {
    const worked = before.find((one) => one.cluster === cluster && one.loginServer === loginServer)?.works;
    const network = cluster.network.id.split('/').at(-1) ?? '';
    const names = [cluster.name, `${cluster.name} → ${loginServer}`, `network ${network}`];
    return worked === true && !works && !names.some((name) => victims.includes(name));
  });
  assert.deepEqual(
    broken.map(({ cluster, loginServer, eventText }) => `${cluster.name} → ${loginServer}: ${eventText}`),
    [],
    `Something broke that no hazard named (${victims.join(', ')}).`,
  );
}
