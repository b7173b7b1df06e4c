import assert from 'node:assert/strict';
import {
  importTarget,
  portOf,
  proposedTarget,
  publicSource,
  sampleImage,
} from '../../../src/manifests/publicSource';

const source = (text: string) => {
  const parsed = publicSource(text);
  assert.ok(!('problem' in parsed), text);
  return parsed;
};
const problem = (parsed: object): string | undefined =>
  'problem' in parsed && typeof parsed.problem === 'string' ? parsed.problem : undefined;

describe('the source of an import', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const good: Record<string, [registry: string, image: string, target: string]> = {
    nginx: ['docker.io', 'library/nginx:latest', 'nginx:v1'],
    ' nginx:1.27 ': ['docker.io', 'library/nginx:1.27', 'nginx:1.27'],
    'docker.io/grafana/grafana:11': ['docker.io', 'grafana/grafana:11', 'grafana/grafana:11'],
    'mcr.microsoft.com/hello-world': ['mcr.microsoft.com', 'hello-world:latest', 'hello-world:v1'],
    [`Quay.io/team/app@${digest}`]: ['quay.io', `team/app@${digest}`, 'team/app:v1'],
  };
  for (const [text, [registry, image, target]] of Object.entries(good)) {
    it(`reads ${text.trim()}`, () => {
      const parsed = source(text);
      assert.deepEqual([parsed.registry, parsed.image, proposedTarget(parsed)], [registry, image, target]);
    });
  }

  it('proposes a name of its own for the sample', () => {
    assert.equal(proposedTarget(sampleImage), 'samples/aci-helloworld:v1');
    assert.equal(portOf('samples/aci-helloworld'), '80');
    assert.equal(portOf('shop/web'), undefined);
  });

  it('sends an Azure registry to the choice that signs in', () => {
    assert.match(
      problem(publicSource('other.azurecr.io/shop/web:1')) ?? '',
      /is an Azure container registry/,
    );
  });
});

describe('hostile names of images', () => {
  const hostile = [
    'a b',
    'shop/web:$(id)',
    'shop/`id`:1',
    'shop/web:1\nrm -rf',
    "it's:1",
    'shop/web:"1"',
    '--help',
    'shop/--x:-1',
    '../etc:1',
    'shop/web:1;id',
    '',
  ];
  for (const text of hostile) {
    it(`are refused: ${JSON.stringify(text)}`, () => {
      assert.ok(problem(publicSource(text)), 'as a source');
      assert.ok(problem(importTarget(text)), 'as a target');
    });
  }

  it('a target has a tag and no registry or digest', () => {
    assert.deepEqual(importTarget('shop/web:v1'), { repository: 'shop/web', tag: 'v1' });
    for (const text of ['shop/web', 'x.azurecr.io/shop/web:v1', `shop/web@sha256:${'b'.repeat(64)}`]) {
      assert.ok(problem(importTarget(text)), text);
    }
  });
});
