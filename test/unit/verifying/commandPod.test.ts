import assert from 'node:assert/strict';
import {
  noNodeForCommands,
  type CommandTarget,
  type TargetPool,
} from '../../../src/provisioning/observed/commandTarget';
import { refusalOf } from '../../../src/verifying/refusals';
import { effects } from '../../../src/verifying/wording';

const pool = (name: string, more: Partial<TargetPool> = {}): TargetPool => ({
  name,
  mode: 'User',
  osType: 'Linux',
  count: 1,
  running: true,
  spot: false,
  taints: [],
  ...more,
});
const system = pool('system', { mode: 'System', taints: ['CriticalAddonsOnly=true:NoSchedule'] });
const target: CommandTarget = {
  clusterId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/aks',
  provisioningState: 'Succeeded',
  powerState: 'Running',
  runCommandDisabled: false,
  usesEntraId: false,
  isPrivate: false,
  hasVirtualNodes: false,
  pools: [],
};
const noRights = { caller: undefined, permissions: {}, denyAssignments: {}, locks: {}, registrations: {} };

describe('the pod in which AKS runs a command', () => {
  const rows: readonly (readonly [what: string, pools: readonly TargetPool[], words: RegExp | undefined])[] =
    [
      ['a pool without a taint', [system, pool('user')], undefined],
      ['a taint that only asks', [system, pool('user', { taints: ['a=b:PreferNoSchedule'] })], undefined],
      [
        'every pool tainted',
        [system, pool('user', { taints: ['team=pay:NoSchedule', 'x:NoExecute'] })],
        /system \(CriticalAddonsOnly=true:NoSchedule\), user \(team=pay:NoSchedule, x:NoExecute\)/,
      ],
      [
        'spot pools, whose taint AKS doesn’t list',
        [system, pool('spot', { spot: true })],
        /spot \(kubernetes\.azure\.com\/scalesetpriority=spot/,
      ],
      ['the only pool without a taint is empty', [system, pool('user', { count: 0 })], /system \(Critical/],
      [
        'the only pool without a taint is stopped',
        [system, pool('user', { running: false })],
        /system \(Critical/,
      ],
      [
        'the only pool without a taint is Windows',
        [system, pool('win', { osType: 'Windows' })],
        /system \(Critical/,
      ],
      ['Windows alone', [pool('win', { osType: 'Windows' })], /no node pool has a running Linux node/],
      ['no pool', [], /no node pool has a running Linux node/],
    ];
  for (const [what, pools, words] of rows) {
    it(`${what}: ${words === undefined ? 'runs' : 'finds no node, and the page says so before the start'}`, () => {
      const found = noNodeForCommands({ pools, hasVirtualNodes: false });
      const told = effects({ ...target, pools }, 'default', 1).join(' ');
      if (words === undefined) {
        assert.equal(found, undefined);
        assert.doesNotMatch(told, /will probably fail/);
      } else {
        assert.match(found ?? '', words);
        assert.match(told, words);
      }
    });
  }

  it('is not run by virtual nodes', () => {
    const more = { hasVirtualNodes: true, pools: [system] };
    assert.match(noNodeForCommands(more) ?? '', /Virtual nodes can’t run it/);
    const refusal = refusalOf({ ...target, ...more, pools: [pool('user', { running: false })] }, noRights);
    assert.match(`${refusal?.code} ${refusal?.message}`, /noNodes.*Virtual nodes/);
  });
});
