import assert from 'node:assert/strict';
import { VirtualClock } from '../src/arm/clock';
import { at, listAt, textAt } from '../src/arm/json';
import { pullOverTime, waitAfter } from '../src/oracle/kubelet';
import { pullVerdict } from '../src/oracle/index';
import { contosoNames as contoso } from '../src/scenario';
import { startEmulator, type Emulator } from '../src/server';
import { ArmClient } from './armClient';
import * as make from './causes/requests';

const HEAD =
  'Failed to pull image "contosocore.azurecr.io/shop/api:1.4.2": failed to pull and unpack image "contosocore.azurecr.io/shop/api:1.4.2": ';
const EVENTS = 'kubectl get events --field-selector involvedObject.name=pull-test -o json';

describe('a kubelet that pulls', () => {
  let emulator: Emulator;
  let arm: ArmClient;
  let clock: VirtualClock;

  beforeEach(async () => {
    clock = new VirtualClock();
    emulator = await startEmulator({ scenario: 'contoso', clock });
    arm = new ArmClient(emulator.url);
  });
  afterEach(() => emulator.close());

  const admin = async (method: string, what: string, body?: object): Promise<unknown> => {
    const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const answer = await fetch(`${emulator.url}/_emulator/${what}`, init);
    assert.equal(answer.status, 200, await answer.clone().text());
    return answer.json();
  };
  const run = async (command: string): Promise<string> => {
    const { headers } = await arm.send('POST', `${contoso.shopCluster}/runCommand`, { command });
    const { pathname } = new URL(headers.get('location') ?? '');
    const { properties } = await arm.succeed('GET', pathname);
    return textAt(properties, 'logs') ?? '';
  };
  const start = (more = ''): Promise<string> =>
    run(`kubectl run pull-test --image=${make.CORE_IMAGE} --restart=Never ${more}`);
  const events = async (): Promise<unknown[]> => listAt(JSON.parse(await run(EVENTS)), 'items');
  const counts = async (): Promise<string[]> =>
    (await events()).map((event) => `${textAt(event, 'reason')} ${at(event, 'count') as number}`);
  const event = (): string => {
    emulator.core.operations.settle();
    return pullVerdict(emulator.estate, { clusterId: contoso.shopCluster, image: make.CORE_IMAGE }).eventText;
  };

  it('AKS-15 waits ten seconds, then twice as long each time, five minutes at most', () => {
    assert.deepEqual([1, 2, 3, 4, 5, 6, 7].map(waitAfter), [10, 20, 40, 80, 160, 300, 300]);
  });

  it('AKS-15 tries again by itself, and its events come again and are counted', async () => {
    await make.withoutRole(arm);
    await start();
    assert.deepEqual(await counts(), [
      'Scheduled 1',
      'Pulling 1',
      'Failed 1',
      'Failed 1',
      'BackOff 1',
      'Failed 1',
    ]);
    clock.advance(9);
    assert.equal((await counts())[1], 'Pulling 1');
    clock.advance(1);
    assert.equal((await counts())[1], 'Pulling 2');
    await arm.succeed('PUT', make.roleAt(contoso.coreRegistry), make.roleBody(contoso.shopKubelet));
    assert.equal((await counts()).at(-1), 'Failed 2');
    clock.advance(20);
    const all = await events();
    assert.deepEqual(
      all.slice(-3).map((one) => textAt(one, 'reason')),
      ['Pulled', 'Created', 'Started'],
    );
    const [first, last] = ['firstTimestamp', 'lastTimestamp'].map((name) => textAt(all[1], name) ?? '');
    assert.equal(Date.parse(last ?? '') - Date.parse(first ?? ''), 30_000);
    assert.match(await run('kubectl get pod pull-test'), /1\/1 {3}Running/);
  });

  it('AKS-15 has seen everything in its time, also where nobody looked for long', async () => {
    emulator.core.latency.roleDelaySeconds = 60;
    await make.withoutRole(arm);
    await arm.succeed('PUT', make.roleAt(contoso.coreRegistry), make.roleBody(contoso.shopKubelet));
    await start();
    clock.advance(3600);
    // Tried after 0, 10 and 30 s in vain, after 70 s with the role.
    assert.equal(
      (await counts()).find((one) => one.startsWith('Pulling')),
      'Pulling 4',
    );
    assert.ok((await counts()).includes('Pulled 1'));
  });

  it('AKS-15 stops at the pod’s deadline, and is nothing that settling waits for', async () => {
    await make.withoutRole(arm);
    await start(`--overrides='{"spec":{"activeDeadlineSeconds":25}}'`);
    await admin('POST', 'settle');
    await admin('POST', 'clock', { untilIdle: true });
    assert.equal((await counts())[1], 'Pulling 1');
    clock.advance(600);
    assert.equal((await counts())[1], 'Pulling 2');
    assert.match(await run('kubectl get pod pull-test'), /DeadlineExceeded/);
  });

  it('goes on after a snapshot, of which its tries are a part', async () => {
    await make.withoutRole(arm);
    await start();
    const snapshot = await admin('GET', 'snapshot');
    await admin('PUT', 'snapshot', snapshot as object);
    clock.advance(10);
    assert.equal((await counts())[1], 'Pulling 2');
  });

  it('AKS-15 is told in advance: the oracle can be asked over time', async () => {
    emulator.core.latency.roleDelaySeconds = 120;
    await make.withoutRole(arm);
    await arm.succeed('PUT', make.roleAt(contoso.coreRegistry), make.roleBody(contoso.shopKubelet));
    const pull = { clusterId: contoso.shopCluster, image: make.CORE_IMAGE };
    const over = (seconds: number) =>
      pullOverTime(emulator.estate, { ...pull, start: clock.now(), seconds }).map(({ verdict, tries }) => [
        verdict,
        tries.map((one) => `${one.seconds} ${one.pulled}`),
      ]);
    assert.deepEqual(over(60), [['Failed', ['0 false', '10 false', '30 false']]]);
    const whole = ['0 false', '10 false', '30 false', '70 false', '150 true'];
    assert.deepEqual(over(600), [['Pulled', whole]]);
    const query = new URLSearchParams({
      cluster: contoso.shopCluster,
      image: make.CORE_IMAGE,
      seconds: '600',
    });
    const told = await admin('GET', `oracle?${query.toString()}`);
    assert.equal(at(told, 'verdict'), 'Failed');
    assert.deepEqual(
      listAt(told, 'overTime').map((pool) => textAt(pool, 'verdict')),
      ['Pulled'],
    );
  });

  describe('DATA-14 meets what goes wrong with the registry for a while', () => {
    const token =
      'failed to resolve reference "contosocore.azurecr.io/shop/api:1.4.2": failed to authorize: ';
    const anonymous =
      'failed to fetch anonymous token: unexpected status from GET request to https://contosocore.azurecr.io/oauth2/token?scope=repository%3Ashop%2Fapi%3Apull&service=contosocore.azurecr.io: ';
    const oauth =
      'failed to fetch oauth token: unexpected status from POST request to https://contosocore.azurecr.io/oauth2/token: ';
    const cases = [
      ['token', 401, `${token}${anonymous}401 Unauthorized`],
      ['token', 403, `${token}${anonymous}403 Forbidden`],
      ['token', 429, `${token}${oauth}429 Too Many Requests`],
      ['token', 500, `${token}${oauth}500 Internal Server Error`],
      ['token', 503, `${token}${oauth}503 Service Unavailable`],
      [
        'token',
        'timeout',
        `${token}failed to fetch oauth token: Post "https://contosocore.azurecr.io/oauth2/token": dial tcp 10.50.0.5:443: i/o timeout`,
      ],
      [
        'manifest',
        429,
        'failed to resolve reference "contosocore.azurecr.io/shop/api:1.4.2": unexpected status from HEAD request to https://contosocore.azurecr.io/v2/shop/api/manifests/1.4.2: 429 Too Many Requests',
      ],
      [
        'layers',
        503,
        'failed to copy: httpReadSeeker: failed open: unexpected status code https://contosocore.azurecr.io/v2/shop/api/blobs/sha256:0a1b: 503 Service Unavailable',
      ],
    ] as const;
    for (const [place, answer, text] of cases) {
      it(`${place}: ${answer}`, async () => {
        await admin('POST', 'pulls', { registry: contoso.coreRegistry, at: place, answer });
        assert.equal(event(), `${HEAD}${text}`);
        await admin('DELETE', 'pulls');
        assert.match(event(), /^Successfully pulled/);
      });
    }

    it('for so many tries, for a time, for some clusters', async () => {
      const fault = { registry: contoso.coreRegistry, at: 'token', answer: 429 };
      await admin('POST', 'pulls', { ...fault, times: 2 });
      await start();
      clock.advance(3600);
      assert.equal(
        (await counts()).find((one) => one.startsWith('Pulling')),
        'Pulling 3',
      );
      await admin('DELETE', 'pulls');
      await admin('POST', 'pulls', { ...fault, clusters: [contoso.shopUsCluster] });
      assert.match(event(), /^Successfully pulled/);
      const until = new Date(clock.now() + 60_000).toISOString();
      await admin('POST', 'pulls', { ...fault, until });
      const pull = { clusterId: contoso.shopCluster, image: make.CORE_IMAGE };
      const [pool] = pullOverTime(emulator.estate, { ...pull, start: clock.now(), seconds: 600 });
      assert.deepEqual(
        pool?.tries.map(({ pulled }) => pulled),
        [false, false, false, true],
      );
    });
  });

  describe('AKS-16 gets the pull secrets of the namespace’s service account', () => {
    const put = (secret: object): Promise<unknown> =>
      admin('PUT', 'namespaces', {
        cluster: contoso.shopCluster,
        name: 'shop',
        imagePullSecrets: ['acr-sync', 'gone'],
        secrets: [{ name: 'acr-sync', host: 'contosocore.azurecr.io', ...secret }],
      });
    const pod = async (): Promise<unknown> =>
      JSON.parse(await run('kubectl get pod pull-test --namespace shop -o json')) as unknown;
    const phase = async (): Promise<unknown> => at(await pod(), 'status', 'phase');

    beforeEach(() => make.withoutRole(arm));

    it('and pulls by one of them without a role', async () => {
      await put({});
      await start('--namespace shop');
      assert.deepEqual(at(await pod(), 'spec', 'imagePullSecrets'), [{ name: 'acr-sync' }, { name: 'gone' }]);
      assert.equal(at(await pod(), 'spec', 'serviceAccountName'), 'default');
      assert.equal(await phase(), 'Running');
      assert.match(await run('kubectl get namespaces -o name'), /^namespace\/shop$/m);
    });
    for (const [what, secret] of [
      ['that is not valid', { valid: false }],
      ['for another registry', { host: 'contosoapps.azurecr.io' }],
    ] as const) {
      it(`and not by one ${what}: then the role decides`, async () => {
        await put(secret);
        await start('--namespace shop');
        assert.equal(await phase(), 'Pending');
        await arm.succeed('PUT', make.roleAt(contoso.coreRegistry), make.roleBody(contoso.shopKubelet));
        clock.advance(10);
        assert.equal(await phase(), 'Running');
      });
    }
    it('and none where the pod names its own', async () => {
      await put({});
      await start(`--namespace shop --overrides='{"spec":{"imagePullSecrets":[{"name":"other"}]}}'`);
      assert.deepEqual(at(await pod(), 'spec', 'imagePullSecrets'), [{ name: 'other' }]);
      assert.equal(await phase(), 'Pending');
    });
  });
});
