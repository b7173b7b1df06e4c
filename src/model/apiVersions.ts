/** API versions that the plan's requests carry: those of the Azure SDK packages that the observer reads with. */
export const apiVersions = {
  resourceGroup: '2025-04-01',
  registry: '2025-11-01',
  network: '2026-01-01',
  privateDns: '2024-06-01',
  authorization: '2022-04-01',
} as const;
