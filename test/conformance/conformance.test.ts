import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { alwaysRefused } from './checking/exceptions';
import { TrafficCheck } from './checking/trafficCheck';
import { loadValidator } from './checking/validator';
import { definitionsFolder, oavFolder, reportFile, trafficFolder } from './environment';
import { explained } from './examples/explained';
import { readExamples } from './examples/readExamples';
import { replayExample } from './examples/replay';
import { summary, writeReport, type ExampleLine } from './report';
import { eras } from './walk/eras';
import { chapters, Walk } from './walk/walk';

const ownTraffic = join(trafficFolder, 'conformance');
const all = readExamples(definitionsFolder);
const examples: ExampleLine[] = [];

before(() => {
  rmSync(ownTraffic, { recursive: true, force: true });
  mkdirSync(ownTraffic, { recursive: true });
});

for (const [index, era] of Object.keys(eras).entries()) {
  describe(`in the api-versions of ${era}`, () => {
    let walk: Walk;
    before(async () => {
      walk = await Walk.start(era, join(ownTraffic, `walk${index}.jsonl`));
    });
    after(() => walk.close());

    for (const [chapter, steps] of Object.entries(chapters)) {
      it(`${chapter} answer as Azure does, well and refused`, async () => {
        for (const step of steps) await walk.take(step);
        for (const step of steps) await walk.refuse(step);
      });
    }
  });
}

describe("Microsoft's examples", () => {
  const needed = new Set<object>();

  for (const example of all.examples) {
    it(`${example.name} is accepted, or refused for a reason`, async function () {
      const outcome = await replayExample(example, join(ownTraffic, 'examples.jsonl'));
      const reason = explained.find(({ example: name }) => example.name.endsWith(`/${name}`));
      if (reason !== undefined) needed.add(reason);
      examples.push({
        name: example.name,
        outcome,
        ...(reason === undefined ? {} : { why: reason.why }),
      });
      const code = outcome.kind === 'refused' ? outcome.code : undefined;
      assert.equal(code, reason?.code, JSON.stringify(outcome));
    });
  }

  it('need every explanation that is given', () => {
    assert.deepEqual(
      explained.filter((reason) => !needed.has(reason)).map(({ example }) => example),
      [],
    );
  });
});

describe('the traffic of all suites', () => {
  let check: TrafficCheck;

  before(async function () {
    this.timeout(600_000);
    const validator = await loadValidator(oavFolder, definitionsFolder);
    check = new TrafficCheck(validator);
    try {
      await check.addFolder(trafficFolder);
    } finally {
      validator.close();
    }
    writeReport(reportFile, check, examples, all.missing);
  });
  after(() => {
    console.log(`\n${summary(check, examples, all.missing)}\nThe report is ${reportFile}\n`);
  });

  it('is enough to tell', () => {
    assert.ok(check.pairs >= 1500, `${check.pairs} pairs`);
  });

  it("has no mistake by Microsoft's definitions and Resource Manager's rules", () => {
    assert.deepEqual([...check.findings.mistake.values()], []);
  });

  it('has no operation without a definition but those that are listed', () => {
    assert.deepEqual([...check.undescribed.values()], []);
  });

  it('has every operation of the emulator in success and in refusal', () => {
    const missing = [...check.seen].flatMap(([name, { succeeded, refused }]) => [
      ...(succeeded > 0 || alwaysRefused.some(({ operation }) => operation === name)
        ? []
        : [`${name}: success`]),
      ...(refused > 0 ? [] : [`${name}: refusal`]),
    ]);
    assert.deepEqual(missing, []);
  });
});
