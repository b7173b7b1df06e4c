import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commandIds, extensionId } from '../../src/contributions';
import { contoso } from '../contract/support/contoso';
import { closeEditors, eventually, openPanels } from '../support/extensionHost';

interface Row {
  readonly view: string;
  readonly label: string;
  readonly contextValue: string;
  readonly node: unknown;
}

interface MenuItem {
  readonly submenu?: string;
  readonly command?: string;
  readonly when?: string;
}

const [registryId, clusterId] = [contoso('appsRegistry'), contoso('shopUsCluster')];

/** Rows of the stand-in for Azure Resources, Container Tools and AKS. */
async function otherRows(): Promise<readonly Row[]> {
  const fixture = vscode.extensions.getExtension<{ show(registryId: string, clusterId: string): Row[] }>(
    'acr-private-link-tests.other-trees',
  );
  assert.ok(fixture, 'the extension with the other trees is loaded');
  return (await fixture.activate()).show(registryId, clusterId);
}

/** Whether a `when` of these menus holds for a row: comparisons by `&&`, and several of those by `||`. */
function holds(when: string, row: Row): boolean {
  return when.split(' || ').some((part) => allHold(part, row));
}

function allHold(part: string, { view, contextValue }: Row): boolean {
  return part.split(' && ').every((term) => {
    const [, key = '', sign = '', value = ''] = /^(view|viewItem) (==|=~) (.*)$/.exec(term) ?? [];
    const actual = key === 'view' ? view : contextValue;
    assert.ok(sign !== '', `${term} is understood`);
    return sign === '==' ? actual === value : new RegExp(value.slice(1, -1)).test(actual);
  });
}

function submenusFor(row: Row): readonly string[] {
  const { extensionPath } = vscode.extensions.getExtension(extensionId)!;
  const manifest = JSON.parse(readFileSync(join(extensionPath, 'package.json'), 'utf8')) as {
    contributes: { menus: Record<string, MenuItem[]> };
  };
  const items = manifest.contributes.menus['view/item/context'] ?? [];
  return items.flatMap(({ submenu, when = '' }) =>
    submenu?.endsWith('Elsewhere') === true && holds(when, row) ? [submenu] : [],
  );
}

describe('the trees of other extensions', () => {
  afterEach(closeEditors);

  it('have the commands on registries and clusters, and on nothing else', async () => {
    const shown = (await otherRows()).map((row) => [row.view, row.label, ...submenusFor(row)]);
    const [registry, cluster] = ['contosoapps', 'aks-shop-eus2'];
    const inAzure = (view: string) => [
      [view, registry, 'acrPrivateLink.registryElsewhere'],
      [view, cluster, 'acrPrivateLink.clusterElsewhere'],
      [view, 'storage'],
    ];
    assert.deepEqual(shown, [
      ...inAzure('azureResourceGroups'),
      ...inAzure('azureFocusView'),
      ['vscode-containers.views.registries', registry, 'acrPrivateLink.registryElsewhere'],
      ['kubernetes.cloudExplorer', cluster, 'acrPrivateLink.clusterElsewhere'],
    ]);
  });

  it('open the form of the registry or the cluster that was clicked, without asking for it', async () => {
    for (const row of await otherRows()) {
      const [submenu] = submenusFor(row);
      if (submenu === undefined) continue;
      const isRegistry = submenu === 'acrPrivateLink.registryElsewhere';
      const id = isRegistry ? commandIds.makePrivate : commandIds.findFailingPulls;
      if (isRegistry) {
        await vscode.commands.executeCommand(id, row.node);
        await eventually(() => {
          assert.ok(
            openPanels('makePrivate').some((title) => title.includes('contosoapps')),
            row.view,
          );
        });
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      }
      await vscode.env.clipboard.writeText('');
      await vscode.commands.executeCommand(commandIds.copyResourceId, row.node);
      assert.equal(await vscode.env.clipboard.readText(), isRegistry ? registryId : clusterId, row.view);
    }
  });
});
