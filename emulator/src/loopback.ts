import { ArmError } from './arm/errors';

type Headers = Readonly<Record<string, string | undefined>>;

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|::1)$/i;

export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/**
 * Refuses requests that a web page could have made: one whose `Host` is another name that resolves to loopback (DNS
 * rebinding), or that comes from a page of another origin. The emulator has no secrets, but it has state.
 */
export function checkLoopback(headers: Headers): void {
  const host = hostName(headers['host'] ?? '');
  if (!isLoopback(host))
    throw new ArmError(403, 'HostNotAllowed', 'The emulator answers on loopback names only.');
  const origin = headers['origin'];
  if (origin !== undefined && !isLoopback(originHost(origin))) {
    throw new ArmError(
      403,
      'OriginNotAllowed',
      'The emulator does not answer to web pages of other origins.',
    );
  }
}

/**
 * The address as the caller sees it, for poll URLs and nextLinks. A front that adds TLS says its own name in
 * `X-Forwarded-Host` and `X-Forwarded-Proto`.
 */
export function originOf(headers: Headers): string {
  const forwardedHost = firstOf(headers['x-forwarded-host']);
  const forwardedProtocol = firstOf(headers['x-forwarded-proto']);
  const isPlainHost = forwardedHost !== undefined && /^[\w.-]+(:\d{1,5})?$/.test(forwardedHost);
  const host = isPlainHost ? forwardedHost : (headers['host'] ?? '127.0.0.1');
  return `${forwardedProtocol === 'https' ? 'https' : 'http'}://${host}`;
}

function firstOf(value: string | undefined): string | undefined {
  return value?.split(',')[0]?.trim();
}

function hostName(host: string): string {
  return host.replace(/:\d+$/, '');
}

function originHost(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).hostname : origin;
}
