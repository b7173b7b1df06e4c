import * as vscode from 'vscode';
import { type ExportedFile, type ExportFormat } from '../exporting/exported';
import { exportPlan as exported } from '../exporting/exportPlan';
import { FailureError } from '../model/failure';
import { folderBox } from '../platform/ask';
import { writeFiles } from '../platform/fileSet';
import type { Settings } from '../platform/parseSettings';
import type { AnyPlan } from '../provisioning';
import { pickOne } from './pick';

const title = 'Export';

/** What each format is called, and the languages that its editor may have, the best first. */
const formats: Readonly<Record<ExportFormat, { label: string; detail: string; languages: string[] }>> = {
  terraform: {
    label: 'Terraform',
    detail: 'azurerm 4, and azapi for what azurerm can’t say',
    // Only extensions bring one.
    languages: ['terraform', 'hcl', 'plaintext'],
  },
  bicep: {
    label: 'Bicep',
    detail: 'A module for each resource group',
    languages: ['bicep', 'plaintext'],
  },
  armTemplate: {
    label: 'ARM template',
    detail: 'The plan’s request bodies, one deployment a resource group',
    languages: ['arm-template', 'json'],
  },
  azureCli: {
    label: 'Azure CLI script',
    detail: 'A bash script that can be started again, and asks before it deletes',
    languages: ['shellscript'],
  },
};

/**
 * Export…: a plan as code, in a format and to a place that the user chooses. Nothing is asked of Azure. Rejects with
 * FailureError for a plan that can't be said in the format.
 */
export async function exportPlan(plan: AnyPlan, { cloud }: Pick<Settings, 'cloud'>): Promise<void> {
  const format = await pickOne<ExportFormat>(
    title,
    'Choose a format',
    (Object.keys(formats) as ExportFormat[]).map((value) => {
      const { label, detail } = formats[value];
      return { label, detail, value };
    }),
  );
  if (format === undefined) return;
  const done = exported(plan, format, cloud.name);
  if (done.kind === 'refused') {
    throw new FailureError({
      code: 'export.refused',
      kind: 'user',
      message: `This plan can’t be exported as ${formats[format].label}. ${done.reasons.join(' ')}`,
      nextAction: 'Choose another format, or apply the plan here.',
    });
  }
  // Files that name each other have to be somewhere.
  const place = done.files.length > 1 ? 'folder' : await placeOf();
  if (place === 'editor') await openAll(done.files, formats[format].languages);
  if (place === 'folder') await saveAll(done.files);
}

function placeOf(): Promise<'editor' | 'folder' | undefined> {
  return pickOne<'editor' | 'folder'>(title, 'Choose where it goes', [
    { label: 'Open in an Editor', iconPath: new vscode.ThemeIcon('edit'), value: 'editor' },
    { label: 'Save in a Folder…', iconPath: new vscode.ThemeIcon('folder'), value: 'folder' },
  ]);
}

async function openAll(files: readonly ExportedFile[], languages: readonly string[]): Promise<void> {
  const known = await vscode.languages.getLanguages();
  const language = languages.find((one) => known.includes(one)) ?? 'plaintext';
  for (const { text } of files) {
    const document = await vscode.workspace.openTextDocument({ language, content: text });
    await vscode.window.showTextDocument(document, { preview: false });
  }
}

async function saveAll(files: readonly ExportedFile[]): Promise<void> {
  const folder = await folderBox(title, 'Export Here');
  const written = folder === undefined ? undefined : await writeFiles(folder, files);
  for (const uri of written ?? []) {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
  }
}
