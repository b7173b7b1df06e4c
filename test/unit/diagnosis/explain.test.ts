/** Texts as people copy them, each written here: the shapes are those of kubelet, containerd, CRI-O, Docker and kubectl. */
import assert from 'node:assert/strict';
import { explainPulls } from '../../../src/diagnosis/explain';
import type { HopName } from '../../../src/reachability/hops';
import type { PullCause } from '../../../src/verifying/pullHops';
import { processorTime } from '../../support/processorTime';

const host = 'contoso.azurecr.io';
const image = `${host}/shop/web:v7`;
const manifest = `https://${host}/v2/shop/web/manifests/v7`;
const data = 'contoso.westeurope.data.azurecr.io';
const token = `https://${host}/oauth2/token?scope=repository%3Ashop%2Fweb%3Apull&service=${host}`;
const node = 'aks-system-20417733-vmss000002';

type Case = readonly [cause: PullCause, hop: HopName | undefined, text: string];

/** What containerd says behind the image; the first part of it is added by the shapes below. */
const byContainerd: readonly Case[] = [
  [
    'nameMissing',
    'name',
    `failed to resolve reference "${image}": failed to do request: Head "${manifest}": dial tcp: lookup ${host} on 168.63.129.16:53: no such host`,
  ],
  [
    'dnsUnavailable',
    'name',
    `failed to resolve reference "${image}": failed to do request: Head "${manifest}": dial tcp: lookup ${host} on 10.1.0.4:53: read udp 10.20.0.5:41002->10.1.0.4:53: i/o timeout`,
  ],
  [
    'unreachable',
    'way',
    `failed to resolve reference "${image}": failed to do request: Head "${manifest}": dial tcp 10.50.0.5:443: i/o timeout`,
  ],
  [
    'unreachable',
    'way',
    `failed to resolve reference "${image}": failed to do request: Head "${manifest}": dial tcp 10.50.0.5:443: connect: connection refused`,
  ],
  [
    'firewall',
    'door',
    `failed to resolve reference "${image}": unexpected status from HEAD request to ${manifest}: 403 Forbidden`,
  ],
  [
    'identity',
    'identity',
    `failed to resolve reference "${image}": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to ${token}: 401 Unauthorized`,
  ],
  [
    'identity',
    'identity',
    `failed to resolve reference "${image}": pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials`,
  ],
  [
    'layersName',
    'layersName',
    `failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://${data}/b7?sig=x": dial tcp: lookup ${data} on 168.63.129.16:53: no such host`,
  ],
  [
    'layersUnreachable',
    'layersWay',
    `failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://${data}/b7?sig=x": dial tcp 10.50.0.4:443: i/o timeout`,
  ],
  [
    'layersFirewall',
    'layersDoor',
    `failed to copy: httpReadSeeker: failed open: unexpected status from GET request to https://${data}/b7: 403 Forbidden`,
  ],
  ['imageMissing', undefined, `failed to resolve reference "${image}": ${image}: not found`],
  [
    'throttled',
    undefined,
    `failed to resolve reference "${image}": unexpected status from HEAD request to ${manifest}: 429 Too Many Requests`,
  ],
];

const unpack = (end: string) => `failed to pull and unpack image "${image}": ${end}`;
const ansi = (text: string) => `\u001b[31m${text.replace('failed', '\u001b[1mfailed\u001b[22m')}\u001b[0m`;

const escaped = (text: string) => text.replace(/["\\]/g, '\\$&');
/** As kubectl writes a long text, broken at blanks. */
const folded = (quote: string, text: string) => {
  const lines = text.replaceAll("'", quote === "'" ? "''" : "'").match(/.{60}\S*|.+/g) ?? [];
  return `  kind: Event\n  message: ${quote}${lines.map((line) => line.trim()).join('\n    ')}${quote}\n  reason: Failed`;
};

/** How a text comes to somebody: each shape is of another place. */
const shapes: Readonly<Record<string, (end: string) => string>> = {
  'event since Kubernetes 1.30': (end) => `Failed to pull image "${image}": ${unpack(end)}`,
  'event before': (end) => `Failed to pull image "${image}": rpc error: code = Unknown desc = ${unpack(end)}`,
  'back-off since Kubernetes 1.31': (end) =>
    `Back-off pulling image "${image}": ErrImagePull: ${unpack(end)}`,
  'kubectl describe': (end) =>
    [
      'Name:             web-6c9d8f6b7c-x2v5k',
      `Node:             ${node}/10.20.0.6`,
      'Containers:',
      '  web:',
      `    Image:          ${image}`,
      '    State:          Waiting',
      '      Reason:       ImagePullBackOff',
      'Events:',
      '  Type     Reason     Age                From               Message',
      '  ----     ------     ----               ----               -------',
      `  Normal   Scheduled  2m                 default-scheduler  Successfully assigned shop/web-6c9d8f6b7c-x2v5k to ${node}`,
      `  Normal   Pulling    31s (x4 over 2m)   kubelet            Pulling image "${image}"`,
      `  Warning  Failed     31s (x4 over 2m)   kubelet            Failed to pull image "${image}": ${unpack(end)}`,
      '  Warning  Failed     31s (x4 over 2m)   kubelet            Error: ErrImagePull',
      `  Normal   BackOff    4s (x6 over 2m)    kubelet            Back-off pulling image "${image}"`,
    ].join('\n'),
  'event of a pod named after a push': (end) =>
    `push   31s   Warning   Failed   pod/push-worker-0   Failed to pull image "${image}": ${unpack(end)}`,
  'export as CSV': (end) =>
    `"11/29/2026, 9:14:02 AM",Failed,"Failed to pull image ""${image}"": ${unpack(end).replaceAll('"', '""')}",web-0,4`,
  'code in a message': (end) => `\`Failed to pull image "${image}": ${unpack(end)}\``,
  'table in a page': (end) => `| Warning | Failed | Failed to pull image "${image}": ${unpack(end)} |`,
  'wide table of events': (end) =>
    `3m41s   Warning   Failed   pod/web-0   spec.containers{web}   kubelet, ${node}   Failed to pull image "${image}": ${unpack(end)}   1h5m   4   web-0.17c2f0a1b2`,
  'log of kubelet': (end) =>
    `E1129 09:14:02.551872    2891 log.go:32] "PullImage from image service failed" err="rpc error: code = Unknown desc = ${unpack(end).replaceAll('"', '\\"')}" image="${image}"`,
  'log of containerd': (end) =>
    `Nov 29 09:14:02 ${node} containerd[1743]: time="2026-11-29T09:14:02.551Z" level=error msg="PullImage \\"${image}\\" failed" error="${unpack(end).replaceAll('"', '\\"')}"`,
  'log of kubelet about a pod': (end) =>
    `E1129 09:14:02.551872    2891 pod_workers.go:1301] "Error syncing pod, skipping" err="failed to \\"StartContainer\\" for \\"web\\" with ErrImagePull: ${escaped(
      escaped(`"${unpack(end)}"`)
        .replace(/^\\/, '')
        .replace(/\\"$/, '"'),
    )}" pod="shop/web-0" podUID="1f"`,
  'event as JSON on one line': (end) =>
    JSON.stringify({
      kind: 'List',
      items: [
        { message: `Pulling image "${image}"`, reason: 'Pulling' },
        { message: `Failed to pull image "${image}": ${unpack(end)}`, reason: 'Failed' },
        { message: 'Error: ErrImagePull', reason: 'Failed', source: { host: node } },
        { message: 'Successfully pulled image "docker.io/library/nginx:1" in 1s', reason: 'Pulled' },
      ],
    }),
  'JSON in a log of JSON': (end) =>
    JSON.stringify({ log: JSON.stringify({ level: 'error', error: unpack(end), pod: 'web-0' }) }),
  'event as YAML': (end) => folded("'", `Failed to pull image "${image}": ${unpack(end)}`),
  'event as YAML in double quotes': (end) =>
    folded('"', escaped(`Failed to pull image "${image}": ${unpack(end)}`)),
  'event as JSON': (end) =>
    JSON.stringify(
      { reason: 'Failed', message: `Failed to pull image "${image}": ${unpack(end)}`, type: 'Warning' },
      undefined,
      2,
    ),
  'terminal with colours': (end) => ansi(`Failed to pull image "${image}": ${unpack(end)}`),
  'lines that end as on Windows, among others': (end) =>
    ['Starting deploy', `Warning  Failed  Failed to pull image "${image}": ${unpack(end)}`, 'Done'].join(
      '\r\n',
    ),
};

const crio: readonly Case[] = [
  [
    'nameMissing',
    'name',
    `initializing source docker://${image}: pinging container registry ${host}: Get "https://${host}/v2/": dial tcp: lookup ${host} on 10.0.0.10:53: no such host`,
  ],
  [
    'unreachable',
    'way',
    `initializing source docker://${image}: pinging container registry ${host}: Get "https://${host}/v2/": dial tcp 10.50.0.5:443: i/o timeout`,
  ],
  [
    'firewall',
    'door',
    `initializing source docker://${image}: Requesting bearer token: invalid status code from registry 403 (Forbidden)`,
  ],
  [
    'identity',
    'identity',
    `initializing source docker://${image}: reading manifest v7 in ${host}/shop/web: unauthorized: authentication required`,
  ],
  [
    'imageMissing',
    undefined,
    `initializing source docker://${image}: reading manifest v7 in ${host}/shop/web: manifest unknown: manifest tagged by "v7" is not found`,
  ],
  [
    'layersName',
    'layersName',
    `copying system image from manifest list: reading blob sha256:0a1b: Get "https://${data}/b7": dial tcp: lookup ${data} on 10.0.0.10:53: no such host`,
  ],
  [
    'layersUnreachable',
    'layersWay',
    `parsing image configuration: reading blob sha256:0a1b: Get "https://${data}/b7": dial tcp 10.50.0.4:443: i/o timeout`,
  ],
];

const others: readonly Case[] = [
  [
    'identity',
    'identity',
    `Error response from daemon: Head "${manifest}": unauthorized: authentication required`,
  ],
  [
    'unreachable',
    'way',
    `Error response from daemon: Get "https://${host}/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)`,
  ],
  [
    'certificate',
    'name',
    `Failed to pull image "contoso.privatelink.azurecr.io/shop/web:v7": ${unpack(`failed to do request: Head "https://contoso.privatelink.azurecr.io/v2/shop/web/manifests/v7": tls: failed to verify certificate: x509: certificate is valid for *.azurecr.io, not contoso.privatelink.azurecr.io`)}`,
  ],
  [
    'proxy',
    'door',
    `Failed to pull image "${image}": ${unpack(`failed to resolve reference "${image}": failed to do request: Head "${manifest}": proxyconnect tcp: dial tcp 10.9.0.4:3128: connect: connection refused`)}`,
  ],
  [
    'unknown',
    undefined,
    `Failed to pull image "${image}": rpc error: code = Unknown desc = failed to pull and unpack image "${image}": failed to resolve ref`,
  ],
  [
    'unreachable',
    'way',
    `web:v7": failed to do request: Head "${manifest}": dial tcp 10.50.0.5:443: i/o timeout`,
  ],
  ['unknown', undefined, `shop   web-0   0/1   ImagePullBackOff   0   3m   # ${image}`],
];

describe('explaining a text', () => {
  const check = (title: string, [cause, hop, text]: Case) => {
    it(`says ${cause} of ${title}: …${text.slice(-60).replace(/\s+/g, ' ')}`, () => {
      const [first, ...more] = explainPulls(text);
      assert.ok(first, 'it is about a pull');
      assert.deepEqual(more, []);
      assert.deepEqual([first.failure.cause, first.hop, first.host], [cause, hop, host]);
      if (first.image !== undefined && !text.includes('privatelink')) assert.equal(first.image, image);
    });
  };

  let count = crio.length * 2 + others.length;
  for (const [shape, wrap] of Object.entries(shapes)) {
    for (const [cause, hop, end] of byContainerd) {
      count += 1;
      check(shape, [cause, hop, wrap(end)]);
    }
  }
  for (const [cause, hop, end] of crio) {
    check('an event of CRI-O', [cause, hop, `Failed to pull image "${image}": ${end}`]);
    check('an older event of CRI-O', [
      cause,
      hop,
      `Failed to pull image "${image}": rpc error: code = Unknown desc = ${end}`,
    ]);
  }
  for (const each of others) check('another text', each);

  it('has texts enough', () => {
    assert.ok(count >= 80, `${count} texts`);
  });

  it('names node, pool and the address that the firewall saw', () => {
    const wrap = shapes['kubectl describe']!;
    const text = wrap(
      `failed to resolve reference "${image}": unexpected status from HEAD request to ${manifest}: 403 Forbidden: client with IP '203.0.113.9' is not allowed access`,
    );
    const [found] = explainPulls(text);
    assert.deepEqual([found?.node, found?.pool, found?.address], [node, 'system', '203.0.113.9']);
  });

  it('tells several images apart', () => {
    const text = ['one', 'two']
      .map(
        (name) =>
          `Failed to pull image "${name}.azurecr.io/a/b:1": failed to resolve reference "${name}.azurecr.io/a/b:1": failed to do request: Head "https://${name}.azurecr.io/v2/a/b/manifests/1": dial tcp ${name === 'one' ? '10.0.0.4:443: i/o timeout' : `: lookup ${name}.azurecr.io: no such host`}`,
      )
      .join('\n');
    assert.deepEqual(
      explainPulls(text).map((each) => [each.host, each.failure.cause]),
      [
        ['one.azurecr.io', 'unreachable'],
        ['two.azurecr.io', 'nameMissing'],
      ],
    );
  });

  it('tells those on one line apart', () => {
    const failed = (name: string, end: string) => ({
      message: `Failed to pull image "${name}.azurecr.io/a:1": failed to pull and unpack image "${name}.azurecr.io/a:1": ${end}`,
    });
    const text = JSON.stringify([
      failed('one', 'failed to copy: httpReadSeeker: failed open: unexpected status code: 401 Unauthorized'),
      failed(
        'two',
        'failed to do request: Head "https://two.azurecr.io/v2/": dial tcp 10.0.0.4:443: i/o timeout',
      ),
    ]);
    assert.deepEqual(
      explainPulls(text).map((each) => [each.image, each.failure.cause, each.address]),
      [
        ['one.azurecr.io/a:1', 'identity', undefined],
        ['two.azurecr.io/a:1', 'unreachable', '10.0.0.4'],
      ],
    );
  });

  for (const text of [
    '',
    'hello',
    `Successfully pulled image "${image}" in 1.2s (1.2s including waiting). Image size: 7340032 bytes.`,
    `Pulling image "${image}"`,
    `Container image "${image}" already present on machine`,
    'Back-off restarting failed container web in pod web-0_shop(1f)',
    'Last State: Terminated  Reason: OOMKilled  Exit Code: 137',
    'dial tcp 10.2.0.4:5432: i/o timeout',
    'psql: could not translate host name "db.contoso.com" to address: no such host',
    '0/3 nodes are available: 3 Insufficient cpu.',
    'Readiness probe failed: HTTP probe failed with statuscode: 403',
    `The push refers to repository [${host}/shop/web]`,
    `unauthorized: authentication required while pushing ${image}`,
    'Error response from daemon: denied: requested access to the resource is denied by the push',
    'MountVolume.SetUp failed for volume "data": timed out waiting for the condition',
    'npm ERR! 401 Unauthorized - GET https://contoso.pkgs.example/feed',
    `apiVersion: apps/v1\nkind: Deployment\nspec: { image: ${image} }`,
    'x509: certificate signed by unknown authority',
    `Created container web from ${image}`,
  ]) {
    it(`refuses what is about no pull that failed: ${text.slice(0, 60).replace(/\s+/g, ' ')}`, () => {
      assert.deepEqual(explainPulls(text), []);
    });
  }

  const repeated = (text: string) => text.repeat(250_000 / text.length);
  const endless: Readonly<Record<string, string>> = {
    'brackets that close nothing': `${repeated('}')}x`,
    'members without an end': repeated('err="a '),
    'versions of an interface': `"https://a${repeated('/v2/a')}`,
    'addresses in one word': repeated('https://a/v2/'),
    'pushes in one word': repeated('push-'),
    'names without an end': repeated('a-'),
    'hosts without an end': repeated('a.'),
    'quotes that were escaped': `err="${repeated('\\"')}`,
    'blanks in the middle': `${repeated(' ')}x`,
    'cells without an end': repeated(',"a""b'),
    'texts in quotes': repeated('"a\\"b" '),
    'messages without an end': repeated("message: 'a''\n"),
    'messages in double quotes without an end': repeated('message: "a\\"\n'),
  };
  for (const [what, text] of Object.entries(endless)) {
    it(`keeps nobody waiting: ${what}`, () => {
      const spent = processorTime(() => explainPulls(`Failed to pull image ${text}`));
      assert.ok(spent < 500, `${spent} ms`);
    });
  }

  it('keeps nobody waiting: lines without an end', () => {
    const spent = processorTime(() => {
      explainPulls(`Failed to pull image "${image}"${repeated('\n')}`);
      explainPulls(repeated('Failed to pull image\n'));
    });
    assert.ok(spent < 1_000, `${spent} ms`);
  });

  it('keeps nobody waiting: events in quotes without an end', () => {
    const spent = processorTime(() => explainPulls(repeated('"Failed to pull image \\"a.io/b:1\\": EOF" ')));
    assert.ok(spent < 500, `${spent} ms`);
  });
});
