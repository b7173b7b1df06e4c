import { resourceNotFound } from '../../arm/errors';
import type { ArmRequest } from '../../arm/provider';
import type { ArmResource } from '../../estate';

export const CLUSTER = 'Microsoft.ContainerService/managedClusters';

/** Versions of Microsoft.ContainerService that the Azure CLI and the SDKs of the last years send. */
export const clusterVersions = [
  '2026-06-01',
  '2026-04-01',
  '2025-10-01',
  '2025-08-01',
  '2025-05-01',
  '2025-03-01',
  '2025-02-01',
  '2024-09-01',
  '2024-05-01',
  '2024-02-01',
  '2023-11-01',
  '2023-05-01',
  '2022-11-01',
  '2022-09-01',
];

export function foundCluster(request: ArmRequest): ArmResource {
  const cluster = request.estate.get(request.id.path);
  if (cluster === undefined) throw resourceNotFound(request.id.label, request.id.resourceGroup);
  return cluster;
}
