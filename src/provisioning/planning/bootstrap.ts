/** The registry from which AKS itself starts a cluster's nodes: without it no node comes up, whatever pods pull. */
import { t } from '@vscode/l10n';
import { nameOf, sameId } from '../../model/armId';
import { hazard } from '../plan/findings';
import type { Hazard, Step, StepKind } from '../plan/plan';

export interface Booting {
  readonly id: string;
  readonly name: string;
  readonly bootstrapRegistryId?: string;
}

/** By what AKS reaches the registry and is let in. */
const ways: readonly StepKind[] = [
  'peering',
  'zoneLink',
  'zoneGroup',
  'endpoint',
  'roleAssignment',
  'registry',
];

/** One for each cluster that starts its nodes from the registry and loses something of its way there; typed by its name. */
export function stopsStartingNodes(
  registryId: string,
  clusters: readonly Booting[],
  deletions: readonly Step[],
): Hazard[] {
  if (!deletions.some(({ kind }) => ways.includes(kind))) return [];
  return clusters
    .filter(({ bootstrapRegistryId }) => sameId(bootstrapRegistryId, registryId))
    .map(({ id, name }) => startsNodesFrom(registryId, { id, name }));
}

/** What a cluster loses that is cut off from the registry that AKS starts its nodes from. */
export function startsNodesFrom(
  registryId: string,
  { id, name }: Omit<Booting, 'bootstrapRegistryId'>,
): Hazard {
  const registry = nameOf(registryId);
  return hazard({
    code: 'stopsStartingNodes',
    about: [registryId, id],
    affected: [name],
    message: t`AKS bootstraps the nodes of ${name} from ${registry} (bootstrap profile of a network isolated cluster). Without access to it, nodes that are added, upgraded, or repaired don’t start.`,
    mitigation: t(
      'Switch the cluster to another bootstrap registry first (az aks update --bootstrap-container-registry-resource-id).',
    ),
    typed: registry,
  });
}
