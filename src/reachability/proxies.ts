/** Whether the nodes of a cluster ask for a host by their HTTP proxy. */
import { contains } from '../model/addressRange';
import type { ObservedProxy } from '../provisioning/observed/observed';

/**
 * `noProxy` as programs in Go read it, containerd among them (golang.org/x/net/http/httpproxy): a domain means itself and
 * what is below, with a dot or a star in front only what is below, and with a port that port alone.
 */
export function asksProxy({ exceptions }: ObservedProxy, host: string): boolean {
  const name = host.toLowerCase();
  return !exceptions.some((exception) => isExcept(exception.trim().toLowerCase(), name));
}

function isExcept(exception: string, host: string): boolean {
  if (exception === '*') return true;
  const pattern = exception.replace(/:443$/, '').replace(/^\*\./, '.');
  if (pattern === '') return false;
  if (pattern.startsWith('.')) return host.endsWith(pattern);
  return host === pattern || host.endsWith(`.${pattern}`) || contains([pattern], host);
}
