import assert from 'node:assert/strict';
import type { AzureCli } from './azureCli';
import { has, list } from './reading';
import type { World } from './world';

/** Registers the emulator as a cloud and signs both service principals in, by Microsoft's own sign-in library. */
export async function signIn(world: World): Promise<void> {
  const { checks, names, operator, auditor, address } = world;
  const endpoints = { resourceManager: address, microsoftGraphResourceId: address };
  const config = JSON.stringify({ endpoints, suffixes: { acrLoginServerEndpoint: '.azurecr.io' } });
  const register = async (az: AzureCli): Promise<void> => {
    await az.get('cloud', 'register', '--name', 'emulator', '--cloud-config', config);
    await az.get('cloud', 'set', '--name', 'emulator');
  };
  const login = (appId: string, secret: string): string[] => [
    ...['login', '--service-principal', '--username', appId],
    ...['--password', secret, '--tenant', names.tenant],
  ];
  await checks.check('the cloud is registered; its other addresses are found by the metadata', async () => {
    await register(operator);
    await register(auditor);
    has(await operator.get('cloud', 'show'), {
      endpoints: { activeDirectory: `${address}/adfs`, activeDirectoryResourceId: address },
    });
  });
  await checks.check('a wrong secret is refused as Entra does', async () => {
    const text = await operator.refusal(...login(names.operator.applicationId, 'not-the-secret'));
    assert.match(text, /AADSTS7000215: Invalid client secret provided/);
  });
  await checks.check('an unknown application is refused as Entra does', async () => {
    const text = await operator.refusal(...login(names.tenant, 'anything'));
    assert.match(text, /AADSTS700016: Application with identifier/);
  });
  await checks.check('both service principals sign in and see the subscription', async () => {
    const { applicationId, secret } = names.operator;
    const [subscription] = list(await operator.get(...login(applicationId, secret)));
    has(subscription, { id: names.subscription, tenantId: names.tenant, user: { type: 'servicePrincipal' } });
    await auditor.get(...login(names.auditor.applicationId, names.auditor.secret));
    has(await auditor.get('account', 'show'), { user: { name: names.auditor.applicationId } });
  });
}
