/** Whether an address is on this computer, by a name that can't be made to point elsewhere. */
export function isLoopback(url: URL): boolean {
  return /^https?:$/.test(url.protocol) && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}
