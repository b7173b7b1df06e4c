/** The one door to exports: a plan in a format, or why it can't be said in it. Pure. */
import type { CloudName } from '../model/clouds';
import type { AnyPlan } from '../provisioning';
import { toArmTemplate } from './arm/template';
import { toAzureCli } from './azureCli/script';
import { toBicep } from './bicep/bicep';
import type { Exported, ExportFormat } from './exported';
import { writesOf } from './model';
import { unsayable } from './sayable';
import { toTerraform } from './terraform/terraform';

const formats: Readonly<Record<ExportFormat, (plan: AnyPlan, cloud: CloudName) => Exported>> = {
  terraform: toTerraform,
  bicep: toBicep,
  armTemplate: toArmTemplate,
  azureCli: toAzureCli,
};

/** Refused where nothing is written, and where a value can't be said safely in any format. */
export function exportPlan(plan: AnyPlan, format: ExportFormat, cloud: CloudName): Exported {
  const steps = writesOf(plan);
  const reasons = steps.length === 0 ? ['The plan changes nothing.'] : steps.flatMap(unsayable);
  return reasons.length > 0 ? { kind: 'refused', reasons } : formats[format](plan, cloud);
}
