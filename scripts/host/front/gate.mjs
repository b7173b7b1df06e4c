// @ts-check

/** @typedef {import('node:http').IncomingMessage} Request */

/**
 * Says whether a request may be answered at all. A page of another site can make a browser send requests to loopback,
 * under a name of its own that resolves to it (DNS rebinding) or across origins; so `Host` has to be one of our names
 * with our port, `Origin`, where there is one, that very address, and the request's target a path of ours.
 * @param {number} port on which we listen, on 127.0.0.1 only
 * @returns {(request: Request) => boolean}
 */
export function makeGate(port) {
  // An address of HTTP's own port is written without it.
  const suffix = port === 80 ? '' : `:${port}`;
  const names = ['127.0.0.1', 'localhost'].map((name) => name + suffix);
  return (request) => {
    const [host, ...furtherHosts] = valuesOf(request, 'host');
    const [origin, ...furtherOrigins] = valuesOf(request, 'origin');
    return (
      host !== undefined &&
      names.includes(host) &&
      (origin === undefined || origin === `http://${host}`) &&
      furtherHosts.length + furtherOrigins.length === 0 &&
      request.url?.startsWith('/') === true
    );
  };
}

/**
 * Every value of a header as it was sent: Node.js drops all but the first of some.
 * @param {Request} request
 * @param {string} name in lower case
 */
function valuesOf({ rawHeaders }, name) {
  return rawHeaders.flatMap((text, index) =>
    index % 2 === 0 && text.toLowerCase() === name ? [(rawHeaders[index + 1] ?? '').toLowerCase()] : [],
  );
}
