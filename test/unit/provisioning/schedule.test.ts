import assert from 'node:assert/strict';
import fc from 'fast-check';
import { run } from '../../../src/provisioning/operations/run';
import type { Step } from '../../../src/provisioning/plan/plan';
import { planLink } from '../../../src/provisioning/planning/planLink';
import { contend } from '../../../src/provisioning/applying/schedule';
import { FakeWriter, MemoryStorage } from '../../support/fakeWriter';
import { privateSpec } from '../../support/linkSpec';
import { ids, pair, registry } from '../../support/observed';
import { planOf, step } from '../../support/steps';
import { VirtualClock } from '../../support/virtualClock';

/** When each step ran, in seconds, if the steps take as long as `seconds` says. */
async function timesOf(steps: readonly Step[], seconds: (step: Step) => number) {
  const clock = new VirtualClock();
  const byResource = new Map(steps.map((one) => [one.resourceId, one]));
  const writer = new FakeWriter(clock, (resourceId) => {
    const found = byResource.get(resourceId);
    assert.ok(found);
    return { seconds: seconds(found) };
  }).expecting(steps);
  const ports = { writer, reader: writer, clock, journal: new MemoryStorage() };
  const signal = new AbortController().signal;
  const outcome = await clock.run(run(planOf(steps), ports, signal, () => undefined, []));
  assert.equal(outcome.kind, 'done');
  const times = new Map(
    writer.sent.map(({ resourceId, from, to }) => [
      byResource.get(resourceId)?.id ?? '',
      { from: from / 1000, to: to / 1000 },
    ]),
  );
  assert.equal(times.size, writer.sent.length, 'nothing is sent twice');
  return { times, total: Math.max(0, ...[...times.values()].map(({ to }) => to)) };
}

/** The longest chain, and the most work on one network: nothing can be faster than either. */
function lowerBound(steps: readonly Step[], seconds: (step: Step) => number): number {
  const finish = new Map<string, number>();
  for (const one of steps) {
    const begin = Math.max(0, ...one.dependsOn.map((id) => finish.get(id) ?? 0));
    finish.set(one.id, begin + seconds(one));
  }
  return Math.max(0, ...finish.values());
}

/** A graph in which each step depends on some earlier ones and holds some of three networks. */
const graph = fc
  .array(
    fc.record({
      dependsOn: fc.array(fc.nat(11), { maxLength: 3 }),
      holds: fc.uniqueArray(fc.constantFrom('a', 'b', 'C'), { maxLength: 2 }),
      typicalSeconds: fc.integer({ min: 1, max: 60 }),
      seconds: fc.integer({ min: 0, max: 90 }),
    }),
    { maxLength: 12 },
  )
  .map((nodes) => {
    const steps = nodes.map(({ dependsOn, holds, typicalSeconds }, index) =>
      step(`s${index}`, {
        dependsOn: [...new Set(dependsOn.filter((id) => id < index).map((id) => `s${id}`))],
        // The same network, spelled differently, is still the same.
        holds: holds.map((network) => (index % 2 === 0 ? network.toUpperCase() : network.toLowerCase())),
        typicalSeconds,
      }),
    );
    return { steps, seconds: (one: Step) => nodes[Number(one.id.slice(1))]?.seconds ?? 0 };
  });

describe('the schedule', () => {
  it('runs everything, after what it depends on, and no two steps on one network at once', async () => {
    await fc.assert(
      fc.asyncProperty(graph, async ({ steps, seconds }) => {
        const { times } = await timesOf(steps, seconds);
        assert.equal(times.size, steps.length);
        const timeOf = (id: string) => times.get(id) ?? assert.fail(`${id} did not run`);
        for (const one of steps) {
          for (const before of one.dependsOn) assert.ok(timeOf(before).to <= timeOf(one.id).from);
          for (const other of steps) {
            if (other.id <= one.id || !contend(one, other)) continue;
            const [a, b] = [timeOf(one.id), timeOf(other.id)];
            assert.ok(a.to <= b.from || b.to <= a.from, `${one.id} and ${other.id} overlap`);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('takes no longer than the longest chain where nothing is held', async () => {
    await fc.assert(
      fc.asyncProperty(graph, async ({ steps, seconds }) => {
        const free = steps.map((one) => ({ ...one, holds: [] }));
        const { total } = await timesOf(free, seconds);
        assert.equal(total, lowerBound(free, seconds));
      }),
      { numRuns: 40 },
    );
  });

  it('does not start a short write in front of a long one that is ready soon', async () => {
    const steps = [
      step('other', { typicalSeconds: 1 }),
      step('long', { typicalSeconds: 40, dependsOn: ['other'], holds: ['net'] }),
      step('after', { typicalSeconds: 30, dependsOn: ['long'] }),
      step('short', { typicalSeconds: 10, holds: ['net'] }),
    ];
    const { times, total } = await timesOf(steps, ({ typicalSeconds }) => typicalSeconds);
    assert.equal(times.get('long')?.from, 1);
    assert.equal(total, 71);
  });

  it('uses the time until a long one is ready for a short one', async () => {
    const steps = [
      step('other', { typicalSeconds: 9 }),
      step('long', { typicalSeconds: 40, dependsOn: ['other'], holds: ['net'] }),
      step('short', { typicalSeconds: 10, holds: ['net'] }),
    ];
    const { total } = await timesOf(steps, ({ typicalSeconds }) => typicalSeconds);
    assert.equal(total, 50);
  });

  const check = (what: string, steps: readonly Step[]) => {
    it(`a link takes at most 1.15 × what Azure enforces: ${what}`, async () => {
      const writes = steps.filter(({ action }) => action !== 'reuse');
      const seconds = ({ typicalSeconds }: Step) => typicalSeconds;
      const { total } = await timesOf(writes, seconds);
      assert.ok(
        total <= 1.15 * lowerBound(writes, seconds),
        `${total} s, at least ${lowerBound(writes, seconds)} s`,
      );
    });
  };
  const missingGroups = [ids.registryGroup];
  check('everything new', planLink(privateSpec(), pair({ missingGroups }), 'op-1').steps);
  check(
    'with an upgrade',
    planLink(privateSpec({ upgradeToPremium: true }), pair({ registry: registry({ sku: 'Basic' }) }), 'op-1')
      .steps,
  );
});
