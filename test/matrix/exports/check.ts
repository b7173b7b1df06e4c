/** Random estates: whatever can be planned in one, and what is there afterwards, is right in every format. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { startEmulator } from '../../../emulator/src/server';
import { exportFormats } from '../../../src/exporting/exported';
import { exportExisting, exportPlan } from '../../../src/exporting/exportPlan';
import { clouds } from '../../../src/model/clouds';
import { observeExisting } from '../../../src/provisioning/existing/existing';
import { observePlanned } from '../../../src/provisioning/existing/ofPlan';
import type { AnyPlan } from '../../../src/provisioning/operations/table';
import { azureAt, never } from '../../contract/support/azure';
import { existingProblems, exportProblems, takingOverProblems } from '../../support/exportProblems';
import { buildEstate } from '../estates/build';
import { EstateLinking } from '../estates/linking';
import { anyEstate, type EstateModel } from '../estates/model';
import { spoil } from '../estates/spoil';
import { owner } from '../estates/world';

export interface ExportCounts {
  readonly estates: number;
  /** Plans, and links, registries and endpoints that are there. */
  readonly exported: number;
  readonly files: number;
  /** In a format that can't say it. */
  readonly refused: number;
  /** Scripts that shellcheck has looked at. */
  readonly shellchecked: number;
}

/** Throws with the smallest estate that it finds failing, and with the seed that leads there. */
export async function checkExports(numRuns: number, seed: number): Promise<ExportCounts> {
  const counts = { estates: 0, exported: 0, files: 0, refused: 0, shellchecked: 0 };
  const property = fc.asyncProperty(anyEstate, async (model) => {
    const { exported, scripts, files, refused } = await checkEstate(model);
    counts.estates += 1;
    counts.exported += exported;
    counts.files += files;
    counts.refused += refused;
    counts.shellchecked += checkScripts(scripts);
  });
  await fc.assert(property, { numRuns, seed });
  return counts;
}

async function checkEstate(model: EstateModel) {
  const emulator = await startEmulator({});
  const counts = { exported: 0, files: 0, refused: 0 };
  const scripts: string[] = [];
  const count = (print: (format: (typeof exportFormats)[number]) => ReturnType<typeof exportPlan>) => {
    counts.exported += 1;
    for (const format of exportFormats) {
      const done = print(format);
      if (done.kind === 'refused') counts.refused += 1;
      else counts.files += done.files.length;
      if (format === 'azureCli' && done.kind === 'exported')
        scripts.push(...done.files.map(({ text }) => text));
    }
  };
  const checkPlan = async (plan: AnyPlan) => {
    assert.deepEqual(await exportProblems(plan), []);
    count((format) => exportPlan(plan, format, clouds.public));
  };
  try {
    const estate = buildEstate(emulator.core, model);
    spoil(estate);
    const tokenSource = () => Promise.resolve({ token: `user:${owner}`, expiresOn: Date.now() + 3_600_000 });
    const linking = new EstateLinking(estate, azureAt(emulator.url, { tokenSource }));
    const checkTakingOver = async (plan: AnyPlan) => {
      if (plan.steps.some(({ action }) => action === 'delete')) return;
      const there = await observePlanned(plan, linking.azure, never);
      assert.deepEqual(await takingOverProblems(plan, there), [], JSON.stringify(there, undefined, 1));
    };
    const { plan } = await linking.propose();
    await checkPlan(plan);
    await checkTakingOver(plan);
    const outcome = plan.blockers.length === 0 ? await linking.tryToApply(plan) : undefined;
    if (outcome?.kind === 'done') await checkTakingOver(plan);
    if (outcome?.kind === 'done') await checkPlan(await linking.planRollBack(plan.operationId));
    for (const { id: clusterId } of estate.targets) {
      await checkPlan(await linking.planUnlink(clusterId, ({ keep }) => keep === undefined));
    }
    const { registryId, targets } = estate;
    const wishes = [
      ...targets.map(({ id: clusterId }) => ({ kind: 'link', registryId, clusterId }) as const),
      { kind: 'registry', registryId } as const,
    ];
    for (const wish of wishes) {
      const existing = await observeExisting(wish, linking, never);
      if (existing.things.length === 0) continue;
      assert.deepEqual(await existingProblems(existing), [], JSON.stringify(existing, undefined, 1));
      count((format) => exportExisting(existing, format, clouds.public));
    }
    return { ...counts, scripts };
  } finally {
    await emulator.close();
  }
}

/** By bash, and by shellcheck where it is; gives how many that has looked at. */
function checkScripts(scripts: readonly string[]): number {
  if (scripts.length === 0) return 0;
  const folder = mkdtempSync(join(tmpdir(), 'exported-scripts-'));
  try {
    const files = scripts.map((text, index) => {
      const file = join(folder, `${index}.sh`);
      writeFileSync(file, text);
      const { status, stderr } = spawnSync('bash', ['-n', file], { encoding: 'utf8' });
      assert.deepEqual([status, stderr], [0, '']);
      return file;
    });
    const program = process.env['SHELLCHECK'];
    if (program === undefined) return 0;
    const { status, stdout, stderr } = spawnSync(program, files, { encoding: 'utf8' });
    assert.deepEqual([status, stdout, stderr], [0, '', '']);
    return files.length;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
