import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { MicrosoftAccounts } from '../support/microsoftAccounts';
import {
  directories,
  fabrikamPair,
  lena,
  mira,
  sam,
  severalDirectories,
} from '../support/severalDirectories';
import { story } from '../support/story';
import { waitUntil } from '../support/waiting';
import { bothThemes } from '../support/workbench';
import { agreeAndApply } from '../support/planPage';

const accounts = new MicrosoftAccounts([mira, lena, sam], [directories.northwind]);
const scenario = accounts.keep('scenario.json', severalDirectories);
/** Nobody sends a token to Azure itself: the user turns the sign-in down. */
const publicAccounts = new MicrosoftAccounts([mira]);
const { registry, cluster, clusterId } = fabrikamPair;
/** Seconds: shorter than an operation that is held, longer than a request takes on a busy machine. */
const lifetime = 20;

/** People who have several accounts, and directories that ask for more, or aren't there any more. */
describe('several accounts and directories, the way a user has them', () => {
  const told = story('accounts', { settings: bothThemes, accounts: accounts.file, scenario });
  const { workbench, azure } = told;

  before(async () => {
    await azure.fault({ kind: 'claims-challenge', tenant: directories.fabrikam });
    await workbench.openViewContainer('ACR Private Link');
  });
  after(() => {
    accounts.dispose();
  });

  it('ask nothing of somebody who is signed in to VS Code for something else', async () => {
    await signInButton().waitFor();
    assert.equal(await dialog().count(), 0);
    await workbench.pictures('accounts-welcome');
  });

  it('show the directories of the account that was chosen: one asks for more proof, one is gone', async () => {
    await signInButton().click();
    await allow();
    await workbench.pickQuickInput(mira.label);
    await node(/^Contoso, 3 subscriptions/).waitFor();
    await node(/^Fabrikam, Sign in to this directory/).waitFor();
    await node(/^Northwind, Sign in to this directory/).waitFor();
    assert.deepEqual(await roots(), ['Contoso', 'Fabrikam', 'Northwind']);
    // All is read: nothing is drawn anew meanwhile.
    await node(/^Contoso Data, \d+ problem/).waitFor();
    await workbench.expand(/^Fabrikam/);
    await node(/^Contoso Cloud requires more verification in the directory Fabrikam/).waitFor();
    await workbench.pictures('accounts-first');
  });

  it('say in which directories a resource may be that isn’t found', async () => {
    await workbench.runCommand('ACR Private Link: Find Registry or Cluster…');
    const asked = await workbench.asked('Find Registry or Cluster');
    const note = asked
      .locator('.monaco-list-row')
      .filter({ hasText: 'Not everything could be read in Fabrikam, Northwind.' });
    await workbench.typeQuickInput('nobody has this');
    await note.waitFor();
    await workbench.pictures('accounts-gap');
    await workbench.page.keyboard.press('Escape');
    await asked.waitFor({ state: 'hidden' });
  });

  it('let somebody in who proves more, and keep the rest', async () => {
    await node(/^Fabrikam, /).click();
    await allow();
    await node(/^Fabrikam, 1 subscription/).waitFor();
    await workbench.expand(/^Fabrikam, 1/, /^Fabrikam Shop/, /^Container registries/);
    await node(new RegExp(`^${registry}`)).waitFor();
    assert.deepEqual(await roots(), ['Contoso', 'Fabrikam', 'Northwind']);
  });

  it('say what Entra ID says where there is no directory any more, and let it be hidden', async () => {
    await node(/^Northwind/).click();
    await allow();
    const told = await workbench.notification(/AADSTS90002/);
    await workbench.pictures('accounts-gone');
    assert.match(await told.innerText(), /Tenant '.*' not found.* hide this directory with Accounts/s);
    await workbench.runCommand('Notifications: Clear All Notifications');
    await choose();
    await workbench.pictures('accounts-picker');
    await workbench.acceptQuickInput();
    await node(/^Northwind/).waitFor({ state: 'detached' });
    assert.deepEqual(await roots(), ['Contoso', 'Fabrikam']);
  });

  it('add another account, which has to prove more before its directories are told', async () => {
    await choose('Sign in with another account');
    await workbench.acceptQuickInput();
    await allow();
    await workbench.pickQuickInput(lena.label);
    await node(/^lena\.vogel@fabrikam\.com, Sign in again/).waitFor();
    await workbench.pictures('accounts-proof');
    await node(/^lena/).click();
    await allow();
    await node(/^Fabrikam, lena\.vogel@fabrikam\.com · 1 subscription/).waitFor();
    await node(/^Fabrikam Data/).waitFor();
    await node(/^Fabrikam, mira\.jansen@contoso\.com · 1 subscription/).waitFor();
    await workbench.pictures('accounts-both');
  });

  it('leave a form alone when an account is added, also one without a subscription', async () => {
    // From now on tokens end while something is done with them.
    accounts.tokensLast(lifetime);
    await openForm(new RegExp(`^${registry}`), cluster);
    await choose('Sign in with another account');
    await workbench.acceptQuickInput();
    await allow();
    await workbench.pickQuickInput(sam.label);
    await node(/^Contoso, sam\.okafor@contoso\.com · 0 subscriptions/).waitFor();
    assert.equal(await form().locator('.elsewhere').count(), 0);
    await workbench.pictures('accounts-without-subscription');
    await previewAndApply();
  });

  it('stop an operation whose sign-in ends, and say where to sign in', async () => {
    await form().locator('.is-running').first().waitFor();
    accounts.endSignIn(mira, directories.fabrikam);
    await heading('The link isn’t complete').waitFor({ timeout: 60_000 });
    const problem = form().getByRole('region', { name: 'The link isn’t complete' });
    assert.match(
      await problem.innerText(),
      /no sign-in .* for mira\.jansen@contoso\.com in the directory Fabrikam/,
    );
    await workbench.pictures('accounts-ended');
    await node(/^Fabrikam, Sign in to this directory/).waitFor();
  });

  it('go on after the sign-in, with a new token whenever one ends', async () => {
    await form().getByRole('button', { name: 'Sign in', exact: true }).click();
    await allow();
    await node(/^Fabrikam Shop/).waitFor();
    await azure.settle();
    await form().getByRole('button', { name: 'Preview again' }).click();
    await form().getByRole('heading', { name: 'Plan', exact: true }).waitFor();
    const refused = await azure.refusedTokens();
    // What else is left depends on how far the first try came; this waited for the endpoint.
    await azure.hold('zoneGroup');
    await apply();
    await form().locator('.is-running').first().waitFor();
    const [began, given] = [Date.now(), accounts.given('silent', mira, directories.fabrikam)];
    await waitUntil(() => {
      assert.ok(Date.now() - began > lifetime * 1000, 'the first token has ended');
      assert.ok(accounts.given('silent', mira, directories.fabrikam) > given);
    });
    await azure.release();
    await heading('Linked').waitFor({ timeout: 60_000 });
    assert.equal(await azure.refusedTokens(), refused);
    const { verdict } = await azure.pull(clusterId, `${registry}.azurecr.emulator.example/shop/web:1.0.0`);
    assert.equal(verdict, 'Pulled');
    await workbench.runCommand('View: Close Editor');
  });

  it('stop where Azure asks for more proof before it writes, and go on with it', async () => {
    const method = ['PUT', 'PATCH', 'DELETE'];
    await azure.fault({ kind: 'claims-challenge', tenant: directories.contoso, match: { method } });
    await workbench.runCommand('ACR Private Link: Find Registry or Cluster…');
    await workbench.asked('Find Registry or Cluster');
    await workbench.pickQuickInput('contosodata.azurecr.emulator.example');
    await openForm(/^contosodata/, 'aks-shop-eus2');
    await form().locator('#preview').click();
    await heading('Plan').waitFor();
    await apply();
    await heading('The link isn’t complete').waitFor({ timeout: 60_000 });
    const problem = form().getByRole('region', { name: 'The link isn’t complete' });
    assert.match(await problem.innerText(), /requires more verification in the directory Contoso,/);
    await workbench.pictures('accounts-write');
    await problem.getByRole('button', { name: 'Sign in', exact: true }).click();
    await allow();
    await node(/^Contoso, mira/).waitFor();
    await form().getByRole('button', { name: 'Preview again' }).click();
    await heading('Plan').waitFor();
    await apply();
    await heading('Linked').waitFor({ timeout: 60_000 });
  });

  function signInButton(): Locator {
    return workbench.page.locator('.part.sidebar').getByRole('button', { name: 'Sign In to Azure' });
  }

  function dialog(): Locator {
    return workbench.page.locator('.monaco-dialog-box');
  }

  /** VS Code asks whether the extension may use its accounts. */
  async function allow(): Promise<void> {
    await dialog().filter({ hasText: 'ACR Private Link' }).waitFor();
    await workbench.answerDialog('Allow');
  }

  function node(name: RegExp): Locator {
    return workbench.treeItem(name);
  }

  async function roots(): Promise<readonly string[]> {
    const items = workbench.page.locator('.part.sidebar [role="treeitem"][aria-level="1"] .label-name');
    return items.allInnerTexts();
  }

  /** Opens Accounts and Directories…, and ticks a row. */
  async function choose(row?: string): Promise<void> {
    await workbench.runCommand('ACR Private Link: Accounts and Directories…');
    const picker = await workbench.asked('Accounts and Directories');
    await picker.locator('.monaco-list-row').first().waitFor();
    if (row !== undefined) await picker.locator('.monaco-list-row').filter({ hasText: row }).click();
  }

  function form(): FrameLocator {
    return workbench.webview();
  }

  function heading(name: string): Locator {
    return form().getByRole('heading', { name, exact: true }).first();
  }

  async function openForm(from: RegExp, to: string): Promise<void> {
    await workbench.pickFromContextMenu(node(from), 'Link to AKS…');
    await form().locator('#filter-cluster input').fill(to);
    await form().getByRole('checkbox', { name: to, exact: true }).click();
    await form().locator('#continue:not([disabled])').click();
    await form().locator('#preview:not([disabled])').waitFor();
  }

  /** Ends while the endpoint is being made, which takes until it is released. */
  async function previewAndApply(): Promise<void> {
    await azure.hold('privateEndpoint');
    await form().locator('#preview').click();
    await form().getByRole('heading', { name: 'Plan', exact: true }).waitFor();
    await apply();
  }

  async function apply(): Promise<void> {
    await agreeAndApply(form());
    await heading('Applying').waitFor();
  }
});

describe('an account of the public cloud', () => {
  const { workbench } = story('accounts-public', {
    settings: { 'acrPrivateLink.cloud': 'public' },
    accounts: publicAccounts.file,
  });
  after(() => {
    publicAccounts.dispose();
  });

  it('is asked for from VS Code’s sign-in with Microsoft, and only by a click', async () => {
    await workbench.openViewContainer('ACR Private Link');
    const signIn = workbench.page.locator('.part.sidebar').getByRole('button', { name: 'Sign In to Azure' });
    await signIn.waitFor();
    const dialog = workbench.page.locator('.monaco-dialog-box');
    assert.equal(await dialog.count(), 0);
    await signIn.click();
    await dialog.filter({ hasText: /ACR Private Link.* wants to sign in using Microsoft\./ }).waitFor();
    await workbench.answerDialog('Cancel');
    await signIn.waitFor();
    assert.equal(publicAccounts.given('signed in', mira, mira.home), 0);
  });
});
