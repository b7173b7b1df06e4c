/** A plan as code: the one that its form shows, so that the user sees what is exported. */
import * as v from 'valibot';
import { exportFormats } from '../exporting/exported';
import { exportPlan } from '../exporting/exportPlan';
import type { Cloud } from '../model/clouds';
import type { EstateStore } from '../platform/estateStore';
import { titleOf } from '../provisioning';
import { namesOthers } from './chosen';
import { ToolError } from './errors';
import { linkEntries, linkOf, type PlanForms } from './planTools';
import { tool } from './tool';

const schema = v.strictObject({ ...linkEntries, format: v.picklist(exportFormats) });

export function exportTool(
  store: Pick<EstateStore, 'get'>,
  forms: Pick<PlanForms, 'link'>,
  cloud: () => Cloud,
) {
  return tool({
    schema,
    progress: ({ registry, format }) => `Exporting the plan of a link of ${registry} as ${format}`,
    async run({ format, ...link }) {
      const plan = await forms.link(await linkOf(link, store));
      const exported = exportPlan(plan, format, cloud());
      const title = titleOf(plan);
      if (exported.kind === 'refused')
        return {
          says: ['This plan can’t be exported in this format. Nothing was written.'],
          data: { title, reasons: exported.reasons },
        };
      const { files } = exported;
      // Code with gaps would be wrong code.
      const chosen = await store.get();
      if (files.some(({ text }) => namesOthers(text, chosen)))
        throw new ToolError(
          'The plan includes resources of subscriptions that aren’t selected, which tools don’t show. Ask the user to export it with Export… in the open form.',
        );
      return {
        says: ['These files are the plan shown in the open form. Nothing was written to Azure or to disk.'],
        data: { title, format, files },
        isCode: true,
      };
    },
  });
}
