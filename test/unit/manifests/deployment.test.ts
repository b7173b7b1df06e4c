import assert from 'node:assert/strict';
import { parseAllDocuments } from 'yaml';
import { deploymentPieces, type DeploymentOptions } from '../../../src/manifests/deployment';
import { escapeText, snippetText, type Piece } from '../../../src/manifests/snippet';
import { FailureError } from '../../../src/model/failure';
import { manifestProblems } from '../../support/kubernetes';
import { expandSnippet } from '../../support/snippets';

/** The text with every place filled in as proposed. */
function plainText(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');
}

const options: DeploymentOptions = {
  loginServer: 'contoso.azurecr.io',
  repository: 'shop/web',
  tag: 'v1',
  service: true,
};

function manifests(changes: Partial<DeploymentOptions> = {}): Record<string, unknown>[] {
  const text = plainText(deploymentPieces({ ...options, ...changes }));
  return parseAllDocuments(text, { version: '1.1', strict: true }).map((document) => {
    assert.deepEqual(document.errors, []);
    return document.toJS() as Record<string, unknown>;
  });
}

type Fields = Record<string, unknown>;

interface DeploymentSpec {
  readonly replicas: number;
  readonly pod: Fields;
  readonly container: Fields;
}

function deploymentSpec(deployment: Fields): DeploymentSpec {
  const spec = deployment['spec'] as {
    replicas: number;
    template: { spec: Fields & { containers: Fields[] } };
  };
  const pod = spec.template.spec;
  return { replicas: spec.replicas, pod, container: pod.containers[0]! };
}

function read(fields: unknown, ...path: readonly string[]): unknown {
  return path.reduce((value, name) => (value as Fields | undefined)?.[name], fields);
}

function isWhole(resources: unknown): boolean {
  return ['requests', 'limits'].every((kind) =>
    ['cpu', 'memory'].every((what) => typeof read(resources, kind, what) === 'string'),
  );
}

function hasProbes(container: Fields): boolean {
  return ['readinessProbe', 'livenessProbe'].every(
    (probe) => read(container, probe, 'tcpSocket', 'port') === read(container, 'ports', '0', 'containerPort'),
  );
}

describe('deployment.yaml', () => {
  for (const repository of [
    'shop/web',
    'hello-world',
    'a__b.c',
    '2048',
    'null',
    'x/on',
    'a'.repeat(200),
    `${'a'.repeat(62)}-bc`,
  ]) {
    it(`of ${repository.slice(0, 70)} is valid Kubernetes, without unknown fields`, () => {
      const [deployment, service, ...rest] = manifests({ repository });
      assert.ok(deployment && service && rest.length === 0);
      assert.deepEqual(manifestProblems(deployment), []);
      assert.deepEqual(manifestProblems(service), []);
      const { name } = deployment['metadata'] as { name: string };
      assert.match(name, /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/);
      assert.deepEqual(service['spec'], { selector: { app: name }, ports: [{ port: 80, targetPort: 8080 }] });
    });
  }

  it('has the port of the image, if that is known', () => {
    const [deployment, service] = manifests({ port: '80' });
    assert.deepEqual(manifestProblems(deployment!), []);
    assert.deepEqual((service!['spec'] as { ports: unknown }).ports, [{ port: 80, targetPort: 80 }]);
  });

  it('pulls by the login server and without docker credentials', () => {
    const [deployment] = manifests({ service: false });
    const spec = deployment!['spec'] as { template: { spec: Record<string, unknown> } };
    assert.deepEqual(spec.template.spec, {
      containers: [
        { name: 'web', image: 'contoso.azurecr.io/shop/web:v1', ports: [{ containerPort: 8080 }] },
      ],
    });
  });

  it('stays valid with its suggestions uncommented', () => {
    const text = plainText(deploymentPieces(options));
    const [, suggestions] = text.split(/Suggestions: .*\n/);
    assert.ok(suggestions);
    const uncommented = text.replace(suggestions, suggestions.replace(/^( +)# /gm, '$1'));
    const [deployment] = parseAllDocuments(uncommented).map(
      (document) => document.toJS() as Record<string, unknown>,
    );
    assert.ok(JSON.stringify(deployment).includes('runAsNonRoot'));
    assert.deepEqual(manifestProblems(deployment!), []);
  });

  for (const safeguards of [false, true]) {
    it(`is the same as a snippet with its proposals taken, ${safeguards ? 'with' : 'without'} safeguards`, () => {
      const pieces = deploymentPieces({ ...options, safeguards });
      assert.equal(expandSnippet(snippetText(pieces)), plainText(pieces));
    });
  }

  // What AKS Deployment Safeguards refuse or warn of, rule by rule: https://learn.microsoft.com/azure/aks/deployment-safeguards
  const asked: readonly [string, (spec: DeploymentSpec) => boolean][] = [
    ['two replicas or more', ({ replicas }) => replicas >= 2],
    ['limits and requests of CPU and memory', ({ container: { resources } }) => isWhole(resources)],
    ['a readiness and a liveness probe', ({ container }) => hasProbes(container)],
    ['replicas spread over nodes', ({ pod }) => Array.isArray(pod['topologySpreadConstraints'])],
    ['no token of a service account', ({ pod }) => pod['automountServiceAccountToken'] === false],
    ['a user that isn’t root', ({ pod }) => read(pod, 'securityContext', 'runAsNonRoot') === true],
    [
      'the container runtime’s seccomp profile',
      ({ pod }) => read(pod, 'securityContext', 'seccompProfile', 'type') === 'RuntimeDefault',
    ],
    [
      'no way to more rights',
      ({ container }) => read(container, 'securityContext', 'allowPrivilegeEscalation') === false,
    ],
    [
      'no capabilities',
      ({ container }) => String(read(container, 'securityContext', 'capabilities', 'drop')) === 'ALL',
    ],
    ['no pull secrets', ({ pod }) => !('imagePullSecrets' in pod)],
  ];
  for (const [what, holds] of asked) {
    it(`has, with safeguards, ${what}`, () => {
      const [deployment] = manifests({ safeguards: true });
      assert.deepEqual(manifestProblems(deployment!), []);
      assert.ok(holds(deploymentSpec(deployment!)), JSON.stringify(deployment));
    });
  }

  it('says, with safeguards, that the tag latest is refused, and nothing of the kind for a version', () => {
    const latest = plainText(deploymentPieces({ ...options, safeguards: true, tag: 'latest' }));
    assert.match(
      latest,
      /refuse "latest": name a version\.\n +image: contoso\.azurecr\.io\/shop\/web:latest\n/,
    );
    assert.doesNotMatch(plainText(deploymentPieces({ ...options, safeguards: true })), /latest/);
  });

  const refused: readonly [string, Partial<DeploymentOptions>, RegExp][] = [
    ['the privatelink name', { loginServer: 'contoso.privatelink.azurecr.io' }, /without “privatelink”/],
    ['the privatelink zone in capitals', { loginServer: 'PrivateLink.azurecr.io' }, /without “privatelink”/],
    ['a login server with a path', { loginServer: 'contoso.azurecr.io/x' }, /isn’t a login server/],
    [
      'a login server with a line break',
      { loginServer: 'contoso.azurecr.io\nkind: Pod' },
      /isn’t a login server/,
    ],
    ['capitals in the repository', { repository: 'Shop/Web' }, /lowercase/],
    ['a tag in the repository', { repository: 'web:v1' }, /without a tag/],
    ['YAML in the repository', { repository: 'web # x' }, /use lowercase/],
    ['an empty repository', { repository: '' }, /Enter a repository name/],
    ['an empty tag', { tag: '' }, /Enter a tag/],
    ['a variable in the tag', { tag: '$TM_FILENAME' }, /Tags use letters/],
    ['a long tag', { tag: 'a'.repeat(129) }, /up to 128/],
  ];
  for (const [what, changes, message] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => deploymentPieces({ ...options, ...changes }),
        (error: unknown) =>
          error instanceof FailureError && error.failure.kind === 'user' && message.test(error.message),
      );
    });
  }
});

describe('the check of manifests', () => {
  it('refuses unknown fields, missing ones and wrong types', () => {
    const [deployment] = manifests();
    const container = { name: 'a', image: 'b' };
    const withContainer = (changed: object) => ({
      ...deployment,
      spec: {
        ...(deployment!['spec'] as object),
        template: { spec: { containers: [{ ...container, ...changed }] } },
      },
    });
    assert.deepEqual(manifestProblems(withContainer({})), []);
    assert.match(
      manifestProblems(withContainer({ imagePullSecret: 'x' })).join(),
      /containers\/0\/imagePullSecret is unknown/,
    );
    assert.notDeepEqual(manifestProblems(withContainer({ name: 1 })), []);
    assert.notDeepEqual(manifestProblems({ ...deployment, spec: {} }), []);
  });
});

describe('snippet text', () => {
  it('escapes what the snippet syntax reads', () => {
    const text = 'a $1 ${TM_FILENAME} \\ } {b}';
    assert.equal(escapeText(text), 'a \\$1 \\${TM_FILENAME\\} \\\\ \\} {b\\}');
    assert.equal(expandSnippet(snippetText([text, { stop: 1, text }])), text + text);
  });
});
