import { FailureError } from '../model/failure';
import type { EstateStore } from '../platform/estateStore';
import type { Settings } from '../platform/parseSettings';
import { signInInteractively } from '../platform/signIn';

/** Signs in with VS Code's account; says what to do instead where another way of signing in is set. */
export async function signIn(store: EstateStore, settings: Settings, reset: () => void): Promise<void> {
  requireAzure(settings);
  if (settings.signIn === 'azureCli') {
    const tenant = settings.tenant === undefined ? '' : ` --tenant ${settings.tenant}`;
    throw elsewhere('The Azure CLI signs in.', `Run “az login${tenant}” in a terminal, then refresh.`);
  }
  if (settings.signIn === 'environment') {
    throw elsewhere(
      'Environment variables sign in.',
      'Start VS Code with AZURE_CLIENT_ID and its companions set.',
    );
  }
  await signInInteractively(settings);
  reset();
  store.refresh();
}

/** Throws a FailureError where an emulator stands in for Azure: it has no accounts, and the user's settings stay as they are. */
export function requireAzure({ emulatorEndpoint, sampleToken }: Settings): void {
  if (sampleToken !== undefined)
    throw elsewhere('The sample estate needs no account.', 'Leave the sample estate to work with Azure.');
  if (emulatorEndpoint !== undefined) {
    throw elsewhere(
      'The emulator takes no sign-in.',
      'Clear acrPrivateLink.emulator.endpoint to work with Azure.',
    );
  }
}

function elsewhere(message: string, nextAction: string): FailureError {
  return new FailureError({ code: 'signIn.elsewhere', kind: 'user', message, nextAction });
}
