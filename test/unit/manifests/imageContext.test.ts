import assert from 'node:assert/strict';
import { imageContextAt, isChartValues, looksLikeKubernetes } from '../../../src/manifests/imageContext';

/** `|` is the cursor; the answer's range is shown by `[…]`. */
function contextOf(marked: string): string | undefined {
  const line = marked.replace('|', '');
  const context = imageContextAt(line, marked.indexOf('|'));
  if (context === undefined) return undefined;
  const { start, end } = context.range;
  return `${context.part} ${line.slice(0, start)}[${line.slice(start, end)}]${line.slice(end)}`;
}

const cases: readonly [marked: string, expected: string | undefined][] = [
  ['  image: |', 'registry   image: []'],
  ['  - image: con|', 'registry   - image: [con]'],
  ['  image: con|old.azurecr.io/web:v1 # x', 'registry   image: [conold.azurecr.io/]web:v1 # x'],
  ['  "image": "|"', 'registry   "image": "[]"'],
  ["  image: 'c|'", "registry   image: '[c]'"],
  ['  - {name: a, image: c|}', 'registry   - {name: a, image: [c]}'],
  ['  - {image: c|, name: a}', 'registry   - {image: [c], name: a}'],
  ['  image: a.io/sh|op/web:v1', 'repository   image: a.io/[shop/web]:v1'],
  ['  image: a.io/shop/web:|v1@sha256:00', 'tag   image: a.io/shop/web:[v1]@sha256:00'],
  ['  image: a.io/shop/web:v1@|sha256:00', 'digest   image: a.io/shop/web:v1@[sha256:00]'],
  ['  image: a.io/shop/web@sha256:|', 'digest   image: a.io/shop/web@[sha256:]'],
  ['{"name":"a","image":"con|"}', 'registry {"name":"a","image":"[con]"}'],
  ['\t\t"image": "a.io/sh|op",', 'repository \t\t"image": "a.io/[shop]",'],
  ['  newName: |', 'registry   newName: []'],
  ['  - {name: a, newName: a.io/sh|}', 'repository   - {name: a, newName: a.io/[sh]}'],
  ['  newName: a.io/shop:|', undefined],
  ['  image: { reference: a.io/sh| }', 'repository   image: { reference: a.io/[sh] }'],
  ['  "image":{"reference":"|"}', 'registry   "image":{"reference":"[]"}'],
  ['  source: { reference: | }', undefined],
  ['  reference: |', undefined],
  ['  image: library/ng|', undefined],
  ['  image:|', undefined],
  ['  image: a.io/web:v1 |', undefined],
  ['  # image: |', undefined],
  ['  name: a # image: |', undefined],
  ['  imagePullPolicy: |', undefined],
  ['  my-image: |', undefined],
  ['  name: |', undefined],
];

describe('what is typed behind image:', () => {
  for (const [marked, expected] of cases) {
    it(marked, () => {
      assert.equal(contextOf(marked), expected);
    });
  }

  it('is a volume’s where the map around it is an image', () => {
    const above = (lines: readonly string[]) => (distance: number) => lines.at(-distance);
    const at = (line: string, lines: readonly string[]) => imageContextAt(line, line.length, above(lines));
    const volume = [
      '  - name: weights',
      '    image:',
      '      # from the registry',
      '      pullPolicy: Always',
    ];
    assert.equal(at('      reference: a.io/', volume)?.part, 'repository');
    assert.equal(at('      "reference": "a.io/', ['    "image": {'])?.part, 'repository');
    assert.equal(at('      reference: a.io/', ['    source:', '      kind: x']), undefined);
    assert.equal(at('      reference: a.io/', []), undefined);
    assert.equal(at('      reference: a.io/', ['    image:', '# at the margin'])?.part, 'repository');
  });

  it('is also a repository in a chart’s values, unless the registry has a key', () => {
    const above = (lines: readonly string[]) => (distance: number) => lines.at(-distance);
    const at = (line: string, lines: readonly string[] = []) =>
      imageContextAt(line, line.length, above(lines), 'values')?.part;
    assert.equal(at('  repository: '), 'registry');
    assert.equal(at('  repository: a.io/sh'), 'repository');
    assert.equal(at('  repository: a.io/shop:'), undefined);
    assert.equal(at('backupImage: a.io/shop:'), 'tag');
    assert.equal(at('image: a.io/shop@'), 'digest');
    assert.equal(at('  newName: '), undefined);
    assert.equal(at('  repository: ', ['  registry: a.io', '', '  # comment', '  tag: v1']), undefined);
    assert.equal(at('    repository: ', ['  - registry: a.io']), undefined);
    assert.equal(at('  - repository: ', ['  - registry: a.io']), 'registry');
    assert.equal(at('    repository: ', ['  registry: a.io', '  image:']), 'registry');
    assert.equal(imageContextAt('  repository: ', 14), undefined);
    assert.equal(at('  repository: ', ['  registry: a.io', '# at the margin', '', '#']), undefined);
    assert.equal(at('  repository: ', ['  # registry: a.io']), 'registry');
  });

  it('is a repository in braces, unless the registry is in the same ones', () => {
    const at = (marked: string, above: readonly string[] = []) => {
      const lines = (distance: number) => above.at(-distance);
      return imageContextAt(marked.replace('|', ''), marked.indexOf('|'), lines, 'values')?.part;
    };
    assert.equal(at('image: {registry: a.io, repository: |}'), undefined);
    assert.equal(at('image: {tag: {}, "registry": "{{ x }}", repository: |'), undefined);
    assert.equal(at('image: {repository: |, tag: {x: 1}, registry: a.io}'), undefined);
    assert.equal(at('a: {registry: a.io, image: {repository: |}, b: {registry: a.io}}'), 'registry');
    assert.equal(at('[{registry: a.io}, {repository: |}, {registry: a.io}]'), 'registry');
    assert.equal(at('image: {repository: |}', ['registry: a.io']), 'registry');
  });

  it('is looked for without going back and forth in a hostile line', () => {
    const line = `${'{ , '.repeat(20_000)}image: ${'a'.repeat(20_000)}`;
    assert.equal(imageContextAt(line, line.length)?.part, 'registry');
    assert.equal(imageContextAt(line, line.length, undefined, 'values')?.part, 'registry');
    const braces = `${'{'.repeat(20_000)}repository: `;
    assert.equal(imageContextAt(braces, braces.length, undefined, 'values')?.part, 'registry');
    assert.equal(imageContextAt(`${'- '.repeat(20_000)}x`, 40_001), undefined);
    assert.equal(imageContextAt(`${'{ '.repeat(20_000)}image${' '.repeat(20_000)}x`, 80_000), undefined);
  });
});

describe('a text that may hold manifests', () => {
  it('has an API and a kind, or is a kustomization without', () => {
    assert.ok(looksLikeKubernetes('apiVersion: v1\nkind: Pod'));
    assert.ok(looksLikeKubernetes('images: [{name: a, newTag: b}]'));
    assert.ok(!looksLikeKubernetes('services: {web: {image: nginx}}'));
  });
});

describe('a file with a chart’s values', () => {
  it('is known by its name', () => {
    const names = ['values.yaml', 'values.yml', 'values-prod.yaml', 'values.prod.yaml', 'Values_eu.YAML'];
    for (const name of [...names, 'prod.values.yaml', 'web-values.yml']) {
      assert.ok(isChartValues(name), name);
      assert.ok(isChartValues(`/charts/web/${name}`), name);
    }
    const others = [
      'values',
      'values.json',
      'values.yaml.tpl',
      'myvalues.yaml',
      'values/web.yaml',
      'Chart.yaml',
    ];
    for (const name of others) assert.ok(!isChartValues(`/charts/${name}`), name);
  });
});
