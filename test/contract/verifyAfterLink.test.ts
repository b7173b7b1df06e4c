import assert from 'node:assert/strict';
import { VirtualClock } from '../../emulator/src/arm/clock';
import { pullVerdict } from '../../emulator/src/oracle/index';
import { startEmulator, type Emulator } from '../../emulator/src/server';
import type { Azure, Clock } from '../../src/provisioning/ports';
import { poolOffers } from '../../src/verifying/pools';
import { newRunId } from '../../src/verifying/runId';
import { verdictOf } from '../../src/verifying/verification';
import { verify } from '../../src/verifying/verify';
import { notesOf } from '../../src/verifying/wording';
import { azureAt, never } from './support/azure';
import { contoso } from './support/contoso';
import { Linking } from './support/linking';
import { testImage } from './support/verifying';

const name = 'contosocore.azurecr.io/shop/api:1.4.2';

/** Seconds that a command takes in a cluster, until AKS's pod has run it. */
const commandSeconds = 8;

/**
 * A kubelet that pulls when the pod is there and, as long as that fails, again after 10, 20, 40… seconds; its events
 * stay, and what repeats is counted in one of them. Time passes by the test's clock, and in the emulator alike.
 */
class Kubelet {
  readonly #events: {
    reason: string;
    type: string;
    message: string;
    firstTimestamp: string;
    lastTimestamp: string;
  }[] = [];
  #now = Date.UTC(2026, 5, 1);
  #next: number | undefined;
  #backOff = 10;
  looks = 0;

  constructor(
    private readonly emulator: Emulator,
    private readonly time: VirtualClock,
  ) {}

  readonly clock: Clock = {
    now: () => this.#now,
    sleep: (milliseconds) => {
      this.#pass(Math.ceil(milliseconds / 1000));
      return Promise.resolve();
    },
  };

  over(azure: Azure): Azure {
    return {
      ...azure,
      runInCluster: async (target, command, signal) => {
        this.#pass(commandSeconds);
        const output = await azure.runInCluster(target, command, signal);
        if (command.includes('kubectl run')) this.#try();
        if (!command.includes('kubectl get events')) return output;
        this.looks += 1;
        const items = JSON.stringify({ items: this.#events }, undefined, 1);
        const logs = output.logs.replace(/(--- events-\w+ ---\n)[\s\S]*?(?=\n--- |$)/g, `$1${items}\n`);
        return { ...output, logs };
      },
    };
  }

  #pass(seconds: number): void {
    for (let passed = 0; passed < seconds; passed += 1) {
      this.#now += 1000;
      this.time.advance(1);
      if (this.#next !== undefined && this.#now >= this.#next) this.#try();
    }
  }

  #try(): void {
    const { verdict, eventText } = pullVerdict(this.emulator.estate, {
      clusterId: contoso('shopUsCluster'),
      image: name,
    });
    const at = new Date(this.#now).toISOString();
    const known = this.#events.find(({ message }) => message === eventText);
    if (known === undefined) {
      const isPulled = verdict === 'Pulled';
      this.#events.push({
        reason: isPulled ? 'Pulled' : 'Failed',
        type: isPulled ? 'Normal' : 'Warning',
        message: eventText,
        firstTimestamp: at,
        lastTimestamp: at,
      });
    } else known.lastTimestamp = at;
    this.#next = verdict === 'Pulled' ? undefined : this.#now + this.#backOff * 1000;
    this.#backOff = Math.min(this.#backOff * 2, 300);
  }
}

describe('verifying right after a link', () => {
  async function verifyAfterLink(roleDelaySeconds: number) {
    const time = new VirtualClock();
    const emulator = await startEmulator({
      scenario: 'contoso',
      latencyScale: 0,
      clock: time,
      roleDelaySeconds,
    });
    try {
      const linking = Linking.over(emulator);
      const spec = await linking.propose('coreRegistry', 'shopUsCluster');
      await linking.applied(await linking.plan(spec));
      const kubelet = new Kubelet(emulator, time);
      const azure = azureAt(emulator.url);
      const target = await azure.readCommandTarget(contoso('shopUsCluster'), never);
      const [pool] = poolOffers(target).flatMap(({ pool: one, left }) =>
        left === undefined ? [one.name] : [],
      );
      const request = {
        runId: newRunId(),
        target,
        image: testImage(name),
        namespace: 'default',
        pools: [pool ?? assert.fail('a pool can be asked')],
      };
      const ports = { commands: kubelet.over(azure), clock: kubelet.clock };
      const done = await verify(request, ports, never, () => undefined);
      return { done, looks: kubelet.looks, seconds: (kubelet.clock.now() - done.startedAt) / 1000 };
    } finally {
      await emulator.close();
    }
  }

  for (const delay of [20, 60, 120]) {
    it(`ends in Pulled when the role counts after ${delay} seconds, and says that the first try was refused`, async () => {
      const { done, seconds } = await verifyAfterLink(delay);
      assert.equal(verdictOf(done), 'pulled', `${seconds} s: ${JSON.stringify(done.pools)}`);
      const [pool = assert.fail('a pool was asked')] = done.pools;
      assert.equal(pool.refused?.cause, 'identity');
      assert.match(notesOf(pool).join(' '), /The first attempt was denied/);
      assert.deepEqual([pool.failure, done.cleanup.state], [undefined, 'clean']);
    });
  }

  it('ends at the first look when the role counts already', async () => {
    const { done, looks } = await verifyAfterLink(0);
    assert.equal(verdictOf(done), 'pulled');
    assert.equal(looks, 1);
    assert.equal(done.pools[0]?.refused, undefined);
  });

  it('ends as failed, in bounded time and with few commands, when the role never counts', async () => {
    const { done, looks, seconds } = await verifyAfterLink(3600);
    assert.equal(verdictOf(done), 'failed');
    assert.equal(done.pools[0]?.failure?.cause, 'identity');
    assert.ok(seconds < 300, `${seconds} s`);
    assert.ok(looks <= 12, `${looks} looks`);
  });
});
