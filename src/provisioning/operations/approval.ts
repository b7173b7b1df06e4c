/** Approves or rejects a private endpoint that waits for the registry's owner. */
import { t } from '@vscode/l10n';
import { nameOf } from '../../model/armId';
import { planApproval } from '../approving/planApproval';
import type { ApprovalSpec } from '../plan/approvalSpec';
import { kinds } from './kinds';
import { operation } from './operation';

export const approval = operation({
  ...kinds.approval,
  title: ({ decision, endpointId, registryId }: ApprovalSpec) =>
    decision === 'approve'
      ? t`Approve ${nameOf(endpointId)} on ${nameOf(registryId)}`
      : t`Reject ${nameOf(endpointId)} on ${nameOf(registryId)}`,
  registryId: ({ registryId }) => registryId,
  async observe({ connectionId, registryId }, { azure }, signal) {
    const [connection, link] = await Promise.all([
      azure.read(connectionId, signal),
      azure.observe({ registryId, clusterIds: [] }, signal),
    ]);
    return { connection, link };
  },
  plan: planApproval,
  // Azure lets nothing wait again.
});
