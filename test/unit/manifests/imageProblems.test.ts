import assert from 'node:assert/strict';
import { imageProblems, type ClusterView } from '../../../src/manifests/imageProblems';

const sha = `sha256:${'4b'.repeat(32)}`;
const view: ClusterView = {
  clusterName: 'aks-shop',
  registries: [
    { loginServer: 'linked.azurecr.io', name: 'linked', canPull: () => true },
    { loginServer: 'other.azurecr.io', name: 'other', canPull: () => false },
    { loginServer: 'hidden.azurecr.io', name: 'hidden', canPull: () => undefined },
    {
      loginServer: 'partly.azurecr.io',
      name: 'partly',
      canPull: (repository) => repository === 'shop/web',
    },
  ],
};

const cases: readonly [image: string, view: ClusterView | undefined, codes: readonly string[]][] = [
  ['linked.azurecr.io/web:v1', view, []],
  ['other.azurecr.io/web:v1', view, ['notLinked']],
  ['OTHER.azurecr.io/web', view, ['notLinked', 'mutableTag']],
  ['other.azurecr.io/web:v1', undefined, []],
  ['hidden.azurecr.io/web:v1', view, []],
  ['partly.azurecr.io/shop/web:v1', view, []],
  ['partly.azurecr.io/shop/api:v1', view, ['notLinked']],
  ['foreign.azurecr.io/web:v1', view, []],
  ['linked.privatelink.azurecr.io/web:v1', undefined, ['privateLinkName']],
  ['linked.privatelink.azurecr.io/web', view, ['privateLinkName', 'mutableTag']],
  ['linked.westeurope.data.azurecr.io/web:v1', view, ['dataEndpoint']],
  ['linked.westeurope.geo.azurecr.io/web:v1', undefined, ['regionalEndpoint']],
  ['LINKED.westeurope.geo.azurecr.io:443/web', view, ['regionalEndpoint', 'mutableTag']],
  ['linked.westeurope.data.privatelink.azurecr.io/web:v1', view, ['privateLinkName']],
  ['linked.azurecr.io/{{inputs.parameters.image}}', view, []],
  ['linked.azurecr.io/*', view, []],
  ['nginx', undefined, ['mutableTag']],
  ['nginx:latest', undefined, ['mutableTag']],
  [`nginx:latest@${sha}`, undefined, []],
  ['localhost:5000/web', undefined, ['mutableTag']],
  ['linked.azurecr.io/Web:v1', view, ['invalidImage']],
  ['linked.azurecr.io/web v1', view, ['invalidImage']],
  ['${REGISTRY}/Web', view, []],
];

describe('problems of an image', () => {
  for (const [image, given, codes] of cases) {
    it(`${image}${given ? ', with a cluster chosen' : ''}: ${codes.join(', ') || 'none'}`, () => {
      const problems = imageProblems(image, given);
      assert.deepEqual(
        problems.map(({ code }) => code),
        codes,
      );
      for (const { message } of problems) assert.match(message, /\.$/);
    });
  }

  const others: readonly [host: string, severity: string][] = [
    ['linked.privatelink.azurecr.io', 'error'],
    ['linked.westeurope.data.azurecr.io', 'error'],
    ['linked.westeurope.geo.azurecr.io', 'warning'],
  ];
  for (const [host, severity] of others) {
    it(`say what to write instead of ${host}`, () => {
      const [problem] = imageProblems(`${host}/web:v1`, undefined);
      assert.ok(problem !== undefined && 'loginServer' in problem);
      assert.equal(problem.severity, severity);
      assert.equal(problem.loginServer, 'linked.azurecr.io');
      assert.match(problem.message, /Use linked\.azurecr\.io/);
    });
  }

  it('don’t count the tag that Kustomize leaves to other files', () => {
    const codes = (image: string, end: string) =>
      imageProblems(image, undefined, { parts: { end } }).map(({ code }) => code);
    assert.deepEqual(codes('linked.azurecr.io/web', ''), []);
    assert.deepEqual(codes('linked.azurecr.io/web:latest', ':latest'), ['mutableTag']);
  });
});
