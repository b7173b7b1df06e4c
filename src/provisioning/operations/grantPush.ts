/** Lets somebody push to one registry. */
import { t } from '@vscode/l10n';
import { nameOf } from '../../model/armId';
import { planGrantPush } from '../grant/planGrantPush';
import type { GrantPushSpec } from '../plan/grantPushSpec';
import { kinds } from './kinds';
import { operation } from './operation';

export const grantPush = operation({
  ...kinds.grantPush,
  title: ({ principalName, registryId }: GrantPushSpec) =>
    t`Grant ${principalName} push access to ${nameOf(registryId)}`,
  registryId: ({ registryId }) => registryId,
  observe: ({ registryId, principalId }, { azure }, signal) =>
    azure.observeGrant(registryId, principalId, signal),
  plan: planGrantPush,
});
