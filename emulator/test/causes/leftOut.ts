import type { LeftOut } from './row';

/** Causes that can't be set up by requests to the emulator, and why. */
export const leftOut: readonly LeftOut[] = [
  {
    row: 21,
    cause: 'the role is not effective yet',
    because: 'a matter of time: the emulator delays roles by a switch of its own, not by a request',
  },
  {
    row: 22,
    cause: 'the kubelet’s identity was taken off the scale set, or a secret has expired',
    because: 'scale sets and the secrets of service principals (Microsoft Graph) are not emulated',
  },
  {
    row: 27,
    cause: 'two writes on one network at a time',
    because: 'it passes by itself: a refused write is repeated, and no event of a pod ever tells of it',
  },
  {
    row: 28,
    cause: 'a policy denies zones or peerings',
    because: 'policies come with a scenario, not by a request; the refusal has tests of its own',
  },
  {
    row: 31,
    cause: 'cluster and registry are in different tenants',
    because:
      'a subscription’s tenant can’t be changed by a request; the oracle’s tests put it into the state',
  },
];
