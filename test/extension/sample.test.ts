import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds, settingNames, settingsSection } from '../../src/contributions';
import { emulatorUrl, nodesOf, set, treeWhen } from '../support/extensionHost';

/** An address at which nobody listens: what the tree shows then is the sample's. */
const nowhere = 'http://127.0.0.1:9';

describe('the sample estate', function () {
  this.timeout(120_000);

  before(async () => {
    await set('emulatorEndpoint', nowhere);
    await treeWhen((roots) => {
      assert.equal(nodesOf(roots, 'registry').length, 0);
    });
  });

  after(async () => {
    await vscode.commands.executeCommand(commandIds.leaveSample);
    await set('emulatorEndpoint', emulatorUrl);
    await treeWhen((roots) => {
      assert.ok(nodesOf(roots, 'registry').length > 0);
    });
  });

  it('stands in for Azure when it is asked for, and nothing of it comes into the settings', async () => {
    await vscode.commands.executeCommand(commandIds.trySample);
    await treeWhen((roots) => {
      assert.ok(nodesOf(roots, 'registry').some(({ label }) => label === 'contosodata'));
      assert.ok(nodesOf(roots, 'cluster').some(({ label }) => label === 'aks-shop-eus2'));
    });
    const configuration = vscode.workspace.getConfiguration(settingsSection);
    assert.equal(configuration.get(settingNames.emulatorEndpoint), nowhere);
    await vscode.commands.executeCommand(commandIds.trySample);
    await treeWhen((roots) => {
      assert.ok(nodesOf(roots, 'registry').length > 0, 'asked for again, it is the same');
    });
  });

  it('is gone when it is left', async () => {
    await vscode.commands.executeCommand(commandIds.leaveSample);
    await treeWhen((roots) => {
      assert.equal(nodesOf(roots, 'registry').length, 0);
    });
  });
});
