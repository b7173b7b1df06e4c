import { t } from '@vscode/l10n';
import { nameOf } from '../model/armId';
import type { EstateStore } from '../platform/estateStore';
import { pickPrincipal } from './grantPushPrincipal';
import type { OperationPage, OperationPorts } from './operationPage';
import { pickOne } from './pick';
import { pickRegistry } from './pickInEstate';
import { registryOf } from './registryOf';
import { pairOf } from './target';

/** Grant Push Access…: opens the page that lets somebody push to one registry. Rejects with FailureError. */
export async function grantPush(
  argument: unknown,
  store: EstateStore,
  page: OperationPage,
  ports: OperationPorts,
): Promise<void> {
  const registryId = pairOf(argument).registryId ?? (await pickRegistry(store, t('Grant Push Access')));
  if (registryId === undefined) return;
  const title = t`Grant Push Access to ${nameOf(registryId)}`;
  const azure = await ports.azure();
  const principal = await pickPrincipal(title, store, {
    listIdentities: (ids, signal) => azure.listIdentities(ids, signal),
    // In the registry's directory: nobody of another one gets a role there.
    findPrincipals: (type, text, signal) => azure.findPrincipals(type, text, signal, registryId),
    signedIn: (signal) => azure.signedIn(signal, registryId),
  });
  if (principal === undefined) return;
  const { roleAssignmentMode } = await registryOf(registryId, store);
  const browse = roleAssignmentMode === 'abac' ? await askBrowse(title) : false;
  if (browse === undefined) return;
  page.open({ kind: 'grantPush', spec: { registryId, browse, ...principal } });
}

/** In ABAC mode listing repositories is a role of its own, which nobody should get without knowing. */
function askBrowse(title: string): Promise<boolean | undefined> {
  const choices = [
    {
      label: t('Push and pull'),
      detail: t('Container Registry Repository Writer. Requires knowing the repository names.'),
      value: false,
    },
    {
      label: t('Push, pull and list repositories'),
      detail: t('Adds Container Registry Repository Catalog Lister, for example for browsing in the portal'),
      value: true,
    },
  ];
  const placeholder = t('The registry uses ABAC repository permissions. Choose what to grant.');
  return pickOne(title, placeholder, choices);
}
