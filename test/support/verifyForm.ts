/** The page that verifies, over a cluster in which every command fails. */
import type { CommandTarget } from '../../src/provisioning/observed/commandTarget';
import type { ObservedRights } from '../../src/provisioning/observed/rights';
import { VerifyForm } from '../../src/views/verify/verifyForm';
import type { VerifyDeps, VerifyStart } from '../../src/views/verify/verifyState';
import { MemoryStorage } from './fakeWriter';
import { cluster, inventory, registry } from './linkForm/fakeAzure';
import { quietAzure } from './quietAzure';

export const noRights: ObservedRights = {
  caller: undefined,
  permissions: {},
  denyAssignments: {},
  locks: {},
  registrations: {},
};

export const verifyTarget: CommandTarget = {
  clusterId: cluster.id,
  provisioningState: 'Succeeded',
  powerState: 'Running',
  runCommandDisabled: false,
  usesEntraId: false,
  isPrivate: true,
  hasVirtualNodes: true,
  pools: ['system', 'web'].map((name) => ({
    name,
    mode: 'User',
    osType: 'Linux',
    count: 1,
    running: true,
    spot: false,
    taints: [],
  })),
};

/** What is sent is noted down. */
export function startedVerify(
  start: Partial<VerifyStart> = {},
  more: Partial<CommandTarget> = {},
  own: Partial<VerifyDeps> = {},
) {
  const sent: string[] = [];
  const deps: VerifyDeps = {
    azure: () =>
      Promise.resolve({
        ...quietAzure({ read: () => Promise.resolve({ state: 'absent' }) }),
        readCommandTarget: () => Promise.resolve({ ...verifyTarget, ...more }),
        readRights: () => Promise.resolve(noRights),
        runInCluster: (_, command) => {
          sent.push(command);
          return Promise.resolve({ exitCode: 1, logs: 'error: no\n' });
        },
        images: {
          repositories: () => Promise.reject(new Error('not asked for')),
          tags: () => Promise.reject(new Error('not asked for')),
          digestOf: () =>
            Promise.resolve({
              kind: 'failed',
              failure: { code: 'x', kind: 'transient', message: 'Nobody answers.', nextAction: '' },
            }),
        },
      }),
    inventory: () => Promise.resolve(inventory),
    refresh: () => undefined,
    clock: { now: () => 0, sleep: () => Promise.resolve() },
    journal: new MemoryStorage(),
    chooseImage: () => Promise.resolve('shop/web:v2'),
    changed: () => undefined,
    ...own,
  };
  const form = new VerifyForm(deps, { registryId: registry.id, clusterId: cluster.id, ...start });
  return { form, sent };
}
