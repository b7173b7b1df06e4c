import assert from 'node:assert/strict';
import { readPullFailure } from '../../../src/verifying/pullFailures';
import type { HopName, PullCause } from '../../../src/verifying/pullHops';
import { processorTime } from '../../support/processorTime';

interface Names {
  readonly host: string;
  readonly repository: string;
  /** With its `:` or `@`. */
  readonly version: string;
}

type Row = readonly [cause: PullCause, hop: HopName, passed: HopName, text: (names: Names) => string];

const ordinary: Names = { host: 'contoso.azurecr.io', repository: 'shop/web', version: ':v1' };
const imageOf = ({ host, repository, version }: Names) => `${host}/${repository}${version}`;
const dataHost = ({ host }: Names) => host.replace('.azurecr.io', '.westeurope.data.azurecr.io');
const manifest = (names: Names) =>
  `https://${names.host}/v2/${names.repository}/manifests/${names.version.slice(1)}`;
const token = ({ host, repository }: Names) =>
  `https://${host}/oauth2/token?scope=repository%3A${encodeURIComponent(repository)}%3Apull&service=${host}`;
const storage =
  'https://weureg7.blob.core.windows.net/1a2b-403-429/docker/registry/v2/blobs/sha256/42/429/data';

const unpacking = (names: Names) =>
  `Failed to pull image "${imageOf(names)}": failed to pull and unpack image "${imageOf(names)}"`;
/** Since Kubernetes 1.30, with containerd 1.7 and 2. */
const resolving = (end: (names: Names) => string) => (names: Names) =>
  `${unpacking(names)}: failed to resolve reference "${imageOf(names)}": ${end(names)}`;
/** Before, and with containerd 1.6. */
const rpc = (code: string, end: (names: Names) => string) => (names: Names) =>
  `Failed to pull image "${imageOf(names)}": rpc error: code = ${code} desc = failed to pull and unpack image "${imageOf(names)}": failed to resolve reference "${imageOf(names)}": ${end(names)}`;
const requesting = (end: (names: Names) => string) =>
  resolving((names) => `failed to do request: Head "${manifest(names)}": ${end(names)}`);
const copying = (end: (names: Names) => string) => (names: Names) =>
  `${unpacking(names)}: failed to copy: httpReadSeeker: failed open: ${end(names)}`;
const downloading = (end: (names: Names) => string) =>
  copying((names) => `failed to do request: Get "https://${dataHost(names)}/x?sig=429": ${end(names)}`);
const daemon = (end: (names: Names) => string) => (names: Names) =>
  `Failed to pull image "${imageOf(names)}": Error response from daemon: ${end(names)}`;

const rows: readonly Row[] = [
  // Names.
  [
    'nameMissing',
    'name',
    'pod',
    requesting(({ host }) => `dial tcp: lookup ${host} on 168.63.129.16:53: no such host`),
  ],
  ['nameMissing', 'name', 'pod', requesting(({ host }) => `dial tcp: lookup ${host}: no such host`)],
  [
    'nameMissing',
    'name',
    'pod',
    rpc(
      'Unknown',
      ({ host }) =>
        `failed to do request: Head "https://${host}/v2/": dial tcp: lookup ${host} on [fd00::10]:53: no such host`,
    ),
  ],
  [
    'nameMissing',
    'name',
    'pod',
    requesting(({ host }) => `dial tcp: lookup ${host}: getaddrinfow: No such host is known.`),
  ],
  [
    'nameMissing',
    'name',
    'pod',
    resolving(
      (names) =>
        `failed to authorize: failed to fetch oauth token: Post "https://${names.host}/oauth2/token": dial tcp: lookup ${names.host} on 10.1.0.4:53: no such host`,
    ),
  ],
  [
    'dnsUnavailable',
    'name',
    'pod',
    requesting(
      ({ host }) =>
        `dial tcp: lookup ${host} on 10.99.0.4:53: read udp 10.1.0.4:39429->10.99.0.4:53: i/o timeout`,
    ),
  ],
  [
    'dnsUnavailable',
    'name',
    'pod',
    requesting(({ host }) => `dial tcp: lookup ${host} on 10.99.0.4:53: server misbehaving`),
  ],
  [
    'dnsUnavailable',
    'name',
    'pod',
    requesting(
      ({ host }) =>
        `dial tcp: lookup ${host} on 10.99.0.4:53: dial udp 10.99.0.4:53: connect: network is unreachable`,
    ),
  ],
  [
    'dnsUnavailable',
    'name',
    'pod',
    requesting(({ host }) => `dial tcp: lookup ${host}: Temporary failure in name resolution`),
  ],
  // The way.
  ['unreachable', 'reach', 'name', requesting(() => 'dial tcp 10.50.0.5:443: i/o timeout')],
  ['unreachable', 'reach', 'name', requesting(() => 'dial tcp [fd00::5]:443: connect: connection refused')],
  ['unreachable', 'reach', 'name', requesting(() => 'net/http: TLS handshake timeout')],
  ['unreachable', 'reach', 'name', requesting(() => 'net/http: timeout awaiting response headers')],
  ['unreachable', 'reach', 'name', requesting(() => 'http2: client connection lost')],
  [
    'unreachable',
    'reach',
    'name',
    requesting(() => 'read tcp 10.1.0.4:40429->10.50.0.5:443: read: connection reset by peer'),
  ],
  ['unreachable', 'reach', 'name', requesting(() => 'EOF')],
  ['unreachable', 'reach', 'pod', requesting(() => 'context deadline exceeded')],
  [
    'unreachable',
    'reach',
    'pod',
    requesting(
      () =>
        'net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
    ),
  ],
  [
    'unreachable',
    'reach',
    'name',
    requesting(
      () =>
        'dial tcp 10.50.0.5:443: connectex: A connection attempt failed because the connected party did not properly respond after a period of time, or established connection failed because connected host has failed to respond.',
    ),
  ],
  [
    'unreachable',
    'reach',
    'name',
    resolving(
      (names) =>
        `failed to authorize: failed to fetch anonymous token: Get "${token(names)}": dial tcp 10.50.0.5:443: i/o timeout`,
    ),
  ],
  ['unreachable', 'reach', 'pod', rpc('DeadlineExceeded', () => 'context deadline exceeded')],
  // A proxy.
  [
    'proxy',
    'reach',
    'pod',
    requesting(() => 'proxyconnect tcp: dial tcp: lookup proxy.corp.example on 10.1.0.4:53: no such host'),
  ],
  ['proxy', 'reach', 'pod', requesting(() => 'proxyconnect tcp: dial tcp 10.9.9.9:3128: i/o timeout')],
  [
    'proxy',
    'reach',
    'pod',
    requesting(
      () =>
        'proxyconnect tcp: tls: failed to verify certificate: x509: certificate signed by unknown authority',
    ),
  ],
  ['proxy', 'reach', 'pod', requesting(() => 'proxyconnect tcp: EOF')],
  ['proxy', 'reach', 'pod', requesting(() => 'Proxy Authentication Required')],
  ['proxy', 'reach', 'pod', requesting(() => 'Forbidden')],
  ['proxy', 'reach', 'pod', requesting(() => 'Bad Gateway')],
  [
    'proxy',
    'reach',
    'pod',
    resolving(
      (names) =>
        `failed to authorize: failed to fetch oauth token: unexpected status from POST request to https://${names.host}/oauth2/token: 407 Proxy Authentication Required`,
    ),
  ],
  [
    'proxy',
    'pull',
    'identity',
    downloading(() => 'proxyconnect tcp: dial tcp 10.9.9.9:3128: connect: connection refused'),
  ],
  // Certificates.
  [
    'certificate',
    'reach',
    'name',
    requesting(
      ({ host }) =>
        `tls: failed to verify certificate: x509: certificate is valid for *.azurecr.io, not ${host.replace('.', '.privatelink.')}`,
    ),
  ],
  [
    'certificate',
    'reach',
    'name',
    requesting(
      () => "x509: cannot validate certificate for 10.50.0.5 because it doesn't contain any IP SANs",
    ),
  ],
  [
    'certificate',
    'reach',
    'name',
    requesting(
      () =>
        'tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-06-01T10:04:29Z is after 2026-05-01T00:00:00Z',
    ),
  ],
  ['certificate', 'reach', 'name', requesting(() => 'tls: first record does not look like a TLS handshake')],
  ['certificate', 'reach', 'name', requesting(() => 'http: server gave HTTP response to HTTPS client')],
  [
    'untrustedAuthority',
    'reach',
    'name',
    requesting(() => 'tls: failed to verify certificate: x509: certificate signed by unknown authority'),
  ],
  [
    'untrustedAuthority',
    'reach',
    'name',
    rpc(
      'Unknown',
      (names) =>
        `failed to do request: Head "${manifest(names)}": x509: certificate signed by unknown authority`,
    ),
  ],
  [
    'untrustedAuthority',
    'pull',
    'identity',
    downloading(() => 'tls: failed to verify certificate: x509: certificate signed by unknown authority'),
  ],
  [
    'certificate',
    'reach',
    'name',
    (names) =>
      `${unpacking(names)}: failed to unpack image on snapshotter overlayfs: unexpected media type text/html for sha256:429d: not found`,
  ],
  // The registry's answers.
  [
    'firewall',
    'reach',
    'name',
    resolving(
      (names) =>
        `unexpected status from HEAD request to ${manifest(names)}: 403 Forbidden: client with IP '20.1.2.3' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.`,
    ),
  ],
  [
    'firewall',
    'reach',
    'name',
    resolving((names) => `unexpected status from HEAD request to ${manifest(names)}: 403 Forbidden`),
  ],
  [
    'firewall',
    'reach',
    'name',
    rpc(
      'Unknown',
      (names) =>
        `pulling from host ${names.host} failed with status code [manifests ${names.version.slice(1)}]: 403 Forbidden`,
    ),
  ],
  [
    'firewall',
    'reach',
    'name',
    resolving(
      (names) =>
        `failed to authorize: failed to fetch anonymous token: unexpected status from GET request to ${token(names)}: 403 Forbidden`,
    ),
  ],
  [
    'firewall',
    'reach',
    'name',
    daemon(
      ({ host }) => `Head "https://${host}/v2/x": denied: client with IP '20.1.2.3' is not allowed access.`,
    ),
  ],
  [
    'identity',
    'identity',
    'reach',
    resolving(
      (names) =>
        `failed to authorize: failed to fetch anonymous token: unexpected status from GET request to ${token(names)}: 401 Unauthorized`,
    ),
  ],
  [
    'identity',
    'identity',
    'reach',
    rpc(
      'Unknown',
      () => 'failed to authorize: failed to fetch oauth token: unexpected status: 401 Unauthorized',
    ),
  ],
  [
    'identity',
    'identity',
    'reach',
    rpc(
      'Unknown',
      (names) => `unexpected status code [manifests ${names.version.slice(1)}]: 401 Unauthorized`,
    ),
  ],
  [
    'identity',
    'identity',
    'reach',
    resolving(
      () =>
        'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    ),
  ],
  [
    'identity',
    'identity',
    'reach',
    daemon(
      (names) =>
        `Get ${manifest(names)}: unauthorized: authentication required, visit https://aka.ms/acr/authorization for more information.`,
    ),
  ],
  [
    'identity',
    'identity',
    'reach',
    copying(
      (names) =>
        `unexpected status code https://${names.host}/v2/${names.repository}/blobs/sha256:429d: 401 Unauthorized`,
    ),
  ],
  [
    'throttled',
    'pull',
    'reach',
    resolving((names) => `unexpected status from HEAD request to ${manifest(names)}: 429 Too Many Requests`),
  ],
  [
    'throttled',
    'pull',
    'reach',
    resolving(
      (names) =>
        `failed to authorize: failed to fetch oauth token: unexpected status from POST request to https://${names.host}/oauth2/token: 429 Too Many Requests`,
    ),
  ],
  [
    'throttled',
    'pull',
    'reach',
    daemon(
      () =>
        'toomanyrequests: Too many requests. Please visit https://aka.ms/acr/skus to view limits of all service tiers.',
    ),
  ],
  [
    'throttled',
    'pull',
    'identity',
    copying(
      (names) =>
        `unexpected status code https://${names.host}/v2/${names.repository}/blobs/sha256:0d: 429 Too Many Requests`,
    ),
  ],
  ['throttled', 'pull', 'pod', (names) => `Failed to pull image "${imageOf(names)}": pull QPS exceeded`],
  [
    'registryError',
    'pull',
    'reach',
    resolving(
      (names) => `unexpected status from HEAD request to ${manifest(names)}: 503 Service Unavailable`,
    ),
  ],
  [
    'registryError',
    'pull',
    'reach',
    resolving(
      (names) =>
        `failed to authorize: failed to fetch anonymous token: unexpected status from GET request to ${token(names)}: 500 Internal Server Error`,
    ),
  ],
  [
    'registryError',
    'pull',
    'reach',
    daemon((names) => `Get ${manifest(names)}: received unexpected HTTP status: 502 Bad Gateway`),
  ],
  ['imageMissing', 'pull', 'identity', resolving((names) => `${imageOf(names)}: not found`)],
  ['imageMissing', 'pull', 'identity', rpc('NotFound', (names) => `${imageOf(names)}: not found`)],
  [
    'imageMissing',
    'pull',
    'identity',
    resolving((names) => `unexpected status from GET request to ${manifest(names)}: 404 Not Found`),
  ],
  [
    'imageMissing',
    'pull',
    'identity',
    daemon(
      (names) =>
        `manifest for ${imageOf(names)} not found: manifest unknown: manifest tagged by "${names.version.slice(1)}" is not found`,
    ),
  ],
  [
    'imageMissing',
    'pull',
    'identity',
    copying(
      () =>
        'could not fetch content descriptor sha256:732c429a (application/vnd.docker.image.rootfs.diff.tar.gzip) from remote: not found',
    ),
  ],
  [
    'platform',
    'pull',
    'identity',
    (names) => `${unpacking(names)}: no match for platform in manifest: not found`,
  ],
  [
    'platform',
    'pull',
    'identity',
    (names) =>
      `Failed to pull image "${imageOf(names)}": no matching manifest for windows/amd64 10.0.20348 in the manifest list entries`,
  ],
  // Layers.
  [
    'layersName',
    'pull',
    'identity',
    downloading((names) => `dial tcp: lookup ${dataHost(names)} on 168.63.129.16:53: no such host`),
  ],
  ['layersUnreachable', 'pull', 'identity', downloading(() => 'dial tcp 10.50.0.4:443: i/o timeout')],
  [
    'layersUnreachable',
    'pull',
    'identity',
    (names) =>
      `${unpacking(names)}: failed to copy: read tcp 10.1.0.4:429->10.50.0.4:443: read: connection reset by peer`,
  ],
  [
    'layersUnreachable',
    'pull',
    'identity',
    (names) => `${unpacking(names)}: failed to extract layer sha256:403d: context canceled`,
  ],
  [
    'layersFirewall',
    'pull',
    'identity',
    copying((names) => `unexpected status code https://${dataHost(names)}/: 403 Forbidden`),
  ],
  [
    'layersFirewall',
    'pull',
    'identity',
    copying(
      (names) =>
        `unexpected status from GET request to https://${names.host}/v2/${names.repository}/blobs/sha256:429d: 403 Forbidden`,
    ),
  ],
  [
    'layersFirewall',
    'pull',
    'identity',
    copying(
      () =>
        `unexpected status code ${storage}: 403 This request is not authorized to perform this operation.`,
    ),
  ],
  [
    'layersFirewall',
    'pull',
    'identity',
    (names) =>
      `Failed to pull image "${imageOf(names)}": error pulling image configuration: error parsing HTTP 403 response body: invalid character '<' looking for beginning of value: "<?xml version=\\"1.0\\"?><Error><Code>AuthorizationFailure</Code></Error>"`,
  ],
  [
    'dnsUnavailable',
    'pull',
    'identity',
    downloading((names) => `dial tcp: lookup ${dataHost(names)} on 10.99.0.4:53: server misbehaving`),
  ],
  // The node, and what isn't known.
  [
    'nodeDisk',
    'pull',
    'identity',
    (names) =>
      `${unpacking(names)}: failed to extract layer sha256:401d: write /var/lib/containerd/io.containerd.snapshotter.v1/429: no space left on device`,
  ],
  ['unknown', 'pull', 'pod', (names) => `Failed to pull image "${imageOf(names)}": something new`],
  [
    'unknown',
    'pull',
    'pod',
    (names) =>
      `Failed to pull image "${imageOf(names)}": rpc error: code = Unavailable desc = error reading from server: EOF`,
  ],
  // Cut off before the error.
  ['unknown', 'pull', 'pod', requesting(() => 'dial tcp')],
  ['unknown', 'pull', 'pod', requesting(({ host }) => `dial tcp: lookup ${host} on 10.0`)],
  ['unknown', 'pull', 'pod', requesting(({ host }) => `dial tcp: lookup ${host} on 10.0.0.4:53: no suc`)],
  ['unreachable', 'reach', 'name', requesting(() => 'dial tcp 10.50.0.5:443: i/')],
  ['unknown', 'pull', 'pod', (names) => `Back-off pulling image "${imageOf(names)}"`],
  [
    'unknown',
    'pull',
    'pod',
    requesting((names) => `the proxy of ${names.repository} said 429 and 403 for no reason`),
  ],
];

/** Names that read like errors. */
const misleading: readonly Names[] = [
  { host: 'timeout429.azurecr.io', repository: 'shop/web', version: ':1.429.0' },
  { host: 'contoso.azurecr.io', repository: 'unauthorized/no-such-host', version: ':20260429.1' },
  { host: 'proxyconnect.azurecr.io', repository: '403-forbidden/x509.eof', version: ':401' },
  { host: 'contoso.azurecr.io', repository: 'data/httpreadseeker', version: ':503-unavailable' },
  { host: 'contoso.azurecr.io', repository: 'toomanyrequests', version: `@sha256:429403${'d'.repeat(58)}` },
  { host: 'x509.azurecr.io', repository: 'failed-to-copy/i/o-timeout', version: ':500' },
  { host: 'eof.azurecr.io', repository: 'manifest-unknown/not-found', version: ':lookup.no.such.host' },
];

describe('the text of a failed pull', () => {
  for (const [cause, hop, passed, text] of rows) {
    it(`${cause}: …${text(ordinary).slice(-95)}`, () => {
      const seen = [ordinary, ...misleading].map((names) => {
        const failure = readPullFailure(text(names));
        return [failure.cause, failure.hop, failure.passed];
      });
      assert.deepEqual(
        seen,
        seen.map(() => [cause, hop, passed]),
      );
      // A back-off repeats the error since Kubernetes 1.31.
      const repeated = `Back-off pulling image "x": ErrImagePull: ${text(ordinary).replace(/^Failed to pull image "[^"]*": /, '')}`;
      assert.equal(readPullFailure(repeated).cause, cause);
    });
  }

  it('by several credentials: the try that came furthest counts, and a refused one least', () => {
    const several = (...ends: readonly string[]) =>
      readPullFailure(
        `Failed to pull image "${imageOf(ordinary)}": [${ends.map((end) => `rpc error: code = Unknown desc = failed to pull and unpack image "${imageOf(ordinary)}": failed to resolve reference "${imageOf(ordinary)}": ${end}`).join(', ')}]`,
      ).cause;
    const refused = `failed to authorize: failed to fetch oauth token: unexpected status from GET request to ${token(ordinary)}: 401 Unauthorized`;
    const missing = `${imageOf(ordinary)}: not found`;
    const silent =
      'failed to do request: Head "https://contoso.azurecr.io/v2/": dial tcp 10.50.0.5:443: i/o timeout';
    assert.equal(several(refused, refused), 'identity');
    assert.equal(several(missing, refused), 'imageMissing');
    assert.equal(several(refused, missing), 'imageMissing');
    assert.equal(several(silent, silent), 'unreachable');
    assert.equal(several(refused, 'something new'), 'identity');
  });

  it('names what it is about: host, address, authority', () => {
    const message = (end: string) => readPullFailure(requesting(() => end)(ordinary)).message;
    assert.match(message('dial tcp 10.50.0.5:443: i/o timeout'), /10\.50\.0\.5/);
    assert.match(
      message('dial tcp: lookup contoso.azurecr.io on 10.0.0.4:53: no such host'),
      /contoso\.azurecr\.io/,
    );
    const authority = readPullFailure(
      requesting(
        () =>
          'tls: failed to verify certificate: x509: certificate signed by unknown authority (possibly because of "crypto/rsa: verification error" while trying to verify candidate authority certificate "Contoso Inspection CA")',
      )(ordinary),
    );
    assert.match(authority.message, /“Contoso Inspection CA”/);
    assert.match(authority.nextAction, /custom-ca-trust-certificates/);
    assert.equal(authority.repair, 'none');
  });

  it('never sends to a link: whether one is missing anything, no text knows', () => {
    for (const [, , , text] of rows) {
      const { nextAction, repair } = readPullFailure(text(ordinary));
      assert.doesNotMatch(nextAction, /Link to AKS/);
      assert.notEqual(repair, 'link');
    }
  });

  it('is read in time, however long it is', () => {
    for (const long of [
      'a'.repeat(200_000),
      'a/'.repeat(100_000),
      '"\\'.repeat(100_000),
      'a.'.repeat(100_000),
      '['.repeat(100_000),
    ]) {
      const spent = processorTime(() => readPullFailure(`Failed to pull image "x": ${long}`));
      assert.ok(spent < 2000, long.slice(0, 4));
    }
  });
});
