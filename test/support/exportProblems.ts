/** What has to hold of the export of any plan, in every format: each answers what is wrong, in words. */
import { clouds } from '../../src/model/clouds';
import { sourceOfExisting } from '../../src/exporting/existing';
import { exportExisting, exportPlan, exportPlanWithImports } from '../../src/exporting/exportPlan';
import {
  exportFormats,
  type Exported,
  type ExportedFile,
  type ExportFormat,
} from '../../src/exporting/exported';
import { partsOfId, writesOf, type WrittenStep } from '../../src/exporting/model';
import { writesTakingOver } from '../../src/exporting/takingOver';
import { sameId } from '../../src/model/armId';
import type { AnyPlan, Existing } from '../../src/provisioning';
import { bicepProblems } from './exported/bicepProblems';
import { templateProblems } from './exported/deployedProblems';
import { scriptProblems } from './exported/scriptProblems';
import {
  importProblems,
  orderProblems,
  referenceProblems,
  schemaProblems,
  terraformProblems,
} from './exported/terraformProblems';
import { readTerraform } from './terraform';

/** All of it; nothing where the plan changes nothing, or is refused in a format that can't say it. */
export async function exportProblems(plan: AnyPlan): Promise<string[]> {
  if (writesOf(plan).length === 0) return [];
  const all = await Promise.all(exportFormats.map((format) => problemsAs(format, plan)));
  return all.flat();
}

/** The same of what is there, as it was read. */
export async function existingProblems(existing: Existing): Promise<string[]> {
  const { steps } = sourceOfExisting(existing);
  const all = exportFormats.map(async (format) => {
    const done = exportExisting(existing, format, clouds.public);
    if (done.kind === 'refused') return done.reasons;
    const text = done.files.map((file) => file.text).join('\n');
    if (format !== 'terraform') return readers[format](steps, text, done.files);
    const file = await readTerraform(text);
    return [
      ...schemaProblems(file),
      ...referenceProblems(file),
      ...orderProblems(steps, file),
      ...importProblems(file),
    ];
  });
  return (await Promise.all(all)).flat();
}

/** Of a plan as Terraform that takes over what is there: which things it doesn't, and what else it does. */
export async function takingOverProblems(plan: AnyPlan, there: Existing): Promise<string[]> {
  const done = exportPlanWithImports(plan, there, clouds.public);
  if (done.kind === 'refused') return [...done.reasons];
  const file = await readTerraform(done.files.map(({ text }) => text).join('\n'));
  const imported = [...file.imports.values()].map((id) => id.replace(/\?.*$/, ''));
  const isImported = (id: string) => imported.some((one) => sameId(one, id));
  // A network's body may hold subnets.
  const isThere = (id: string) =>
    there.things.some(({ resourceId }) =>
      [id, id.replace(/\/subnets\/[^/]+$/i, '')].some((one) => sameId(one, resourceId)),
    );
  return [
    ...schemaProblems(file),
    ...referenceProblems(file),
    ...orderProblems(writesTakingOver(plan, there), file),
    // Zone groups and replicas are parts of what they belong to.
    ...there.things
      .filter(({ resourceId }) => !isImported(resourceId) && !isImported(partsOfId(resourceId).parent))
      .map(({ resourceId }) => `${resourceId} isn’t imported`),
    ...imported.filter((id) => !isThere(id)).map((id) => `${id} is imported, and not there`),
  ];
}

async function problemsAs(format: ExportFormat, plan: AnyPlan): Promise<string[]> {
  const done = exportPlan(plan, format, clouds.public);
  const files = done.kind === 'exported' ? done.files : [];
  const text = files.map((file) => file.text).join('\n');
  const problems =
    done.kind === 'refused'
      ? refusalProblems(format, plan, done)
      : await readers[format](writesOf(plan), text, files);
  const [operation] = new RegExp(`acr-private-link-operation"? *[=:]|${plan.operationId}`).exec(text) ?? [];
  const mark = operation === undefined ? [] : [`the mark is in it: ${operation}`];
  // What deletes looks for the mark, so that nothing else goes.
  const isDeleting = writesOf(plan).some(({ action }) => action === 'delete');
  return [...problems, ...(isDeleting ? [] : mark)].map((problem) => `${format}: ${problem}`);
}

type Reader = (
  steps: readonly WrittenStep[],
  text: string,
  files: readonly ExportedFile[],
) => readonly string[] | Promise<readonly string[]>;

const readers: Readonly<Record<ExportFormat, Reader>> = {
  terraform: async (steps, text) => terraformProblems(steps, await readTerraform(text)),
  bicep: (steps, _, files) => bicepProblems(steps, files),
  armTemplate: templateProblems,
  azureCli: scriptProblems,
};

function isUndeployable({ action, request }: WrittenStep): boolean {
  return action === 'delete' || request.method === 'PATCH' || request.query !== undefined;
}

/** What a format can't say. */
const unsaid: Readonly<Record<ExportFormat, (step: WrittenStep) => boolean>> = {
  terraform: ({ action }) => action === 'delete',
  bicep: isUndeployable,
  armTemplate: isUndeployable,
  azureCli: ({ action, kind }) => action === 'delete' && kind === 'registry',
};

function refusalProblems(
  format: ExportFormat,
  plan: AnyPlan,
  { reasons }: Extract<Exported, { kind: 'refused' }>,
): string[] {
  // Names that Azure takes nowhere are in the way of the plan itself.
  const isFine = plan.blockers.length > 0 || writesOf(plan).some(unsaid[format]);
  return isFine ? [] : reasons.map((reason) => `refused: ${reason}`);
}
