import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/contributions';
import { isTag } from '../../src/model/imageNames';
import type { TreeNode } from '../../src/views/explorer/treeNode';
import { hostileNames } from '../support/hostileNames';
import {
  activated,
  closeEditors,
  emulatorUrl,
  eventually,
  registryNode,
  repeatUntilDone,
} from '../support/extensionHost';

interface Seen {
  readonly loginServer: string;
  readonly url: string;
}

/** What registries were asked since the emulator began. */
async function seen(): Promise<readonly Seen[]> {
  const response = await fetch(`${emulatorUrl}/_emulator/registries`);
  return ((await response.json()) as { exchanges: Seen[] }).exchanges;
}

async function unfold(node: TreeNode | undefined): Promise<readonly TreeNode[]> {
  assert.ok(node);
  return (await activated()).explorer.childrenOf(node);
}

async function imagesOf(registry: string): Promise<TreeNode> {
  const node = await registryNode(registry);
  return node.children?.find(({ context }) => context === 'images') ?? assert.fail('it has images');
}

function labelled(nodes: readonly TreeNode[], label: string): TreeNode | undefined {
  return nodes.find((node) => node.label === label);
}

/** Takes the first proposal of every question until the command is done. */
async function acceptAll(command: string, argument: unknown): Promise<string> {
  const work = vscode.commands.executeCommand(command, argument);
  await repeatUntilDone(work, 'workbench.action.acceptSelectedQuickOpenItem');
  return vscode.window.activeTextEditor?.document.getText() ?? assert.fail('an editor is open');
}

async function completionsBehind(image: string): Promise<readonly string[]> {
  const content = `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: a\n      image: ${image}`;
  const document = await vscode.workspace.openTextDocument({ language: 'yaml', content });
  await vscode.window.showTextDocument(document);
  return eventually(async () => {
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      document.positionAt(content.length),
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.length > 0);
    return labels;
  });
}

describe('images of registries', () => {
  afterEach(closeEditors);

  it('are asked for when they are unfolded, not before', async () => {
    const images = await imagesOf('contosodev');
    const asked = async () =>
      (await seen()).filter(({ loginServer }) => loginServer.startsWith('contosodev'));
    assert.deepEqual(await asked(), []);
    const [repository] = await unfold(images);
    assert.equal(repository?.label, 'sandbox/echo');
    assert.deepEqual((await asked()).at(-1)?.url.split('?')[0], '/acr/v1/_catalog');
  });

  it('are repositories with their tags, a page at a time', async () => {
    const repositories = await unfold(await imagesOf('contosoapps'));
    assert.deepEqual(
      repositories.map(({ label }) => label),
      ['payments/api', 'payments/web', 'tools/migrate'],
    );
    const web = labelled(repositories, 'payments/web');
    for (const [count, hasMore] of [
      [100, true],
      [200, true],
      [271, false],
    ] as const) {
      const tags = await unfold(web);
      assert.equal(tags.filter(({ context }) => context === 'imageTag').length, count);
      const more = labelled(tags, 'Load more…');
      assert.equal(more !== undefined, hasMore);
      if (more !== undefined) await vscode.commands.executeCommand(commandIds.loadMoreImages, more);
    }
  });

  it('are copied as references, by tag and by digest', async () => {
    const repositories = await unfold(await imagesOf('contosoapps'));
    const [tag] = await unfold(labelled(repositories, 'payments/api'));
    const copied = async (command: string): Promise<string> => {
      await vscode.commands.executeCommand(command, tag);
      return vscode.env.clipboard.readText();
    };
    assert.equal(await copied(commandIds.copyImage), 'contosoapps.azurecr.io/payments/api:3.1.0');
    assert.match(
      await copied(commandIds.copyImageDigest),
      /^contosoapps\.azurecr\.io\/payments\/api@sha256:[0-9a-f]{64}$/,
    );
  });

  it('are not copied where no image can be called so', async () => {
    await vscode.env.clipboard.writeText('kept');
    const loginServer = 'contosoapps.azurecr.io';
    for (const name of hostileNames.filter((each) => !isTag(each))) {
      for (const image of [
        { loginServer, repository: name, tag: 'v1' },
        { loginServer: name, repository: 'web', tag: 'v1' },
        // Without a tag it is the repository that is copied.
        ...(name === '' ? [] : [{ loginServer, repository: 'web', tag: name }]),
      ]) {
        await vscode.commands.executeCommand(commandIds.copyImage, { image });
      }
      const image = { loginServer, repository: 'web', digest: name };
      await vscode.commands.executeCommand(commandIds.copyImageDigest, { image });
    }
    assert.equal(await vscode.env.clipboard.readText(), 'kept');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('of a registry that lets nobody in are a line that says so, with the ways on', async () => {
    const [failure, ...ways] = await unfold(await imagesOf('contosocore'));
    assert.equal(failure?.label, 'Blocks this computer (198.51.100.20)');
    assert.match(failure.tooltip ?? '', /contosocore\\\.azurecr\\\.io blocks this computer/);
    assert.deepEqual(
      ways.map(({ label }) => label),
      ['Import Test Image…', 'Enter Image Name…'],
    );
    const text = await acceptAll(commandIds.enterImage, ways[1]);
    assert.match(text, /image: contosocore\.azurecr\.io\/app:v1$/m);
  });

  it('of a registry with permissions by repository name the role that is missing', async () => {
    const [failure] = await unfold(await imagesOf('contosomodels'));
    assert.equal(failure?.label, 'Requires the role Container Registry Repository Catalog Lister');
    assert.equal(failure.icon?.id, 'lock');
  });

  it('are chosen from the registry for deployment.yaml', async () => {
    const { resourceId } = await registryNode('contosoapps');
    const text = await acceptAll(commandIds.insertDeployment, { resourceId });
    assert.match(text, /image: contosoapps\.azurecr\.io\/payments\/api:3\.1\.0$/m);
  });

  it('are inserted as they stand in the tree', async () => {
    const repositories = await unfold(await imagesOf('contosoapps'));
    const tags = await unfold(labelled(repositories, 'payments/web'));
    const text = await acceptAll(commandIds.insertDeployment, labelled(tags, '7.2'));
    assert.match(text, /image: contosoapps\.azurecr\.io\/payments\/web:7\.2$/m);
  });

  it('are completed behind image:', async () => {
    assert.deepEqual(await completionsBehind('contosoapps.azurecr.io/'), [
      'payments/api',
      'payments/web',
      'tools/migrate',
    ]);
    const tags = await completionsBehind('contosoapps.azurecr.io/payments/web:');
    assert.deepEqual([tags[0], tags.length], ['7', 271]);
    const digests = await completionsBehind('contosoapps.azurecr.io/payments/api@');
    assert.match(digests[0] ?? '', /^sha256:[0-9a-f]{64}$/);
  });
});
