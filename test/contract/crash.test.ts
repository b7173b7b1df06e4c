/** A part of the crash matrix, and two windows that want the same operation; in full it is `npm run test:full`. */
import assert from 'node:assert/strict';
import { crash, crashCases, titleOf, undisturbed } from '../matrix/survival/crash';
import { operations } from '../matrix/survival/operations';
import { spread } from '../matrix/survival/spread';
import { World } from '../matrix/survival/world';

describe('a process that is killed', function () {
  this.timeout(480_000);

  it('is taken over by another one, which comes to the same end', async () => {
    const sample: string[] = [];
    for (const [number, operation] of (await operations()).entries()) {
      const expected = await undisturbed(operation);
      const cases = crashCases(operation, expected);
      for (const testCase of spread(cases, 89, number)) {
        sample.push(titleOf(testCase));
        assert.deepEqual(await crash(testCase, expected), [], titleOf(testCase));
      }
    }
    assert.ok(sample.length >= 16, `${sample.length} cases`);
  });

  it('is resumed by one of two windows that try at once, and nothing is sent twice', async () => {
    const [link] = await operations();
    const world = await World.start();
    try {
      const { requests } = await undisturbed(link!);
      const victim = requests.find(({ name }) => name.startsWith('PUT'))!;
      assert.equal(await world.run(link!.work, { kill: { ...victim, at: 'unsent' } }), undefined);
      const resume = { kind: 'resume', operationId: link!.operationId } as const;
      const answers = await Promise.all([1, 2, 3].map(() => world.run(resume, { later: 120_000 })));
      const outcomes = answers.map((answer) => answer?.outcome).sort();
      assert.equal(outcomes.filter((outcome) => outcome === 'done').length, 1, JSON.stringify(outcomes));
      const refusals = answers.flatMap((answer) => answer?.failures ?? []);
      const elsewhere = ['operation.runsElsewhere', 'operation.ended'];
      assert.ok(
        refusals.length >= 2 && refusals.every(({ code }) => elsewhere.includes(code)),
        JSON.stringify(refusals),
      );
      const puts = answers
        .flatMap((answer) => answer?.requests ?? [])
        .filter(({ name }) => /^(PUT|DELETE)/.test(name));
      assert.equal(new Set(puts.map(({ name }) => name)).size, puts.length);
    } finally {
      await world.close();
    }
  });

  it('is left alone while its lease lives', async () => {
    const [link] = await operations();
    const world = await World.start();
    try {
      const { requests } = await undisturbed(link!);
      await world.run(link!.work, { kill: { ...requests.at(-1)!, at: 'unsent' } });
      const answer = await world.run({ kind: 'resume', operationId: link!.operationId });
      assert.deepEqual([answer?.outcome, answer?.failures[0]?.code], ['refused', 'operation.runsElsewhere']);
      // What is left is read to be shown; nothing is written.
      const writes = answer?.requests.filter(({ name }) => /^(PUT|PATCH|DELETE)/.test(name));
      assert.deepEqual(writes, []);
    } finally {
      await world.close();
    }
  });
});
