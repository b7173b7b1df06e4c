import type { World } from '../../src/provisioning/operations/operation';
import type { Observed } from '../../src/provisioning/observed/observed';
import { pair } from './observed';

/** An Azure in which nothing stands in the way of a link over the public address, but for what a test says is there. */
export function quietAzure(
  there: Pick<World['azure'], 'read'> & Partial<World['azure']>,
  seen: Observed = pair(),
): World['azure'] {
  const noUse = () => Promise.reject(new Error('A link has no use for it.'));
  return {
    contents: () => Promise.resolve({ state: 'known', value: [] }),
    locks: () => Promise.resolve({ state: 'known', value: [] }),
    assignments: () => Promise.resolve({ state: 'known', value: [] }),
    observe: () => Promise.resolve(seen),
    readRights: () =>
      Promise.resolve({
        caller: undefined,
        permissions: {},
        denyAssignments: {},
        locks: {},
        registrations: {},
      }),
    readPullers: noUse,
    observeGrant: noUse,
    ...there,
  };
}
