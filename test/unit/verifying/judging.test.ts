import assert from 'node:assert/strict';
import { judgePull, refusedPool } from '../../../src/verifying/judgePull';
import type { PodEvent } from '../../../src/verifying/output';
import { readPullFailure, type HopName, type PullCause } from '../../../src/verifying/pullFailures';

const image = 'contoso.azurecr.io/shop/web:v1';
const head = `Failed to pull image "${image}": failed to pull and unpack image "${image}": failed to resolve reference "${image}"`;
const url = 'https://contoso.azurecr.io/v2/shop/web/manifests/v1';

/** Texts as kubelet and containerd of several versions write them. */
const texts: readonly (readonly [PullCause, HopName, string])[] = [
  [
    'nameMissing',
    'name',
    `${head}: failed to do request: Head "${url}": dial tcp: lookup contoso.azurecr.io on 168.63.129.16:53: no such host`,
  ],
  [
    'nameMissing',
    'name',
    `Failed to pull image "${image}": rpc error: code = Unknown desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": failed to do request: Head "${url}": dial tcp: lookup contoso.azurecr.io: no such host`,
  ],
  [
    'dnsUnavailable',
    'name',
    `${head}: failed to do request: Head "${url}": dial tcp: lookup contoso.azurecr.io on 10.99.0.4:53: read udp 10.1.0.4:39->10.99.0.4:53: i/o timeout`,
  ],
  [
    'dnsUnavailable',
    'name',
    `${head}: failed to do request: Head "${url}": dial tcp: lookup contoso.azurecr.io on 10.99.0.4:53: server misbehaving`,
  ],
  [
    'unreachable',
    'reach',
    `${head}: failed to do request: Head "${url}": dial tcp 10.50.0.5:443: i/o timeout`,
  ],
  [
    'unreachable',
    'reach',
    `${head}: failed to do request: Head "${url}": dial tcp 10.50.0.5:443: connect: connection refused`,
  ],
  ['unreachable', 'reach', `${head}: failed to do request: Head "${url}": net/http: TLS handshake timeout`],
  [
    'certificate',
    'reach',
    `${head}: failed to do request: Head "${url}": tls: failed to verify certificate: x509: certificate is valid for *.azurecr.io, not contoso.privatelink.azurecr.io`,
  ],
  [
    'firewall',
    'reach',
    `${head}: unexpected status from HEAD request to ${url}: 403 Forbidden: client with IP '20.1.2.3' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.`,
  ],
  [
    'firewall',
    'reach',
    `Back-off pulling image "${image}": ErrImagePull: ${head}: unexpected status from HEAD request to ${url}: 403 Forbidden`,
  ],
  [
    'identity',
    'identity',
    `${head}: failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://contoso.azurecr.io/oauth2/token: 401 Unauthorized`,
  ],
  [
    'imageMissing',
    'pull',
    `Failed to pull image "${image}": rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`,
  ],
  [
    'platform',
    'pull',
    `Failed to pull image "${image}": failed to pull and unpack image "${image}": no match for platform in manifest: not found`,
  ],
  [
    'platform',
    'pull',
    `Failed to pull image "${image}": no matching manifest for windows/amd64 in the manifest list entries`,
  ],
  [
    'layersName',
    'pull',
    `Failed to pull image "${image}": failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://contoso.westeurope.data.azurecr.io/": dial tcp: lookup contoso.westeurope.data.azurecr.io on 168.63.129.16:53: no such host`,
  ],
  [
    'layersUnreachable',
    'pull',
    `Failed to pull image "${image}": failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://contoso.westeurope.data.azurecr.io/": dial tcp 10.50.0.4:443: i/o timeout`,
  ],
  [
    'layersFirewall',
    'pull',
    `Failed to pull image "${image}": failed to copy: httpReadSeeker: failed open: unexpected status code https://contoso.westeurope.data.azurecr.io/: 403 Forbidden`,
  ],
  ['throttled', 'pull', `${head}: unexpected status from HEAD request to ${url}: 429 Too Many Requests`],
  [
    'registryError',
    'pull',
    `${head}: unexpected status from HEAD request to ${url}: 503 Service Unavailable`,
  ],
  [
    'nodeDisk',
    'pull',
    `Failed to pull image "${image}": write /var/lib/containerd/x: no space left on device`,
  ],
  ['unknown', 'pull', `Failed to pull image "${image}": something new`],
];

const at = (second: number) => Date.UTC(2026, 0, 1, 0, 0, second);
const scheduled: PodEvent = {
  type: 'Normal',
  reason: 'Scheduled',
  message: 'Successfully assigned default/p to aks-1',
  at: at(1),
};
const pulling: PodEvent = {
  type: 'Normal',
  reason: 'Pulling',
  message: `Pulling image "${image}"`,
  at: at(2),
};
const event = (reason: string, message: string, second = 4): PodEvent => ({
  type: 'Normal',
  reason,
  message,
  at: at(second),
});
const judge = (events: readonly PodEvent[], more: Partial<Parameters<typeof judgePull>[0]> = {}) =>
  judgePull({ pool: 'system', pod: undefined, events, nodes: undefined, image, last: false, ...more });
const states = (result: ReturnType<typeof judge>) => result.hops.map(({ state }) => state).join(' ');

describe('what the events of a pull mean', () => {
  for (const [cause, hop, text] of texts) {
    it(`${cause}: ${text.slice(-90)}`, () => {
      const failure = readPullFailure(text);
      assert.deepEqual([failure.cause, failure.hop], [cause, hop]);
      const result = judge([
        scheduled,
        pulling,
        event('Failed', text, 32),
        event('Failed', 'Error: ErrImagePull'),
      ]);
      if (!text.startsWith('Back-off')) {
        assert.equal(result.verdict, 'failed');
        assert.equal(result.failure?.cause, cause);
        assert.equal(result.hops.find(({ state }) => state === 'failed')?.seconds, 30);
      }
    });
  }

  it('a pull is proven by the kubelet’s own word, in every version’s wording', () => {
    const wordings: readonly (readonly [string, number | undefined])[] = [
      [
        `Successfully pulled image "${image}" in 1.284s (1.284s including waiting). Image size: 52738914 bytes.`,
        1.284,
      ],
      [`Successfully pulled image "${image}" in 97.5ms (97.5ms including waiting)`, 0.0975],
      [`Successfully pulled image "${image}" in 1m2.5s`, 62.5],
      [`Successfully pulled image "${image}"`, undefined],
    ];
    for (const [message, seconds] of wordings) {
      const result = judge([
        scheduled,
        pulling,
        event('Pulled', message),
        event('Failed', 'Error: no such file'),
      ]);
      assert.deepEqual([result.verdict, result.seconds], ['pulled', seconds]);
      assert.equal(states(result), 'passed passed passed passed passed');
    }
  });

  it('an image that was there proves nothing', () => {
    for (const tail of ['', ' and can be accessed by the pod']) {
      const message = `Container image "${image}" already present on machine${tail}`;
      const result = judge([scheduled, event('Pulled', message)]);
      assert.deepEqual(
        [result.verdict, result.cached, states(result)],
        ['unproven', 'yes', 'passed open open open open'],
      );
    }
  });

  it('waits while nothing is decided, and says so when the time is up', () => {
    assert.equal(judge([]).verdict, 'waiting');
    assert.equal(judge([scheduled, pulling]).verdict, 'waiting');
    assert.equal(judge([scheduled, pulling], { last: true }).verdict, 'undecided');
    const unplaced = [event('FailedScheduling', '0/3 nodes are available: 3 Insufficient cpu.')];
    assert.equal(judge(unplaced).verdict, 'waiting');
    const over = judge(unplaced, { last: true });
    assert.deepEqual([over.verdict, over.failure?.cause], ['failed', 'notScheduled']);
    assert.equal(refusedPool('system', 'exceeded quota').failure?.cause, 'refused');
  });

  it('reads the pod’s own state where the events are gone', () => {
    const pod = {
      name: 'p',
      namespace: 'default',
      runId: undefined,
      nodeName: 'aks-1',
      createdAt: at(0),
      endsAt: undefined,
      phase: 'Pending',
      reason: 'ImagePullBackOff',
      message: `Back-off pulling image "${image}": ErrImagePull: ${texts[4]![2]}`,
    };
    assert.equal(judge([], { pod }).failure?.cause, 'unreachable');
  });

  it('knows from the node’s list whether it had the image', () => {
    const pulled = [scheduled, event('Pulled', `Successfully pulled image "${image}" in 1s`)];
    const cached = (images: string[], complete: boolean) =>
      judge(pulled, { nodes: [{ name: 'aks-1', images, complete }] }).cached;
    assert.equal(cached([image], true), 'yes');
    assert.equal(cached(['other'], true), 'no');
    assert.equal(cached(['other'], false), 'unknown');
  });
});
