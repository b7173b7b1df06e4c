/** The one door to exports: a plan, or what is there, in a format, or why it can't be said in it. Pure. */
import type { Cloud } from '../model/clouds';
import type { AnyPlan, Existing } from '../provisioning';
import { toArmTemplate } from './arm/template';
import { toAzureCli } from './azureCli/script';
import { toBicep } from './bicep/bicep';
import { sourceOfExisting } from './existing';
import type { Exported, ExportFormat } from './exported';
import { headerOf } from './header';
import { type Source, writesOf } from './model';
import { unsayable } from './sayable';
import { writesTakingOver } from './takingOver';
import { toTerraform } from './terraform/terraform';

const formats: Readonly<Record<ExportFormat, (source: Source, cloud: Cloud) => Exported>> = {
  terraform: toTerraform,
  bicep: toBicep,
  armTemplate: toArmTemplate,
  azureCli: toAzureCli,
};

/** Refused where nothing is written, and where a value can't be said safely in any format. */
export function exportPlan(plan: AnyPlan, format: ExportFormat, cloud: Cloud): Exported {
  const steps = writesOf(plan);
  if (steps.length === 0) return { kind: 'refused', reasons: ['The plan changes nothing.'] };
  return printed({ steps, header: headerOf(plan) }, format, cloud);
}

/** As Terraform that takes over what is there already of what the plan uses and makes. */
export function exportPlanWithImports(plan: AnyPlan, there: Existing, cloud: Cloud): Exported {
  const steps = writesTakingOver(plan, there);
  if (steps.length === 0) return { kind: 'refused', reasons: ['The plan changes nothing.'] };
  return printed({ steps, header: headerOf(plan, there.left) }, 'terraform', cloud);
}

/** The same of what is there; refused where nothing of it can be read. */
export function exportExisting(existing: Existing, format: ExportFormat, cloud: Cloud): Exported {
  const source = sourceOfExisting(existing);
  if (source.steps.length === 0)
    return { kind: 'refused', reasons: ['Nothing of it can be read.', ...existing.left] };
  return printed(source, format, cloud);
}

function printed(source: Source, format: ExportFormat, cloud: Cloud): Exported {
  const reasons = source.steps.flatMap(unsayable);
  return reasons.length > 0 ? { kind: 'refused', reasons } : formats[format](source, cloud);
}
