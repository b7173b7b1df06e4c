/** What holds for every text, tried with texts that are nearly YAML. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { LineCounter, parseAllDocuments } from 'yaml';
import { scanManifests, scanSteps } from '../../../src/manifests/scan';
import type { ManifestScan } from '../../../src/manifests/scanned';
import { limitsWhileTyping, Work, type Limits } from '../../../src/manifests/work';

const names = fc.constantFrom('a', 'b', 'c');
const indentations = fc.integer({ min: 0, max: 4 }).map((depth) => '  '.repeat(depth));

/** Words of manifests, of YAML, and of neither. */
const scraps = fc.oneof(
  fc.constantFrom(
    ...['apiVersion: v1\n', 'kind: Pod\n', 'kind: List\n', 'items:\n', 'spec:\n', 'containers:\n'],
    ...['image: web:1\n', 'imagePullSecrets:\n', '- name: a\n', 'metadata: {name: a}\n', 'image: '],
    ...['- ', '? ', ': ', '{', '}', '[', ']', ', ', '"', "'", '|\n', '>-\n', '|2\n', '---\n', '...\n'],
    ...[
      '# c\n',
      ' #c\n',
      '\n',
      '\r\n',
      '\t',
      '  ',
      '\\',
      '\\q',
      '"a\\\n b"',
      "'a''b'",
      '!a ',
      '!!str ',
      '~',
      '0x1',
    ],
    ...[
      '%TAG ! a:\n',
      '%YAML 1.1\n',
      '\uFEFF',
      '\u2028',
      '\u0018',
      '@',
      '`',
      '<<: ',
      'a: b: c\n',
      '{{ a }}\n',
    ],
  ),
  fc.tuple(indentations, names, fc.constantFrom(': 1\n', ':\n', ': ', '\n')).map((parts) => parts.join('')),
  names.map((name) => `&${name} `),
  names.map((name) => `*${name}\n`),
  names.map((name) => `<<: *${name}\n`),
  fc.tuple(names, names).map(([one, other]) => `<<: [*${one}, *${other}]\n`),
  fc.string({ unit: 'binary', maxLength: 5 }),
);
const nearlyYaml = fc.array(scraps, { maxLength: 60 }).map((parts) => parts.join(''));

/** Manifests in which containers, merge keys and pull secrets go all over the place. */
const tangled = fc
  .tuple(
    fc.array(fc.tuple(names, fc.array(names, { maxLength: 4 }), fc.boolean()), { maxLength: 12 }),
    fc.array(names, { maxLength: 12 }),
  )
  .map(([maps, containers]) => {
    const bases = maps.map(([name, merged, image], index) => {
      const merges = merged.map((each) => `*${each}`).join(', ');
      return `m${index}: &${name} {<<: [${merges}]${image ? `, image: web:${index}` : ''}}\n`;
    });
    const items = containers.map((name, index) => `    - {name: c${index}, <<: *${name}}\n`);
    const known = 'x: [&a {name: a}, &b {image: b}, &c {}]\n';
    return `apiVersion: v1\nkind: Pod\n${known}${bases.join('')}spec:\n  containers:\n${items.join('')}`;
  });

/** So little that most texts are refused somewhere. */
const few: Limits = { length: 400, parts: 150, again: 400, levels: 6, directives: 12, visits: 60 };

function scannedWithin(text: string, limits: Limits): { scan: ManifestScan; spent: Work['spent'] } {
  const work = new Work(limits);
  const steps = scanSteps(text, limits, 'manifests', work);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return { scan: step.value, spent: work.spent };
}

/** The line of each document's first mistake, as the library finds them when it compares each key with each. */
function mistakesIn(text: string): readonly { line: number; isKey: boolean }[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const last = text.trimEnd().length;
  return [...documents].flatMap(({ errors }) =>
    errors.slice(0, 1).map(({ code, pos }) => ({
      line: lines.linePos(Math.min(pos[0], last)).line,
      isKey: code === 'DUPLICATE_KEY',
    })),
  );
}

describe('any text', () => {
  it('is scanned or refused, within the limits, and what is found is in it', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyYaml, tangled), fc.constantFrom(few, limitsWhileTyping), (text, limits) => {
        const { scan, spent } = scannedWithin(text, limits);
        for (const what of Object.keys(limits) as (keyof Limits)[]) {
          assert.ok(spent[what] <= limits[what], `${what}: ${spent[what]}`);
        }
        for (const { place, text: written } of scan.images) {
          for (const { start, end } of [place, written]) {
            assert.ok(0 <= start && start <= end && end <= text.length);
          }
        }
      }),
      { numRuns: 1000 },
    );
  }).timeout(60_000);

  it('has the mistakes that the library finds in it, on the same lines', () => {
    // An alias without an anchor is a mistake to this code only, and templates are not looked at.
    const comparable = nearlyYaml.filter((text) => !text.includes('*') && !text.includes('{{'));
    fc.assert(
      fc.property(comparable, (text) => {
        const { syntaxProblems, refusal } = scanManifests(text);
        assert.equal(refusal, undefined);
        const mistakes = mistakesIn(text);
        assert.equal(syntaxProblems.length, mistakes.length);
        for (const [index, { line, isKey }] of mistakes.entries()) {
          // Of a key that is there already, the library tells where the value before it ends.
          if (!isKey) assert.equal(syntaxProblems[index]?.line, line);
        }
      }),
      { numRuns: 1000 },
    );
  }).timeout(60_000);

  it('is read in steps as it is in one go', () => {
    fc.assert(
      fc.property(tangled, (text) => {
        assert.deepEqual(scannedWithin(text, limitsWhileTyping).scan, scanManifests(text));
      }),
      { numRuns: 200 },
    );
  });

  it('costs as many visits as it has maps, however many ways lead to them', () => {
    const visitsOf = (levels: number): number => {
      const maps = Array.from(
        { length: levels },
        (_, level) => `m${level + 1}: &m${level + 1} {<<: [*m${level}, *m${level}]}\n`,
      );
      const text = `apiVersion: v1\nkind: Pod\nm0: &m0 {image: web}\n${maps.join('')}spec:\n  containers:\n    - *m${levels}\n`;
      const { scan, spent } = scannedWithin(text, limitsWhileTyping);
      assert.deepEqual(
        scan.images.map(({ image }) => image),
        ['web'],
      );
      return spent.visits;
    };
    assert.ok(
      visitsOf(60) <= 2.1 * visitsOf(30),
      `${visitsOf(60)} visits for 60 levels, ${visitsOf(30)} for 30`,
    );
  });
});
