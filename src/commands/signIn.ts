import { t } from '@vscode/l10n';
import { type Failure, FailureError } from '../model/failure';
import type { EstateStore } from '../platform/estateStore';
import type { Settings } from '../platform/parseSettings';
import { signInInteractively } from '../platform/signIn';

/** Signs in with VS Code's account, to `place` where a failure says which one lacks; says what to do instead where another way of signing in is set. */
export async function signIn(
  store: EstateStore,
  settings: Settings,
  reset: () => void,
  place: NonNullable<Failure['signIn']> = {},
): Promise<void> {
  requireAzure(settings);
  if (settings.signIn === 'azureCli') {
    const tenant = settings.tenant === undefined ? '' : ` --tenant ${settings.tenant}`;
    throw elsewhere(
      t('Sign-in uses the Azure CLI.'),
      t`Run “az login${tenant}” in a terminal, then refresh.`,
    );
  }
  if (settings.signIn === 'environment') {
    throw elsewhere(
      t('Sign-in uses environment variables.'),
      t('Start VS Code with AZURE_TENANT_ID, AZURE_CLIENT_ID, and a secret or certificate set.'),
    );
  }
  if (settings.signIn === 'managedIdentity') {
    throw elsewhere(
      t('A managed identity signs in.'),
      t('Run VS Code’s server where there is one, or choose another way in acrPrivateLink.signIn.'),
    );
  }
  const { tenantId: tenant = settings.tenant, account } = place;
  await signInInteractively({ cloud: settings.cloud, tenant, account });
  reset();
  store.refresh();
}

/** Throws a FailureError where an emulator stands in for Azure: it has no accounts, and the user's settings stay as they are. */
export function requireAzure({ emulatorEndpoint, sampleToken }: Settings): void {
  if (sampleToken !== undefined)
    throw elsewhere(
      t('The sample estate needs no account.'),
      t('Leave the sample estate to work with Azure.'),
    );
  if (emulatorEndpoint !== undefined) {
    throw elsewhere(
      t('The emulator doesn’t use a sign-in.'),
      t('Clear acrPrivateLink.emulator.endpoint to work with Azure.'),
    );
  }
}

function elsewhere(message: string, nextAction: string): FailureError {
  return new FailureError({ code: 'signIn.elsewhere', kind: 'user', message, nextAction });
}
