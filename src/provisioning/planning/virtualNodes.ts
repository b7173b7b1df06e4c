import { t } from '@vscode/l10n';
import { nameOf } from '../../model/armId';
import { hazard } from '../plan/findings';
import type { Hazard } from '../plan/plan';

/**
 * Virtual nodes are container groups of Azure Container Instances, which pull from outside of the cluster's network
 * whatever way its node pools have. `except` ends the sentence, where somebody is let in all the same.
 */
export function virtualNodesShutOut(
  registryId: string,
  { id, name }: { readonly id: string; readonly name: string },
  except = '',
): Hazard {
  const registry = nameOf(registryId);
  return hazard({
    code: 'virtualNodesShutOut',
    about: [registryId, id],
    affected: [name],
    message: t`Virtual nodes of ${name} (Azure Container Instances) don’t pull over the private path of its node pools. Pods on them can’t pull from ${registry} while its public network access is disabled or restricted${except}.`,
    mitigation: t`Run pods with images of ${registry} on node pools.`,
  });
}
