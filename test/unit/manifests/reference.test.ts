import assert from 'node:assert/strict';
import {
  hasPlaceholder,
  imageIn,
  parseReference,
  repositoriesElsewhere,
  wholeRepository,
} from '../../../src/manifests/reference';

const sha = `sha256:${'4b'.repeat(32)}`;

describe('the reference of an image', () => {
  const taken: readonly [
    text: string,
    registry: string | undefined,
    repository: string,
    tag?: string | undefined,
    digest?: string,
  ][] = [
    ['nginx', undefined, 'nginx'],
    ['nginx:1.27', undefined, 'nginx', '1.27'],
    ['library/nginx', undefined, 'library/nginx'],
    ['contoso.azurecr.io/shop/web:v1', 'contoso.azurecr.io', 'shop/web', 'v1'],
    ['localhost/web', 'localhost', 'web'],
    ['localhost:5000/web:2', 'localhost:5000', 'web', '2'],
    ['host:5000/web', 'host:5000', 'web'],
    ['[::1]:5000/web', '[::1]:5000', 'web'],
    ['MyHost/web', 'MyHost', 'web'],
    [`web@${sha}`, undefined, 'web', undefined, sha],
    [`a.io/web:v1@${sha}`, 'a.io', 'web', 'v1', sha],
  ];
  for (const [text, registry, repository, tag, digest] of taken) {
    it(`is taken apart: ${text.slice(0, 40)}`, () => {
      assert.deepEqual(parseReference(text), { registry, repository, tag, digest });
    });
  }

  const refused: readonly [string, RegExp][] = [
    ['', /no repository/],
    ['a.io/', /no repository/],
    ['a.io/Web:v1', /lowercase/],
    ['a.io/web:', /Enter a tag/],
    ['a.io/web:-v1', /begin with/],
    ['a.io/web:v1:v2', /more than one “:”/],
    ['a.io/web@sha256:12', /isn’t a digest/],
    [`a.io/web@${sha}@${sha}`, /more than one “@”/],
    ['a..io/web', /isn’t a registry host/],
    ['https://a.io/web', /isn’t a registry host|use lowercase|more than one/],
    ['a.io/web v1', /use lowercase/],
    ["a.io/'web'", /use lowercase/],
    ['a.io/web\n--x', /use lowercase/],
    ['a.io:port/web', /isn’t a registry host/],
  ];
  for (const [text, problem] of refused) {
    it(`is refused: ${JSON.stringify(text).slice(0, 40)}`, () => {
      const reference = parseReference(text);
      assert.ok('problem' in reference);
      assert.match(reference.problem, problem);
    });
  }

  it('may have another repository elsewhere only where Docker Hub leaves a part out', () => {
    const elsewhere = (text: string) => {
      const reference = parseReference(text);
      assert.ok(!('problem' in reference));
      return repositoriesElsewhere(reference);
    };
    assert.deepEqual(elsewhere('nginx:1'), ['nginx', 'library/nginx']);
    assert.deepEqual(elsewhere('docker.io/nginx'), ['nginx', 'library/nginx']);
    assert.deepEqual(elsewhere('docker.io/library/nginx'), ['library/nginx']);
    assert.deepEqual(elsewhere('bitnami/redis'), ['bitnami/redis']);
    assert.deepEqual(elsewhere('old.azurecr.io/nginx'), ['nginx']);
  });

  it('knows placeholders', () => {
    for (const text of [
      '${R}/web',
      '$(R)/web',
      '<registry>/web',
      '#{R}#/web',
      '%R%/web',
      'a.io/*',
      '{{inputs.x}}',
    ]) {
      assert.ok(hasPlaceholder(text), text);
    }
    assert.ok(!hasPlaceholder(`contoso.azurecr.io/a__b/web:v1_2@${sha}`));
  });
});

describe('the repository of an image in a text', () => {
  for (const [image, expected] of [
    ['contoso.azurecr.io/shop/web:v1', 'shop/web'],
    [`contoso.azurecr.io/shop/web@${sha}`, 'shop/web'],
    ['contoso.azurecr.io/shop/we', undefined],
    ['nginx:1.27', undefined],
    ['', undefined],
    [undefined, undefined],
  ] as const) {
    it(`of ${image ?? 'none'} is ${expected ?? 'not known'}`, () => {
      assert.equal(wholeRepository(image), expected);
    });
  }
});

describe('what is typed for an image of a registry', () => {
  const host = 'contoso.azurecr.io';
  for (const [text, repository, tag] of [
    ['shop/web', 'shop/web', undefined],
    [' shop/web:v1 ', 'shop/web', 'v1'],
    ['contoso.azurecr.io/shop/web:v1', 'shop/web', 'v1'],
    ['Contoso.azurecr.io/shop/web', 'shop/web', undefined],
  ] as const) {
    it(`is taken: ${text}`, () => {
      const image = imageIn(text, host);
      assert.ok(!('problem' in image), JSON.stringify(image));
      assert.deepEqual([image.repository, image.tag], [repository, tag]);
    });
  }

  for (const [text, expected] of [
    ['fabrikam.azurecr.io/shop/web:v1', /in fabrikam\.azurecr\.io\. Choose an image in contoso/],
    ['Samples/x:v1', /lowercase/],
    ['shop/web:', /Enter a tag/],
  ] as const) {
    it(`is refused: ${text}`, () => {
      const image = imageIn(text, host);
      assert.ok('problem' in image);
      assert.match(image.problem, expected);
    });
  }
});
