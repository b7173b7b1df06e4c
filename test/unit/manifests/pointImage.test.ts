import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { parseAllDocuments, stringify } from 'yaml';
import {
  editsOf,
  nothingToPoint,
  othersLeftAlone,
  pointImage,
  uniqueEdits,
  type PointTarget,
} from '../../../src/manifests/pointImage';
import { scanManifests } from '../../../src/manifests/scan';
import { isTag } from '../../../src/model/imageNames';
import { applyEdits } from '../../support/applyEdits';
import { hostileNames } from '../../support/hostileNames';

const target: PointTarget = { loginServer: 'contoso.azurecr.io' };
const podOf = (image: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: ${image}\n`;

function jsOf(text: string): readonly unknown[] {
  return parseAllDocuments(text).map((each) =>
    each.errors.length > 0 ? undefined : (each.toJS() as unknown),
  );
}

function pointed(text: string, to: PointTarget = target): string {
  const edits = scanManifests(text).images.flatMap((field) => {
    const result = pointImage(text, field, to);
    return editsOf(result);
  });
  return applyEdits(text, uniqueEdits(edits));
}

describe('pointing an image at a registry', () => {
  it('gives the repository another name where the user says so', () => {
    const named = (repository: string) => ({ ...target, repository });
    assert.equal(
      pointed(podOf('nginx:1'), named('library/nginx')),
      podOf('contoso.azurecr.io/library/nginx:1'),
    );
    assert.equal(
      pointed(podOf('docker.io/nginx:1'), named('library/nginx')),
      podOf('contoso.azurecr.io/library/nginx:1'),
    );
    assert.equal(pointed(podOf('docker.io/nginx'), named('web')), podOf('contoso.azurecr.io/web'));
    assert.equal(
      pointed(podOf('contoso.azurecr.io/nginx:1'), named('web')),
      podOf('contoso.azurecr.io/web:1'),
    );
  });

  it('makes another image of it where the user chose one, and drops the digest of the old one', () => {
    const chosen = { ...target, repository: 'shop/web', tag: 'v2' };
    const wanted = 'contoso.azurecr.io/shop/web:v2';
    for (const old of ['nginx', 'old.azurecr.io/shop/web:v1', `x.io/a/b:1@sha256:${'0'.repeat(64)}`]) {
      assert.equal(pointed(podOf(`${old} # kept`), chosen), podOf(`${wanted} # kept`));
      assert.equal(pointed(podOf(`"${old}"`), chosen), podOf(`"${wanted}"`));
    }
    const [field] = scanManifests(podOf(wanted)).images;
    assert.deepEqual(pointImage(podOf(wanted), field!, chosen), { kind: 'same' });
  });

  it('changes the same letters only, where the registry stays partly the same', () => {
    const text = podOf('old.azurecr.io/web:1');
    const [field] = scanManifests(text).images;
    const result = pointImage(text, field!, target);
    assert.ok(result.kind === 'edit');
    const { edit } = result;
    assert.equal(text.slice(edit.start, edit.end), 'old.azurecr.io');
    assert.equal(edit.newText, 'contoso.azurecr.io');
  });

  const hostileTargets: readonly PointTarget[] = [
    { loginServer: 'contoso.azurecr.io\n---\nkind: Secret' },
    { loginServer: 'contoso.azurecr.io" #' },
    { loginServer: '$(id).azurecr.io' },
    { loginServer: '--contoso.azurecr.io' },
    { loginServer: 'contoso.privatelink.azurecr.io' },
    { loginServer: 'contoso.azurecr.io', repository: 'web\n      command: [x]' },
    { loginServer: 'contoso.azurecr.io', repository: "it's" },
    { loginServer: 'contoso.azurecr.io', repository: '--web' },
    { loginServer: 'contoso.azurecr.io', repository: '$(id)' },
    ...hostileNames
      .filter((name) => !isTag(name))
      .map((tag) => ({ loginServer: 'contoso.azurecr.io', repository: 'web', tag })),
  ];
  for (const hostile of hostileTargets) {
    it(`writes nothing of ${JSON.stringify(hostile)}`, () => {
      assert.equal(pointed(podOf('nginx'), hostile), podOf('nginx'));
    });
  }

  const leftAlone: readonly [image: string, reason: RegExp][] = [
    ["it's/web:v1", /use lowercase/],
    ['a.io/web:--x', /begin with/],
    ['a.io/$(id):v1', /placeholder/],
    ['a.io/${REPOSITORY}:v1', /placeholder/],
    ['a.io/`id`', /use lowercase/],
    ['"a.io/web\\n:v1"', /use lowercase/],
    ['A B', /lowercase/],
  ];
  for (const [image, reason] of leftAlone) {
    it(`leaves ${image} alone, with the reason`, () => {
      const text = podOf(image);
      const [field] = scanManifests(text).images;
      const result = pointImage(text, field!, target);
      assert.match(result.kind === 'leftAlone' ? result.reason : result.kind, reason);
    });
  }

  it('keeps escapes and line breaks behind what changes', () => {
    const text = podOf('"old.azurecr.io/shop/w\\u0065b:\\\n        v1"');
    assert.equal(pointed(text), text.replace('old.', 'contoso.'));
  });

  it('is not fooled by aliases that lead in a circle or multiply', () => {
    const circle =
      'apiVersion: v1\nkind: List\nitems: &i\n  - *i\n  - &l {apiVersion: v1, kind: List, items: [*l, *l]}\n';
    assert.deepEqual(scanManifests(circle).images, []);
    const merged = podOf('nginx').replace('- name: a', '- &c\n      <<: *c\n      name: a');
    assert.equal(scanManifests(merged).images.length, 1);
    const levels = Array.from({ length: 12 }, (_, level) => {
      const items = level === 0 ? '[]' : `[${Array.from({ length: 10 }, () => `*l${level - 1}`).join(', ')}]`;
      return `x${level}: &l${level} {apiVersion: v1, kind: List, items: ${items}}`;
    });
    assert.deepEqual(
      scanManifests(`apiVersion: v1\nkind: List\n${levels.join('\n')}\nitems: [*l11]\n`).images,
      [],
    );
  });

  it('says why there is nothing to do', () => {
    const messages = [
      'a: {{ b }}',
      'apiVersion: kustomize.config.k8s.io/v1\nkind: Kustomization',
      'a: 1',
      '',
    ].map((text) => nothingToPoint(scanManifests(text)));
    assert.match(messages[0]!, /Helm/);
    assert.match(messages[1]!, /kustomization/);
    assert.match(messages[2]!, /no container/);
    assert.match(messages[3]!, /no container/);
    assert.equal(
      othersLeftAlone(scanManifests('a: 1\n---\nb: {{ c }}\n---\nc: 1\n---\n{{ d }}\n')),
      'Not changed: Helm templates ({{ … }}) from line 2, 6.',
    );
  });

  it('never throws, whatever the text is', () => {
    const words = fc.constantFrom(
      'apiVersion: v1',
      'kind: Pod',
      'kind: List',
      'spec:',
      'containers:',
      '- image: a',
      '  ',
      '\n',
      '\t',
      '{',
      '}',
      '[',
      '&a ',
      '*a',
      '<<: ',
      '? ',
      ': ',
      '|',
      '>-',
      '"',
      "'",
      '---',
      '...',
      '%YAML',
      '{{',
      '}}',
      '#',
      '\r\n',
      '\uFEFF',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 30 }), (parts) => {
        assert.doesNotThrow(() => pointed(parts.join('')));
      }),
      { numRuns: 2000 },
    );
  });

  const kinds = {
    Pod: { apiVersion: 'v1', path: [] },
    Deployment: { apiVersion: 'apps/v1', path: ['template', 'spec'] },
    StatefulSet: { apiVersion: 'apps/v1', path: ['template', 'spec'] },
    DaemonSet: { apiVersion: 'apps/v1', path: ['template', 'spec'] },
    ReplicaSet: { apiVersion: 'apps/v1', path: ['template', 'spec'] },
    Job: { apiVersion: 'batch/v1', path: ['template', 'spec'] },
    CronJob: { apiVersion: 'batch/v1', path: ['jobTemplate', 'spec', 'template', 'spec'] },
  } as const;
  const image = fc
    .tuple(
      fc.constantFrom('', 'old.azurecr.io/', 'localhost:5000/', 'docker.io/', 'contoso.azurecr.io/'),
      fc.constantFrom('web', 'shop/web', 'a__b/c-d.e'),
      fc.constantFrom(
        '',
        ':v1',
        ':1.27-alpine',
        `@sha256:${'ab'.repeat(32)}`,
        `:v1@sha256:${'cd'.repeat(32)}`,
      ),
    )
    .map(([registry, repository, rest]) => ({ registry, repository, rest }));
  const container = fc.record(
    {
      name: fc.string({ minLength: 1 }),
      image,
      env: fc.array(fc.record({ name: fc.string(), value: fc.string() }, { noNullPrototype: true }), {
        maxLength: 2,
      }),
      command: fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 3 }),
    },
    { requiredKeys: ['name', 'image'], noNullPrototype: true },
  );
  const workload = fc.record({
    kind: fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[])),
    name: fc.string(),
    lists: fc.record(
      {
        containers: fc.array(container, { minLength: 1, maxLength: 3 }),
        initContainers: fc.array(container, { maxLength: 2 }),
        ephemeralContainers: fc.array(container, { maxLength: 1 }),
      },
      { requiredKeys: ['containers'], noNullPrototype: true },
    ),
  });
  const style = fc.record({
    indent: fc.constantFrom(2, 3, 4, 8),
    indentSeq: fc.boolean(),
    collectionStyle: fc.constantFrom('any' as const, 'flow' as const),
    defaultStringType: fc.constantFrom('PLAIN' as const, 'QUOTE_DOUBLE' as const, 'QUOTE_SINGLE' as const),
    lineWidth: fc.constantFrom(0, 20, 80),
  });

  it('changes the images of any manifest in any style, and no other value', () => {
    type Images = (image: { registry: string; repository: string; rest: string }) => string;
    const before: Images = ({ registry, repository, rest }) => registry + repository + rest;
    const after: Images = ({ repository, rest }) => `contoso.azurecr.io/${repository}${rest}`;
    fc.assert(
      fc.property(
        fc.array(workload, { minLength: 1, maxLength: 3 }),
        style,
        fc.boolean(),
        fc.boolean(),
        (workloads, options, asList, windows) => {
          const valuesOf = (images: Images) => {
            const manifests = workloads.map(({ kind, name, lists }) => {
              const podSpec = Object.fromEntries(
                Object.entries(lists).map(([list, items]) => [
                  list,
                  items.map((item) => ({ ...item, image: images(item.image) })),
                ]),
              );
              const spec = kinds[kind].path
                .toReversed()
                .reduce<object>((inner, key) => ({ [key]: inner }), podSpec);
              return { apiVersion: kinds[kind].apiVersion, kind, metadata: { name }, spec };
            });
            return asList ? [{ apiVersion: 'v1', kind: 'List', items: manifests }] : manifests;
          };
          const text = valuesOf(before)
            .map((each) => stringify(each, { ...options, aliasDuplicateObjects: false }))
            .join('---\n');
          // Narrow lines of some styles come out of the library as what it can't read itself.
          fc.pre(isDeepStrictEqual(jsOf(text), valuesOf(before)));
          const source = windows ? text.replaceAll('\n', '\r\n') : text;
          const result = pointed(source);
          assert.deepEqual(jsOf(result), valuesOf(after), result);
          // A registry that is broken over lines comes to stand on one.
          if (options.lineWidth === 0) assert.equal(result.split('\n').length, source.split('\n').length);
        },
      ),
      { numRuns: 150 },
    );
  });
});
