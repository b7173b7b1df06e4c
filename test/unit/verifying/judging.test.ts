import assert from 'node:assert/strict';
import { judgePull, refusedPool } from '../../../src/verifying/judgePull';
import type { PodEvent, PodSeen } from '../../../src/verifying/output';
import { notesOf } from '../../../src/verifying/wording';

const image = 'contoso.azurecr.io/shop/web:v1';
const url = 'https://contoso.azurecr.io/v2/shop/web/manifests/v1';
const failing = (end: string) =>
  `Failed to pull image "${image}": failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${end}`;
const timedOut = failing(`failed to do request: Head "${url}": dial tcp 10.50.0.5:443: i/o timeout`);
const refused = failing(
  'failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://contoso.azurecr.io/oauth2/token: 401 Unauthorized',
);
const forbidden = failing(
  `unexpected status from HEAD request to ${url}: 403 Forbidden: client with IP '203.0.113.9' is not allowed access.`,
);

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
const seenPod: PodSeen = {
  name: 'p',
  namespace: 'default',
  runId: undefined,
  nodeName: 'aks-1',
  createdAt: at(0),
  endsAt: undefined,
  phase: 'Pending',
  reason: '',
  message: '',
  pullSecrets: [],
  serviceAccount: 'default',
};
const judge = (events: readonly PodEvent[], more: Partial<Parameters<typeof judgePull>[0]> = {}) =>
  judgePull({ pool: 'system', pod: seenPod, events, nodes: undefined, image, last: false, ...more });
const states = (result: ReturnType<typeof judge>) => result.hops.map(({ state }) => state).join(' ');

describe('what the events of a pull mean', () => {
  for (const [what, text] of Object.entries({
    timedOut,
    refused,
    forbidden,
    throttled: failing(`unexpected status from HEAD request to ${url}: 429 Too Many Requests`),
    noSuchHost: failing(
      `failed to do request: Head "${url}": dial tcp: lookup contoso.azurecr.io on 10.0.0.4:53: no such host`,
    ),
    missing: failing(`${image}: not found`),
    unknown: failing('something new'),
  })) {
    it(`a failed try is no verdict while there is time: ${what}`, () => {
      const events = [scheduled, pulling, event('Failed', text, 32), event('Failed', 'Error: ErrImagePull')];
      const now = judge(events);
      assert.equal(now.verdict, 'waiting');
      assert.equal(now.failure, undefined);
      assert.ok(now.refused !== undefined && now.hops.some(({ evidence }) => evidence === text));
      assert.ok(now.hops.every(({ state }) => state !== 'failed'));
      const over = judge(events, { last: true });
      assert.equal(over.verdict, 'failed');
      assert.deepEqual(over.failure, now.refused);
      assert.equal(over.hops.find(({ state }) => state === 'failed')?.seconds, 30);
      const later = judge([...events, event('Pulled', `Successfully pulled image "${image}" in 1s`, 60)]);
      assert.deepEqual([later.verdict, later.failure], ['pulled', undefined]);
      assert.deepEqual(later.refused, now.refused);
    });
  }

  it('remembers what an earlier look saw, also where the events are gone', () => {
    const { refused: seen } = judge([scheduled, pulling, event('Failed', refused)]);
    const events = [scheduled, pulling, event('Pulled', `Successfully pulled image "${image}" in 1s`)];
    assert.equal(judge(events, { refused: seen }).refused?.cause, 'identity');
    assert.equal(judge([scheduled], { refused: seen, last: true }).failure?.cause, 'identity');
  });

  it('goes by the last of several failures, also where Kubernetes counts what repeats', () => {
    const again = { ...event('Failed', refused, 4), lastAt: at(90) };
    const events = [scheduled, pulling, again, { ...event('Failed', timedOut, 40), lastAt: at(40) }];
    assert.equal(judge(events, { last: true }).failure?.cause, 'identity');
    const other = [scheduled, pulling, event('Failed', refused, 4), event('Failed', timedOut, 40)];
    assert.equal(judge(other, { last: true }).failure?.cause, 'unreachable');
  });

  it('says of no hop that it was passed which the text doesn’t tell', () => {
    const judged = (text: string) => states(judge([scheduled, event('Failed', text)], { last: true }));
    assert.equal(judged(timedOut), 'passed passed failed open open');
    assert.equal(judged(refused), 'passed passed passed failed open');
    assert.equal(judged(failing('something new')), 'passed open open open failed');
    assert.equal(
      judged(failing(`failed to do request: Head "${url}": proxyconnect tcp: EOF`)),
      'passed open failed open open',
    );
    assert.equal(
      judged(failing(`unexpected status from HEAD request to ${url}: 429 Too Many Requests`)),
      'passed passed passed open failed',
    );
  });

  it('doesn’t take the identity as let in where the pod had a pull secret, or wasn’t seen', () => {
    const events = [scheduled, event('Pulled', `Successfully pulled image "${image}" in 1s`)];
    const identityOf = (result: ReturnType<typeof judge>) =>
      result.hops.find(({ name }) => name === 'identity');
    const withSecrets = judge(events, { pod: { ...seenPod, pullSecrets: ['acr-sync', 'old'] } });
    assert.equal(withSecrets.verdict, 'pulled');
    assert.equal(identityOf(withSecrets)?.state, 'open');
    assert.match(identityOf(withSecrets)?.evidence ?? '', /acr-sync and old/);
    assert.match(notesOf(withSecrets).join(), /acr-sync and old.*service account default/);
    const missing = [scheduled, event('Failed', failing(`${image}: not found`))];
    const failed = judge(missing, { pod: { ...seenPod, pullSecrets: ['acr-sync'] }, last: true });
    assert.equal(states(failed), 'passed passed passed open failed');
    const unseen = judge(events, { pod: undefined });
    assert.equal(states(unseen), 'passed passed passed open passed');
    assert.equal(identityOf(judge(events))?.state, 'passed');
    assert.deepEqual(notesOf(judge(events)), ['It’s unknown whether the node already had layers of it.']);
  });

  it('finds the cluster’s proxy behind a refusal, where its exceptions lack the host', () => {
    const events = [scheduled, event('Failed', forbidden)];
    const causeWith = (...exceptions: string[]) =>
      judge(events, { proxy: { url: 'http://10.9.9.9:3128', exceptions }, last: true }).failure;
    assert.equal(causeWith('localhost', '.azurecr.io')?.cause, 'firewall');
    const found = causeWith('localhost');
    assert.deepEqual([found?.cause, found?.repair, found?.part], ['proxy', 'none', undefined]);
    assert.match(`${found?.message} ${found?.nextAction}`, /10\.9\.9\.9.*noProxy/);
    const layer = failing(
      'failed to copy: httpReadSeeker: failed open: unexpected status code https://contoso.westeurope.data.azurecr.io/: 403 Forbidden',
    );
    const ofLayer = judge([scheduled, event('Failed', layer)], {
      proxy: { url: 'http://10.9.9.9:3128', exceptions: ['contoso.azurecr.io'] },
      last: true,
    });
    assert.match(
      ofLayer.failure?.message ?? '',
      /contoso\.westeurope\.data\.azurecr\.io through the HTTP proxy/,
    );
    assert.equal(states(ofLayer), 'passed passed passed passed failed');
  });

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
    const pod = { ...seenPod, nodeName: undefined };
    assert.equal(judge(unplaced, { pod }).verdict, 'waiting');
    const over = judge(unplaced, { pod, last: true });
    assert.deepEqual([over.verdict, over.failure?.cause], ['failed', 'notScheduled']);
    assert.equal(refusedPool('system', 'exceeded quota').failure?.cause, 'refused');
  });

  it('reads the pod’s own state where the events are gone', () => {
    const pod = {
      ...seenPod,
      reason: 'ImagePullBackOff',
      message: `Back-off pulling image "${image}": ErrImagePull: ${timedOut}`,
    };
    assert.equal(judge([], { pod, last: true }).failure?.cause, 'unreachable');
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
