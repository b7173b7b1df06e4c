import assert from 'node:assert/strict';
import { createRegistryCatalog } from '../../../src/language/registryCatalog';
import type { RegistryImages } from '../../../src/provisioning/ports';
import { hostileNames } from '../../support/hostileNames';
import type { RegistryRefusal } from '../../../src/provisioning/observed/registryImages';

const refusal: RegistryRefusal = {
  kind: 'failed',
  failure: { code: 'x', kind: 'transient', message: 'x', nextAction: 'x' },
};
const signal = new AbortController().signal;

function scripted(pages: number, refuseFrom = Infinity) {
  const asked: string[] = [];
  const page = <T>(what: string, from: string | undefined, item: (n: number) => T) => {
    asked.push(`${what} ${from ?? ''}`.trim());
    const n = Number(from ?? 0);
    if (n >= refuseFrom) return Promise.resolve(refusal);
    const next = n + 1 < pages ? String(n + 1) : undefined;
    return Promise.resolve({ kind: 'listed' as const, items: [item(n)], next });
  };
  const port: Pick<RegistryImages, 'repositories' | 'tags'> = {
    repositories: (registry, from) => page(registry.loginServer, from, (n) => `r${n}`),
    tags: (registry, repository, from) =>
      page(`${registry.loginServer}/${repository}`, from, (n) => ({
        name: `v${n}`,
        digest: `sha256:${n}`,
        updated: undefined,
      })),
  };
  return { asked, port };
}

describe('completion of images', () => {
  it('reads some pages, and asks again after a minute only', async () => {
    const { asked, port } = scripted(9);
    let now = 0;
    const catalog = createRegistryCatalog(port, () => now);
    const [first, second] = await Promise.all([
      catalog.repositories('contoso.azurecr.io', signal),
      catalog.repositories('contoso.azurecr.io', AbortSignal.abort()),
    ]);
    assert.deepEqual(first, ['r0', 'r1', 'r2', 'r3', 'r4']);
    assert.deepEqual(second, first);
    assert.equal(asked.length, 5);
    now = 61_000;
    await catalog.repositories('contoso.azurecr.io', signal);
    assert.equal(asked.length, 10);
    catalog.clear();
    await catalog.repositories('contoso.azurecr.io', signal);
    assert.equal(asked.length, 15);
  });

  it('gives tags with digests', async () => {
    const { port } = scripted(1);
    assert.deepEqual(await createRegistryCatalog(port).tags('c.azurecr.io', 'web', signal), [
      { tag: 'v0', digest: 'sha256:0' },
    ]);
  });

  it('offers no name that no image can have', async () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    const tags = hostileNames.map((name) => ({ name, digest, updated: undefined }));
    const catalog = createRegistryCatalog({
      repositories: () =>
        Promise.resolve({ kind: 'listed', items: ['web', ...hostileNames], next: undefined }),
      tags: () => Promise.resolve({ kind: 'listed', items: tags, next: undefined }),
    });
    assert.deepEqual(await catalog.repositories('c.azurecr.io', signal), ['web']);
    assert.deepEqual(await catalog.tags('c.azurecr.io', 'web', signal), [{ tag: 'WEB', digest }]);
  });

  it('offers what it has when a registry refuses, and remembers that too', async () => {
    const { asked, port } = scripted(3, 1);
    const catalog = createRegistryCatalog(port, () => 0);
    for (let times = 0; times < 3; times += 1) {
      assert.deepEqual(await catalog.repositories('c.azurecr.io', signal), ['r0']);
    }
    assert.deepEqual(asked, ['c.azurecr.io', 'c.azurecr.io 1']);
  });
});
