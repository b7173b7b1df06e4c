/** What is found in kinds of others, what is left to templates, and what is said of the rest. Edits are in the corpus. */
import assert from 'node:assert/strict';
import { nothingToPoint, othersLeftAlone, wholeTextProblem } from '../../../src/manifests/pointImage';
import { scanManifests } from '../../../src/manifests/scan';

const custom = (kind: string, ...lines: readonly string[]) =>
  ['apiVersion: example.com/v1', `kind: ${kind}`, 'metadata: { name: a }', ...lines, ''].join('\n');
const pod = (image: string, ...lines: readonly string[]) =>
  ['apiVersion: v1', 'kind: Pod', ...lines, 'spec:', '  containers:', `    - image: ${image}`, ''].join('\n');
const images = (text: string) => scanManifests(text).images.map(({ image }) => image);

describe('images in kinds of others', () => {
  const found: readonly [what: string, text: string, images: readonly string[]][] = [
    [
      'a pod template at any depth',
      custom('X', 'spec: { a: { b: [{ template: { spec: { containers: [{ image: web:1 }] } } }] } }'),
      ['web:1'],
    ],
    [
      'all lists of a pod, in the order of the text',
      custom(
        'X',
        'spec:',
        '  containers: [{ image: b:1 }]',
        '  initContainers: [{ image: c:1 }]',
        '  ephemeralContainers: [{ image: d:1 }]',
        '  volumes: [{ name: v, image: { reference: e:1 } }]',
      ),
      ['b:1', 'c:1', 'd:1', 'e:1'],
    ],
    ['containers by names', custom('X', 'containers: { web: { image: web:1 } }'), ['web:1']],
    [
      'a container by itself, by what only containers have',
      custom('X', 'spec: { image: web:1, imagePullPolicy: Always }'),
      ['web:1'],
    ],
    [
      'what has a list’s kind',
      'apiVersion: example.com/v1\nkind: RolloutList\nitems: [{ spec: { containers: [{ image: web:1 }] } }]\n',
      ['web:1'],
    ],
    [
      'not in states and schemas',
      custom(
        'CustomResourceDefinition',
        'spec: { openAPIV3Schema: { properties: { containers: [{ image: no:1 }] } } }',
        'status: { containers: [{ image: no:2 }] }',
      ),
      [],
    ],
    ['not in what is no manifest', 'spec: { containers: [{ image: web:1 }] }\n', []],
  ];
  for (const [what, text, expected] of found) {
    it(`are found: ${what}`, () => {
      const scan = scanManifests(text);
      assert.deepEqual(images(text), expected);
      assert.deepEqual([scan.syntaxProblems, scan.passedOver], [[], []]);
    });
  }

  it('are named after the manifest around them, and what has them', () => {
    const text = custom(
      'Outer',
      'spec:',
      '  script: { image: a:1 }',
      '  inner: { apiVersion: v1, kind: Pod, metadata: { name: b }, spec: { containers: [{ image: b:1 }] } }',
    );
    assert.deepEqual(
      scanManifests(text).images.map(({ workload, container }) => `${workload} · ${container}`),
      ['Outer a · spec', 'Pod b · 1'],
    );
  });

  it('share their pull secrets with them', () => {
    const text = custom('Rollout', 'spec:', '  imagePullSecrets: [{ name: regcred }]', '  containers: []');
    assert.deepEqual(
      scanManifests(text).pullSecrets.map(({ workload, name }) => `${workload} · ${name}`),
      ['Rollout a · regcred'],
    );
  });
});

describe('what may be an image, where none is known', () => {
  const passed: readonly [what: string, text: string][] = [
    ['an image by itself', custom('Odd', 'spec: { image: a.io/web:1 }')],
    ['a key that ends so', custom('Odd', 'spec: { baseImage: a.io/web }')],
    ['a key that begins so', custom('Odd', 'spec: { imageName: a.io/web:1 }')],
    ['an Azure registry', custom('Odd', 'env: [{ name: RELATED_IMAGE, value: a.azurecr.io/web:1 }]')],
    ['parts of an image', custom('Odd', 'spec: { values: { image: { repository: a.io/web, tag: x } } }')],
    ['images as text', custom('Odd', 'spec: { images: ["web=a.io/web:1"] }')],
    ['a manifest in a text', custom('Odd', 'data: |', '  spec:', '    - image: a.io/web:1')],
    ['an alias of one', custom('Odd', 'x: &x a.io/web:1', 'spec: { image: *x }')],
  ];
  for (const [what, text] of passed) {
    it(`is left alone, and that is said with its kind and line: ${what}`, () => {
      const scan = scanManifests(text);
      assert.deepEqual(scan.images, []);
      const line = text.split('\n').findIndex((each) => /image|^data:/i.test(each)) + 1;
      assert.match(nothingToPoint(scan), new RegExp(`^Not changed, .*: Odd a \\(line ${line}\\)\\.$`));
      assert.equal(othersLeftAlone(scan), nothingToPoint(scan));
    });
  }

  it('is not made of other texts', () => {
    const text = custom(
      'Odd',
      'spec: { proxyImage: blue, image: "", text: an image, images: [a, b] }',
      'registry: a.azurecr.io',
      'url: https://a.azurecr.io/web',
    );
    assert.deepEqual(scanManifests(text).passedOver, []);
    const entries =
      'images: [{ name: a.azurecr.io/b, newName: c.io/b }, { name: a.azurecr.io/d, newTag: v1 }]';
    assert.deepEqual(scanManifests(entries).passedOver, []);
    assert.match(nothingToPoint(scanManifests(text)), /no container/);
  });

  it('is counted where there is much of it', () => {
    const many = Array.from({ length: 7 }, (_, index) => custom('Odd', `image: a.io/web:${index}`));
    assert.match(othersLeftAlone(scanManifests(many.join('---\n'))), /\(line 4\), .* and 2 more\.$/);
  });
});

describe('braces', () => {
  const manifests: readonly [what: string, text: string][] = [
    ['in an annotation', pod('web:1', 'metadata: { annotations: { a: "{{ .Values.a }}" } }')],
    ['in a block of text', pod('web:1', 'x: |', '  {{- if .a }}', '  b', '  {{- end }}')],
    ['in a text without quotes', pod('web:1', 'x: the {{ .Values.a }}')],
    ['in a comment', pod('web:1', '# {{ .Values.a }}')],
    [
      'in JSON',
      JSON.stringify({ apiVersion: 'v1', kind: 'Pod', x: '{{a}}', containers: [{ image: 'web:1' }] }),
    ],
  ];
  for (const [what, text] of manifests) {
    it(`${what} make no template`, () => {
      const { templateLines, syntaxProblems } = scanManifests(text);
      assert.deepEqual([images(text), templateLines, syntaxProblems], [['web:1'], [], []]);
    });
  }

  for (const image of [
    '{{inputs.parameters.image}}',
    'a.io/{{item}}:1',
    '{{=inputs.x}}',
    '{{ registry }}/a',
  ]) {
    it(`of others in an image are a placeholder: ${image}`, () => {
      const { templateLines } = scanManifests(pod(`"${image}"`));
      assert.deepEqual([images(pod(`"${image}"`)), templateLines], [[image], []]);
    });
  }

  const helm: readonly [what: string, text: string][] = [
    ['in an image', pod("'{{ .Values.image }}'")],
    ['in a part of an image', pod('"a.io/web:{{ $tag }}"')],
    ['as a function in an image', pod('\'{{- include "a.image" . -}}\'')],
    ['without quotes', pod('web:1', 'x: {{ .Values.a }}')],
    ['on a line of their own', pod('web:1', '{{- if .Values.a }}', 'x: 1', '{{- end }}')],
    ['with quotes in quotes', pod('web:1', 'x: "{{ include "a" . }}"')],
    ['in a key', pod('web:1', '{{ .Values.a }}: 1')],
    ['around the same key', pod('web:1', '{{ if .a }}', 'x: 1', '{{ else }}', 'x: 2', '{{ end }}')],
    ['in a comment of theirs', pod('web:1', '{{/* not YAML: "  */}}')],
  ];
  for (const [what, text] of helm) {
    it(`${what} make a Helm template of their document only`, () => {
      const scan = scanManifests(`${pod('a:1')}---\n${text}---\n${pod('b:1')}`);
      assert.deepEqual(
        scan.images.map(({ image }) => image),
        ['a:1', 'b:1'],
      );
      assert.deepEqual([scan.templateLines, scan.syntaxProblems], [[pod('a:1').split('\n').length], []]);
    });
  }

  it('beside a mistake that they didn’t make leave it a mistake', () => {
    const texts = [
      pod('"web:1', 'x: "{{ .Values.a }}"'),
      pod('web:1', 'x: "{{ .Values.a }}"', 'y: 1', 'y: 2'),
      pod('web:1', 'x: "{{ .Values.a }}"', 'y: *nowhere'),
      pod('web:1', 'x: "{{ .Values.a }}"', '\ty: 1'),
    ];
    for (const text of texts) {
      const scan = scanManifests(text);
      assert.deepEqual(scan.templateLines, [], text);
      assert.notEqual(wholeTextProblem(scan), undefined, text);
    }
  });

  it('hide no mistake of another document', () => {
    const template = '{{ if .a }}\nx: 1\n{{ end }}\n';
    for (const text of [
      `${pod('web:1', 'x: *nowhere')}---\n${template}`,
      `${template}---\n${pod('web:1', 'x: *nowhere')}`,
      `${pod('web:1', 'x: 1', 'x: 2')}---\n${template}`,
      `${template}---\n${pod('"web:1')}`,
    ]) {
      const scan = scanManifests(text);
      assert.equal(scan.templateLines.length, 1, text);
      assert.equal(scan.syntaxProblems.length, 1, text);
    }
  });
});
