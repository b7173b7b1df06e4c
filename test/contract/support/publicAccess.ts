/** Who pulls from a registry and by which way, and the plan that changes its public access, over the emulator. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { PublicAccessPlan, WantedAccess } from '../../../src/provisioning/plan/publicAccessSpec';
import type { Azure } from '../../../src/provisioning/ports';
import { observePublicAccess } from '../../../src/provisioning/publicAccess/observePublicAccess';
import type { Path } from '../../../src/provisioning/publicAccess/paths';
import { planPublicAccess } from '../../../src/provisioning/publicAccess/planPublicAccess';
import { pullersOf, type Pullers } from '../../../src/provisioning/publicAccess/pullers';
import { recordOf } from '../../support/record';
import { never } from './azure';

export async function planAccess(
  azure: Azure,
  registryId: string,
  access: WantedAccess,
  trustedServices = true,
): Promise<PublicAccessPlan> {
  const observed = await observePublicAccess(registryId, azure, never);
  return planPublicAccess({ schemaVersion: 1, registryId, access, trustedServices }, observed, randomUUID());
}

export async function readPullers(azure: Azure, registryId: string): Promise<Pullers> {
  const found = pullersOf(await observePublicAccess(registryId, azure, never));
  assert.ok(found, 'it can be said who pulls');
  return found;
}

/** The verdict on each cluster's way, by the cluster's name. */
export async function pathsTo(azure: Azure, registryId: string): Promise<Record<string, Path['verdict']>> {
  const { clusters } = await readPullers(azure, registryId);
  return recordOf(clusters.map(({ name, path }): [string, Path['verdict']] => [name, path.verdict]));
}
