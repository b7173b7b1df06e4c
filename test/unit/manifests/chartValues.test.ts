/** What is found in a chart's values, what is said of the rest, and what becomes of another image. Edits are in the corpus. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { imageProblems } from '../../../src/manifests/imageProblems';
import {
  editsOf,
  nothingToPoint,
  othersLeftAlone,
  pointImage,
  uniqueEdits,
  type PointTarget,
} from '../../../src/manifests/pointImage';
import { scanManifests } from '../../../src/manifests/scan';
import { applyEdits } from '../../support/applyEdits';

const loginServer = 'contoso.azurecr.io';
const values = (text: string) => scanManifests(text, 'values');
const images = (text: string) => values(text).images.map(({ container, image }) => `${container} ${image}`);

function pointed(text: string, target: Partial<PointTarget> = {}): string {
  return values(text).images.reduceRight((edited, field) => {
    const result = pointImage(text, field, { loginServer, ...target });
    return applyEdits(edited, editsOf(result));
  }, text);
}

/** The text after pointing all images or, where numbers are given, those; and what is said of each. */
function pointedTogether(text: string, target: Partial<PointTarget> = {}, ...numbers: readonly number[]) {
  const { images: fields } = values(text);
  const chosen = fields.filter((_, index) => numbers.length === 0 || numbers.includes(index));
  const results = chosen.map((field) => pointImage(text, field, { loginServer, ...target }));
  const after = applyEdits(text, uniqueEdits(results.flatMap((result) => [...editsOf(result)])));
  const reasons = results.map((result) => (result.kind === 'leftAlone' ? result.reason : result.kind));
  return { after, reasons };
}

function reasonOf(text: string, target: Partial<PointTarget> = {}): string {
  const [field] = values(text).images;
  const result = pointImage(text, field ?? assert.fail('an image'), { loginServer, ...target });
  return result.kind === 'leftAlone' ? result.reason : result.kind;
}

describe('images in a chart’s values', () => {
  it('are found at any depth, and named by their path', () => {
    const text = `
image: {repository: nginx, tag: "1.27"}
a: {b: [{image: {registry: quay.io, repository: team/b, tag: 1.10}}, {image: busybox, tag: v1}]}
c: {repository: shop/c, digest: sha256:${'a'.repeat(64)}}
jobImage: shop/job:v1
`;
    assert.deepEqual(images(text), [
      'image nginx:1.27',
      'a.b[0].image quay.io/team/b:1.10',
      'a.b[1].image busybox:v1',
      `c shop/c@sha256:${'a'.repeat(64)}`,
      'jobImage shop/job:v1',
    ]);
    assert.deepEqual(images('repository: nginx\ntag: v1\n'), ['repository nginx:v1']);
    assert.deepEqual(scanManifests(text).images, [], 'only where the file is said to have values');
  });

  it('are those of components that have a name, and of images whose registry stands beside it', () => {
    const text = `
services: [{name: web, repository: contoso.azurecr.io/shop/web, tag: v1}, {name: api, repository: shop/api, tag: v2}]
deployments: {web: {name: web, registry: docker.io, repository: team/web, tag: v1}}
controller: {repository: quay.io/jetstack/cert-manager-controller, name: cert-manager, tag: v1}
image: {registry: docker.io, repository: team/web, name: web, tag: v1}
`;
    assert.deepEqual(images(text), [
      'services[0] contoso.azurecr.io/shop/web:v1',
      'services[1] shop/api:v2',
      'deployments.web docker.io/team/web:v1',
      'controller quay.io/jetstack/cert-manager-controller:v1',
      'image docker.io/team/web:v1',
    ]);
    assert.deepEqual(values(text).passedOver, []);
  });

  it('are those of a manifest where the file has one', () => {
    const text = 'apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a, image: web:1}]}\n';
    const scan = values(text);
    assert.deepEqual([scan.images.length, scan.isChartValues], [1, false]);
    const template = text.replace('web:1', '"{{ .Values.image }}"');
    assert.match(nothingToPoint(values(template)), /Helm template/);
  });

  it('are no pictures, titles or addresses', () => {
    const none = ['image: ""', 'image: A title', 'heroImage: a/b.png', 'bannerImage: "50 % off"', 'image: 1'];
    const addresses = [
      'chart: {repository: https://a.io, tag: v1}',
      'git: {repository: a/b.git, tag: v1}',
      'source: {repository: github.com/a/b, tag: v1}',
    ];
    for (const text of [...none, ...addresses, 'image: {pullPolicy: Always}']) {
      const { images: found, passedOver } = values(text);
      assert.deepEqual([found, passedOver], [[], []], text);
    }
  });

  it('are words where a part of an image stands beside them, and whole names anywhere', () => {
    const found = (text: string) => values(text).images.map(({ image }) => image);
    assert.deepEqual(found('{image: web, tag: 1.10}'), ['web:1.10']);
    assert.deepEqual(found('{image: web, tag: ""}'), ['web']);
    assert.deepEqual(found('a: {image: web, tag: }'), ['web']);
    assert.equal(pointed('{image: web, tag: ""}'), `{image: ${loginServer}/web, tag: ""}`);
    assert.deepEqual(found('{image: web, registry: quay.io}'), ['quay.io/web']);
    assert.deepEqual(found('d: &d {tag: v1}\nb: {image: web, <<: *d}'), ['web:v1']);
    assert.deepEqual(found('{hub: a.io, image: team/web, jobImage: "job:1"}'), ['team/web', 'job:1']);
  });

  const passed: readonly [text: string, words: RegExp][] = [
    ['image: {repository: "", tag: v1}', /repository is left empty: Values \(line 1\)\.$/],
    ['image:\n  repository:\n', /repository is left empty: Values \(line 2\)\.$/],
    ['a: {repository: team/app}', /may be images .* Values \(line 1\)\.$/],
    ['driver: {repository: nvcr.io/nvidia, image: driver, version: v1}', /may be images/],
    ['pilot: {hub: "", tag: "", image: pilot}', /may be images .* Values \(line 1\)\.$/],
    ['pilot: {hub: docker.io/istio, tag: 1.24.0, image: pilot}', /may be images/],
    ['global: {hub: docker.io/istio, tag: 1.24.0, proxy: {image: proxyv2}}', /may be images/],
    ['foo: {image: enabled, registry: "", digest: }', /may be images/],
    ['useImage: default', /may be images/],
    ['{tag: v1, useImage: default}', /may be images/],
    ['{registry: "", image: "", jobImage: team/job:v1}', /may be images/],
    ['image: {image: myacr.azurecr.io, name: web, tag: v1}', /may be images/],
    ['{registry: quay.io, image: "", jobImage: team/job:v1}', /may be images/],
    ['image: {repository: myacr.azurecr.io, tag: v1}', /may be images .* Values \(line 1\)\.$/],
    ['image: {repository: "localhost:5000", registry: "", tag: v1}', /may be images/],
    ['image: {repository: a.jfrog.io/docker, name: web, tag: v1}', /may be images/],
    ['d: &d {repository: shop/web}\nimage: {<<: *d, image: web, tag: v1}', /line 1\), Values \(line 2\)/],
    ['d: &d {image: web}\nimage: {<<: *d, repository: shop/web, tag: v1}', /line 1\), Values \(line 2\)/],
    ['b: {useImage: default}\ntagImage: x.azurecr.io\nimage: on', /line 1\), .*line 2\), .*line 3\)/],
    ['imageRepository: quay.io/team/app', /may be images/],
    ['global: {imageK8S: "team/app:1.6"}', /may be images/],
    ['proxy: {image: {name: a.io/team/proxy, version: v1}}', /may be images/],
    ['image: {crdRepository: team/crds}', /may be images/],
    ['global: {image: {registry: quay.io}}', /may be images/],
    ['extra: |\n  containers:\n    - image: web:1\n', /may be images/],
  ];
  for (const [text, words] of passed) {
    it(`are passed over, and that is said: ${JSON.stringify(text)}`, () => {
      const scan = values(text);
      assert.deepEqual(scan.images, []);
      assert.match(othersLeftAlone(scan), words);
      assert.match(nothingToPoint(scan), words);
    });
  }

  it('become another image by their tag, in quotation marks where it would be a number', () => {
    const other = { repository: 'shop/web', tag: '1.10' };
    const cases: readonly [before: string, after: string][] = [
      [
        'image: {repository: nginx, tag: 1.27}',
        'image: {repository: contoso.azurecr.io/shop/web, tag: "1.10"}',
      ],
      [
        "image:\n  tag: '' # none\n  repository: 'nginx' # x\n",
        "image:\n  tag: '1.10' # none\n  repository: 'contoso.azurecr.io/shop/web' # x\n",
      ],
      [
        'image:\r\n  registry: quay.io/team\r\n  repository: app\r\n  tag: v1\r\n',
        'image:\r\n  registry: contoso.azurecr.io\r\n  repository: shop/web\r\n  tag: "1.10"\r\n',
      ],
      [
        'image: {registry: contoso.azurecr.io, repository: shop/web, tag: "1.9"}',
        'image: {registry: contoso.azurecr.io, repository: shop/web, tag: "1.10"}',
      ],
      ['image: nginx:1.27 # x', 'image: contoso.azurecr.io/shop/web:1.10 # x'],
    ];
    for (const [before, after] of cases) {
      assert.equal(pointed(before, other), after);
      assert.equal(pointed(after, other), after);
    }
    assert.equal(
      pointed('image: {repository: a, tag: 1}', { ...other, tag: 'v2' }).includes('tag: v2}'),
      true,
    );
  });

  it('keep tag and digest where another can’t be written', () => {
    const other = { repository: 'shop/web', tag: 'v2' };
    const sha = 'a'.repeat(64);
    const digest = `sha256:${sha}`;
    for (const rest of [
      '',
      ', tag: ',
      ', tag: &t v1',
      `, tag: v1, digest: ${digest}`,
      `, tag: v1, sha: ${sha}`,
      ', tag: v1, sha: 1f2e3d',
    ]) {
      assert.match(reasonOf(`image: {repository: nginx${rest}}`, other), /tag is set in another place/);
    }
    assert.deepEqual(images(`image: {repository: web, tag: v1, sha: ${sha}}`), [`image web:v1@${digest}`]);
    assert.deepEqual(images(`image: {repository: web, sha: "${digest}"}`), [`image web@${digest}`]);
    assert.deepEqual(images('image: {repository: web, tag: v1, sha: 1f2e3d}'), ['image web:v1']);
    assert.match(pointed('image: {repository: web, tag: v1, sha: ""}', other), /shop\/web, tag: v2/);
  });

  it('take another repository beside the registry', () => {
    const target = { repository: 'library/nginx' };
    const text = 'image:\n  registry: docker.io\n  # kept\n  repository: "nginx"\n  tag: v1\n';
    const after = text.replace('docker.io', loginServer).replace('nginx', 'library/nginx');
    assert.equal(pointed(text, target), after);
    const alias = `words: &words nginx\n${text.replace('"nginx"', '*words')}`;
    assert.match(reasonOf(alias, target), /also used elsewhere/);
    assert.equal(pointed(alias), alias.replace('docker.io', loginServer));
    assert.match(reasonOf(text.replace('nginx', 'nginx:1'), target), /more than one “:”/);
    const tagged = 'image: {registry: docker.io, repository: nginx:1}';
    assert.match(reasonOf(tagged, target), /can’t be changed safely/);
  });

  const doubts: readonly [text: string, reason: RegExp][] = [
    ['image: {registry: , repository: web}', /left empty/],
    ['d: &d {registry: quay.io}\nimage: {<<: *d, repository: web}', /comes from a merge key/],
    ['d: &d {repository: web, tag: v1}\nimage: {<<: *d, tag: v2}', /take parts of it by a merge key/],
    ['d: &d {repository: web, tag: v1}\nimage: {<<: [*d], tag: v2}', /take parts of it by a merge key/],
    ['d: &d {registry: a.io, image: "web:1"}\nb: {<<: *d}', /take parts of it by a merge key/],
    ['global: {imageRegistry: quay.io}\nimage: {repository: web}', /global\.imageRegistry/],
    ['global: {imageRegistry: quay.io}\nb: {registry: docker.io, image: "web:1"}', /global\.imageRegistry/],
    ['global: {imageRegistry: quay.io}\njobImage: shop/job:v1', /global\.imageRegistry/],
    ['b: {registry: , image: "web:1"}', /left empty/],
    ['b: {registry: ghcr.io/team, image: quay.io/x/y}', /in its name and another one beside it/],
    ['b: {registry: ghcr.io, image: "quay.io/x/y:1"}', /in its name and another one beside it/],
    ['d: &d {registry: ghcr.io}\nb: {<<: *d, image: "quay.io/x:1"}', /and another one beside it/],
    ['d: &d {registry: quay.io}\nb: {<<: *d, image: "web:1"}', /comes from a merge key/],
    ['a: {image: {registry: &r quay.io, repository: a}}\nb: *r', /also used elsewhere/],
    ['image: {registry: !!str quay.io, repository: web}', /can’t be changed safely/],
    ['image: {registry: [], repository: web}', /can’t be changed safely/],
    ['image: {repository: "{{ .Values.x }}/web", tag: v1}', /placeholder/],
    ['image: {repository: "{{ .Values.global.repo }}", tag: v1}', /placeholder/],
    ['image: "{{ .Values.image }}"', /placeholder/],
    ['image: "${REG.x}"', /placeholder/],
    ['jobImage: "{{ .Values.image }}"', /placeholder/],
  ];
  for (const [text, reason] of doubts) {
    it(`are left alone where it isn’t certain what they are made of: ${JSON.stringify(text)}`, () => {
      const field = values(text).images.at(text.startsWith('d') || text.startsWith('a') ? 0 : -1);
      const result = pointImage(text, field ?? assert.fail('an image'), { loginServer });
      assert.match(result.kind === 'leftAlone' ? result.reason : result.kind, reason);
    });
  }

  it('keep a text that others have by an alias, unless it’s right for all of them', () => {
    const stays = /^Its text is at the anchor &r, which is also used elsewhere\.$/;
    const beside =
      'a: {image: {registry: docker.io, repository: &r team/web, tag: v1}}\nb: {image: {repository: *r , tag: v2}}';
    const { after, reasons } = pointedTogether(beside);
    assert.equal(after, beside.replace('docker.io', loginServer));
    assert.equal(reasons[0], 'edit');
    assert.match(reasons[1] ?? '', stays);
    const kept = [
      'a: {image: &m {repository: &r web, tag: v1}}\nb: {image: {<<: *m, tag: v2}}\nc: {image: {repository: *r , tag: v3}}',
      'a: {image: {repository: &r web, tag: "{{ x }}"}}\nb: {image: {repository: *r , tag: v2}}',
      'aImage: &r web:1\nb: {image: {repository: *r , tag: v2}}',
      'a: {image: {registry: &r web, repository: a}}\nb: {image: {repository: *r , tag: v2}}',
    ];
    for (const text of kept) {
      const all = pointedTogether(text);
      assert.equal(all.after, text);
      assert.match(all.reasons.join('\n'), /Its text is at the anchor &r, which is also used elsewhere\.$/m);
    }
  });

  it('don’t become another image together with those that have their text by an alias', () => {
    const target = { repository: 'shop/api', tag: 'v9' };
    const texts = [
      'a: {image: {registry: docker.io, repository: &r team/web, tag: v1}}\nb: {image: {registry: quay.io, repository: *r , tag: v2}}',
      'a: {image: {repository: &r team/web, tag: v1}}\nb: {image: {repository: *r , tag: v2}}',
      'jobImage: &r team/web:v1\nb: {image: {repository: *r }}',
      'jobImage: &r team/web:v1\nwebImage: *r',
    ];
    for (const text of texts) {
      for (const number of [0, 1]) {
        const { after, reasons } = pointedTogether(text, target, number);
        assert.equal(after, text);
        assert.match(
          reasons.join(),
          /at the anchor &r, which is also used elsewhere|tag is set in another place/,
        );
      }
    }
    const alike = 'a: {image: {repository: &r web, tag: v1}}\nb: {image: {repository: *r , tag: v2}}';
    assert.match(
      pointedTogether(alike, { repository: 'library/web' }).reasons.join(),
      /also used elsewhere.*,Its/,
    );
    assert.equal(pointedTogether(alike).after, alike.replace('web', `${loginServer}/web`));
  });

  it('are changed where others merge in the whole text of one', () => {
    const text = 'a: &a {jobImage: quay.io/team/job:v1}\nb: {<<: *a, backupImage: web:1}\n';
    const after = text.replace('quay.io', loginServer).replace('web', `${loginServer}/web`);
    assert.equal(pointed(text), after);
  });

  it('have problems where the host is written, and none for a tag that the chart has', () => {
    const text = 'image:\n  registry: contoso.privatelink.azurecr.io\n  repository: shop/web\n';
    const [field] = values(text).images;
    assert.ok(field);
    assert.equal(text.slice(field.text.start, field.text.end), 'contoso.privatelink.azurecr.io');
    assert.equal(text.slice(field.place.start, field.place.end), text.slice(text.indexOf('registry'), -1));
    const codes = (of: string) =>
      values(of).images.flatMap(({ image, parts }) =>
        imageProblems(image, undefined, parts && { parts }).map(({ code }) => code),
      );
    assert.deepEqual(codes(text), ['privateLinkName']);
    assert.deepEqual(codes('image: {repository: nginx}\njobImage: shop/busybox\n'), []);
    assert.deepEqual(codes('image: {repository: nginx, tag: latest}'), ['mutableTag']);
  });

  it('stand where they are written themselves, also with a registry that is merged in', () => {
    const text = 'd: &d {registry: a.io}\nimage: {<<: *d, repository: web, tag: v1}\n';
    const [place] = values(text).images.map((field) => field.place);
    assert.equal(text.slice(place?.start, place?.end), 'repository: web');
  });

  it('have names that end where the words of a block do', () => {
    const text = 'image:\n  registry: ""\n  repository: |\n    quay.io/team/app\n  tag: v1\n';
    assert.equal(pointed(text), text.replace('quay.io', loginServer));
    const whole = 'image: |\n  quay.io/team/app:v1\njobImage: >\n  web:v1\n';
    const after = whole.replace('quay.io', loginServer).replace('web', `${loginServer}/web`);
    assert.equal(pointed(whole), after);
  });

  it('are said not to be there', () => {
    assert.match(nothingToPoint(values('a: 1\n')), /^These values have no image/);
    assert.match(nothingToPoint(values('')), /^These values have no image/);
    assert.match(nothingToPoint(values('image: {repository: {{ x }}}\n')), /outside of quotation marks/);
  });

  it('are looked for in any text without an end or an error', () => {
    const words = [
      'image: ',
      'repository: ',
      'registry: ',
      'tag: ',
      'xImage: ',
      'a: ',
      '&a ',
      '*a ',
      '<<: *a',
    ];
    const scraps = [
      ...words,
      'web',
      'a.io/b:1',
      '""',
      '{',
      '}',
      ', ',
      '\n',
      '\n  ',
      '\n    ',
      '- ',
      '|\n',
      '{{',
      '#',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...scraps), { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        const scan = values(text);
        assert.doesNotThrow(() => pointed(text, { repository: 'shop/web', tag: '1' }));
        if (scan.syntaxProblems.length > 0) return;
        // What is pointed is still YAML, and has as many images.
        const after = values(pointed(text));
        assert.deepEqual([after.syntaxProblems, after.images.length], [[], scan.images.length], text);
      }),
      { numRuns: 2000 },
    );
  });

  it('are named in short where keys are long, and read once where they are shared', () => {
    const key = 'k'.repeat(5_000);
    const deep = Array.from({ length: 90 }, (_, level) => `${' '.repeat(level)}${key}:\n`).join('');
    const [field] = values(`${deep}${' '.repeat(90)}image: {repository: web, tag: v1}\n`).images;
    assert.ok((field?.container.length ?? Infinity) <= 101);
    const own = Array.from({ length: 1000 }, (_, index) => `k${index}: {<<: *m, repository: web}\n`);
    assert.equal(values(`m: &m {registry: quay.io}\n${own.join('')}`).images.length, 1000);
    const braces = Array.from({ length: 200 }, (_, index) => `k${index}Image: "${'{'.repeat(4_000)} "\n`);
    assert.equal(values(braces.join('')).images.length, 200);
    const links = Array.from(
      { length: 1000 },
      (_, index) => `m${index + 1}: &m${index + 1} {<<: *m${index}}\n`,
    );
    assert.equal(values(`m0: &m0 {a: 1}\n${links.join('')}image: web:v1\n`).images.length, 1);
    const circle = 'a: &a {image: {repository: web, tag: v1}, again: *a, list: [*a, *a]}\n';
    assert.equal(values(circle).images.length, 1);
  });
});
