/** What is expected of plans and of pulls, found without the engine. */
import assert from 'node:assert/strict';
import { containsCidr, overlapCidr } from 'cidr-tools';
import { pullVerdict } from '../../../emulator/src/oracle/index';
import type { LinkPlan } from '../../../src/provisioning/plan/spec';
import type { MadeEstate } from './build';
import type { MadeCluster } from './clusters';

/** An unsolvable estate is blocked, for a reason that is one. */
export function checkRefusal({ blockers }: LinkPlan, codes: readonly string[]): void {
  const found = blockers.map(({ code }) => code);
  assert.ok(
    found.some((code) => codes.includes(code)),
    `An unsolvable estate is not blocked by one of ${codes.join(', ')}: ${JSON.stringify(blockers, undefined, 1)}`,
  );
}

/**
 * New ranges are free: of the networks that are to be reached, all that those are peered with, and the clusters' services
 * and pods; in a network that is there, of its subnets.
 */
export function checkRanges(estate: MadeEstate, { steps }: LinkPlan): void {
  const { networks, targets } = estate;
  const reached = targets.map((target) => target.network);
  const near = networks
    .all()
    .filter(
      (one) => reached.includes(one) || reached.some((target) => networks.peersOf(target).includes(one)),
    );
  const outside = [...near.flatMap(({ ranges }) => ranges), '10.244.0.0/16', '172.16.0.0/16'];
  for (const { kind, action, request, resourceId } of steps) {
    if (action !== 'create' || request === undefined || !/^(network|subnet)$/.test(kind)) continue;
    const { addressSpace, addressPrefix } = request.body['properties'] as {
      readonly addressSpace?: { readonly addressPrefixes: readonly string[] };
      readonly addressPrefix?: string;
    };
    if (kind === 'network') {
      for (const range of addressSpace?.addressPrefixes ?? []) checkFree(range, outside);
    }
    if (kind === 'subnet') checkSubnet(estate, resourceId, addressPrefix ?? '');
  }
}

function checkSubnet({ networks, world }: MadeEstate, subnetId: string, range: string): void {
  const networkId = subnetId.replace(/\/subnets\/[^/]+$/i, '');
  const network = networks.all().find(({ id }) => id.toLowerCase() === networkId.toLowerCase());
  assert.ok(
    network?.ranges.some((outer) => containsCidr(outer, range)),
    `The proposed subnet ${range} is not in its network.`,
  );
  const subnets = world.core.estate.below(networkId, 'Microsoft.Network/virtualNetworks/subnets');
  checkFree(
    range,
    subnets.flatMap(({ properties }) => properties['addressPrefix'] as string),
  );
}

function checkFree(range: string, taken: readonly string[]): void {
  const met = taken.filter((other) => overlapCidr(range, other));
  assert.deepEqual(met, [], `The proposed range ${range} is taken.`);
}

export interface Pull {
  readonly cluster: MadeCluster;
  readonly loginServer: string;
  readonly eventText: string;
  readonly works: boolean;
}

/** What every cluster gets of every registry, by the emulator's oracle; stopped ones as if they ran. */
export function pulls({ world, clusters, loginServers }: MadeEstate): Pull[] {
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

/** Who was to be linked can pull, and who could before still can, unless a hazard has named them. */
export function checkPulls(estate: MadeEstate, { hazards }: LinkPlan, before: readonly Pull[]): void {
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
  checkOthers(estate, { hazards }, before);
}

/** Who could pull before still can, unless a hazard has named them. */
export function checkOthers(
  estate: MadeEstate,
  { hazards }: Pick<LinkPlan, 'hazards'>,
  before: readonly Pull[],
): void {
  const after = pulls(estate);
  const affected = hazards.flatMap((hazard) => hazard.affected);
  const broken = after.filter(({ cluster, loginServer, works }) => {
    const worked = before.find((one) => one.cluster === cluster && one.loginServer === loginServer)?.works;
    const network = cluster.network.id.split('/').at(-1) ?? '';
    const names = [cluster.name, `${cluster.name} → ${loginServer}`, `network ${network}`];
    return worked === true && !works && !names.some((name) => affected.includes(name));
  });
  assert.deepEqual(
    broken.map(({ cluster, loginServer, eventText }) => `${cluster.name} → ${loginServer}: ${eventText}`),
    [],
    `Something broke that no hazard named (${affected.join(', ')}).`,
  );
}
