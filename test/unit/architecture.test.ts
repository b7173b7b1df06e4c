/** What docs/architecture.md says of parts, layers and circles, against the rules of the lint and the files themselves. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
// @ts-expect-error -- plain JavaScript without declarations: ESLint reads its configuration without a build
import * as rulesModule from '../../scripts/lint/importRules.mjs';
// @ts-expect-error -- plain JavaScript without declarations, like the rules
import * as layersModule from '../../scripts/lint/layers.mjs';
import {
  againstLayers,
  circleIn,
  problemsOfLayers,
  readImports,
  type ImportGraph,
  type Layering,
} from '../support/importGraph';

interface ImportRule {
  readonly part: string;
  readonly mayImport: readonly string[];
  readonly mayImportTypes?: readonly string[];
  readonly packages: readonly string[];
}
const { parts, importRules } = rulesModule as {
  parts: Readonly<Record<string, string>>;
  importRules: readonly ImportRule[];
};
const { layered } = layersModule as {
  layered: readonly (Layering & { readonly mostLayers: number; readonly exceptions: number })[];
};

/** The rows of the table of parts, cell by cell. */
function tableOf(document: string): readonly (readonly string[])[] {
  const lines = document.split('\n');
  const head = lines.findIndex((line) => /^\| part\s+\|/.test(line));
  assert.ok(head >= 0, 'docs/architecture.md has the table of parts');
  const end = lines.findIndex((line, index) => index > head && !line.startsWith('|'));
  return lines.slice(head + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** What a row has to say of imports, in the document's words. */
function importsInWords({ mayImport, mayImportTypes = [] }: ImportRule): string {
  if (Object.keys(parts).every((part) => mayImport.includes(part))) return 'everything';
  return [...mayImport, ...mayImportTypes.map((part) => `types of ${part}`)].join(', ') || '–';
}

function packagesInWords({ packages }: ImportRule): string {
  if (packages.includes('**')) return 'any';
  const names = packages.filter(
    (name) => !name.endsWith('/**') || !packages.includes(name.replace(/\*?\/\*\*$/, '')),
  );
  const shown = names
    .filter((name) => name !== 'node:*/**')
    .map((name) => `\`${name.replace('/**', '/*')}\``);
  return shown.join(', ') || '–';
}

describe('the table of parts in the architecture document', () => {
  const rows = tableOf(readFileSync('docs/architecture.md', 'utf8'));
  const everyFile = ['src', 'emulator', 'test', 'bench', 'scripts'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => path.posix.join(folder, file.replaceAll('\\', '/')))
      .filter((file) => /\.(ts|mjs|cjs)$/.test(file) && !file.includes('node_modules')),
  );

  it('has the parts of the rules, in their order', () => {
    assert.deepEqual(
      rows.map(([part]) => part),
      importRules.map(({ part }) => part),
    );
    assert.deepEqual(importRules.map(({ part }) => part).toSorted(), Object.keys(parts).toSorted());
  });

  for (const rule of importRules) {
    it(`says of ${rule.part} what the rules say`, () => {
      const row = rows.find(([part]) => part === rule.part) ?? assert.fail(`no row for ${rule.part}`);
      assert.deepEqual(row.slice(3), [importsInWords(rule), packagesInWords(rule)]);
      assert.ok(row[2], 'what it holds');
    });

    it(`says where ${rule.part} is, and it is there`, () => {
      const where = [...(rows.find(([part]) => part === rule.part)?.[1] ?? '').matchAll(/`([^`]+)`/g)];
      assert.ok(where.length > 0);
      const own = everyFile.filter((file) => path.matchesGlob(file, parts[rule.part] ?? ''));
      for (const [, place = ''] of where) {
        const there = own.filter(
          (file) => path.matchesGlob(file, place) || path.matchesGlob(file, `${place}/**`),
        );
        assert.ok(there.length > 0, `nothing of ${rule.part} is in ${place}`);
      }
    });
  }

  it('leaves out no file, and has none in two parts', () => {
    const wrong = everyFile
      .map((file) => [
        file,
        ...Object.keys(parts).filter((part) => path.matchesGlob(file, parts[part] ?? '')),
      ])
      .filter((found) => found.length !== 2);
    assert.deepEqual(wrong, []);
  });
});

describe('imports', () => {
  const graph = readImports('src', 'emulator/src');

  it('are found', () => {
    assert.ok(graph.size > 400);
    assert.ok([...graph.values()].flat().length > 1000);
  });

  for (const { folder, layers, mostLayers, exceptions } of layered) {
    it(`of ${folder} go from layer to layer, with each room in one of at most ${mostLayers}`, () => {
      assert.deepEqual(problemsOfLayers({ folder, layers }, graph), []);
      assert.ok(layers.length <= mostLayers, `${layers.length} layers`);
    });

    it(`of ${folder} go down, but for at most ${exceptions}`, () => {
      const against = againstLayers({ folder, layers }, graph).map(({ from, to }) => `${from} → ${to}`);
      assert.ok(
        against.length <= exceptions,
        `${against.length} imports go up or sideways:\n${against.join('\n')}`,
      );
    });
  }

  it('make no circle', () => {
    assert.equal(circleIn(graph)?.join(' → '), undefined);
  });
});

describe('what looks at imports', () => {
  const graph: ImportGraph = new Map([
    ['src/plan/a.ts', []],
    ['src/ports.ts', ['src/plan/a.ts']],
    ['src/apply/b.ts', ['src/ports.ts', 'src/plan/a.ts', 'src/apply/c.ts']],
    ['src/apply/c.ts', ['src/other.ts']],
  ]);
  const layers = [['plan'], ['ports.ts'], ['apply']];

  it('finds nothing where all go down', () => {
    assert.deepEqual(problemsOfLayers({ folder: 'src', layers }, graph), []);
    assert.deepEqual(againstLayers({ folder: 'src', layers }, graph), []);
    assert.equal(circleIn(graph), undefined);
  });

  it('names a room that is in no layer, with the layer that it belongs into, and others that are in none or two', () => {
    const more = new Map([...graph, ['src/operations/link.ts', ['src/ports.ts', 'src/plan/a.ts']]]);
    assert.deepEqual(
      problemsOfLayers({ folder: 'src', layers: [['plan', 'gone'], ['ports.ts'], ['apply', 'plan']] }, more),
      [
        'src/operations is in no layer: by its imports it belongs into layer 3 or above.',
        'src/gone is in a layer, and isn’t there.',
        'src/plan is in more than one layer.',
      ],
    );
  });

  it('names imports that go up or sideways', () => {
    assert.deepEqual(againstLayers({ folder: 'src', layers: [['plan', 'ports.ts', 'apply']] }, graph), [
      { from: 'src/ports.ts', to: 'src/plan/a.ts' },
      { from: 'src/apply/b.ts', to: 'src/ports.ts' },
      { from: 'src/apply/b.ts', to: 'src/plan/a.ts' },
    ]);
    assert.equal(againstLayers({ folder: 'src', layers: layers.toReversed() }, graph).length, 3);
  });

  it('finds a circle, however long', () => {
    const round = new Map([...graph, ['src/plan/a.ts', ['src/apply/b.ts']]]);
    assert.deepEqual(circleIn(round), ['src/plan/a.ts', 'src/apply/b.ts', 'src/ports.ts', 'src/plan/a.ts']);
  });
});

describe('docs', () => {
  const sources = ['src', 'emulator', 'scripts', 'test', 'bench'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(
      (file) => `/${path.posix.join(folder, file.replaceAll('\\', '/'))}`,
    ),
  );
  const documents = readdirSync('docs').map((file) => path.posix.join('docs', file));
  for (const document of documents) {
    it(`name files that are there: ${document}`, () => {
      const named = [...readFileSync(document, 'utf8').matchAll(/`([\w/.-]+\.(?:ts|mjs|css))`/g)];
      const missing = named
        .flatMap(([, file]) => file ?? [])
        .filter((file) => !/^(dist|media)\//.test(file) && !sources.some((one) => one.endsWith(`/${file}`)));
      assert.deepEqual(missing, []);
    });

    it(`link to documents and headings that are there: ${document}`, () => {
      const links = [
        ...readFileSync(document, 'utf8').matchAll(/\]\((?!https?:|command:)([^)#]*)(?:#([^)]+))?\)/g),
      ];
      const broken = links.filter(([, file = '', heading]) => {
        const target = file === '' ? document : path.posix.join('docs', file);
        if (!existsSync(target)) return true;
        return heading !== undefined && !headingsOf(target).includes(heading);
      });
      assert.deepEqual(
        broken.map(([link]) => link),
        [],
      );
    });
  }

  it('are all found from the code map or the contributors’ guide', () => {
    const from = ['docs/architecture.md', 'CONTRIBUTING.md'].map((file) => readFileSync(file, 'utf8')).join();
    const lost = documents.filter(
      (document) => document !== 'docs/architecture.md' && !from.includes(path.basename(document)),
    );
    assert.deepEqual(lost, []);
  });
});

/** As a link names them: in lower case, with hyphens for blanks and without other signs. */
function headingsOf(document: string): readonly string[] {
  return readFileSync(document, 'utf8')
    .split('\n')
    .flatMap((line) => /^#+ (.+)$/.exec(line)?.[1] ?? [])
    .map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} -]/gu, '')
        .replaceAll(' ', '-'),
    );
}
