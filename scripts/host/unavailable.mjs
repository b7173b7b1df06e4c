// @ts-check
/** This machine can't run a part of the host. The message says why, and what to do instead. */
export class HostUnavailable extends Error {
  name = 'HostUnavailable';
}
