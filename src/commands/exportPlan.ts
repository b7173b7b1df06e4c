import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { languageIds } from '../contributions';
import { type Exported, type ExportedFile, type ExportFormat, exportFormats } from '../exporting/exported';
import { exportExisting, exportPlan as exported, exportPlanWithImports } from '../exporting/exportPlan';
import { FailureError } from '../model/failure';
import { folderBox } from '../platform/ask';
import { writeFiles } from '../platform/fileSet';
import type { Settings } from '../platform/parseSettings';
import { type AnyPlan, type Existing, observePlanned, type ResourceReader } from '../provisioning';
import { type PickedItem, pickOne } from './pick';
import { whileReading } from './whileReading';

const title = t('Export');

/**
 * What each format is called, and the languages that its editor may have, the best first. Of Terraform and Bicep VS Code
 * knows nothing without another extension: then the colours are this one's, which leaves all other files alone.
 */
const formats: Readonly<Record<ExportFormat, { label: string; detail: string; languages: string[] }>> = {
  terraform: {
    label: 'Terraform',
    detail: t('azurerm 4, and azapi for what azurerm doesn’t support'),
    languages: ['terraform', 'hcl', languageIds.terraform],
  },
  bicep: {
    label: 'Bicep',
    detail: t('One module per resource group'),
    languages: ['bicep', languageIds.bicep],
  },
  armTemplate: {
    label: t('ARM template'),
    detail: t('The request bodies, one deployment per resource group'),
    languages: ['arm-template', 'json'],
  },
  azureCli: {
    label: t('Azure CLI script'),
    detail: t('A Bash script that can be rerun and asks before it deletes'),
    languages: ['shellscript'],
  },
};

/** One more of a plan: its resources that are there already are read then. */
const withImports = {
  label: t('Terraform with import blocks'),
  detail: t('Also takes over existing resources that the plan uses or has created'),
};

/**
 * Export…: a plan as code, in a format and to a place that the user chooses. Azure is read where existing resources are to be
 * taken over, and not asked for anything else. Rejects with FailureError for a plan that can't be said in the format, and
 * where Azure can't be asked.
 */
export function exportPlan(
  plan: AnyPlan,
  { cloud }: Pick<Settings, 'cloud'>,
  azure: () => Promise<ResourceReader>,
): Promise<void> {
  const importing = async () => {
    const reader = await azure();
    const there = await whileReading(t('resources of the plan'), (signal) =>
      observePlanned(plan, reader, signal),
    );
    return there && exportPlanWithImports(plan, there, cloud);
  };
  const ofPlan = (format: ExportFormat) => choiceOf(format, () => exported(plan, format, cloud));
  return exportBy(
    [
      ofPlan('terraform'),
      { ...withImports, value: { format: 'terraform', print: importing } },
      ...exportFormats.filter((format) => format !== 'terraform').map(ofPlan),
    ],
    { what: t('This plan'), nextAction: t('Choose another format, or apply the plan here.') },
  );
}

/** The same of what is there. */
export function exportThere(existing: Existing, { cloud }: Pick<Settings, 'cloud'>): Promise<void> {
  return exportBy(
    exportFormats.map((format) => choiceOf(format, () => exportExisting(existing, format, cloud))),
    { what: existing.title, nextAction: t('Choose another format.') },
  );
}

interface Choice {
  readonly format: ExportFormat;
  /** Undefined where the user has turned away. */
  readonly print: () => Exported | Promise<Exported | undefined>;
}

function choiceOf(format: ExportFormat, print: () => Exported): PickedItem<Choice> {
  const { label, detail } = formats[format];
  return { label, detail, value: { format, print } };
}

async function exportBy(
  choices: readonly PickedItem<Choice>[],
  { what, nextAction }: { readonly what: string; readonly nextAction: string },
): Promise<void> {
  const choice = await pickOne(title, t('Choose a format'), choices);
  if (choice === undefined) return;
  const { format, print } = choice;
  const done = await print();
  if (done === undefined) return;
  if (done.kind === 'refused') {
    throw new FailureError({
      code: 'export.refused',
      kind: 'user',
      message: t`${what} can’t be exported as ${formats[format].label}. ${done.reasons.join(' ')}`,
      nextAction,
    });
  }
  // Files that name each other have to be somewhere.
  const place = done.files.length > 1 ? 'folder' : await placeOf();
  if (place === 'editor') await openAll(done.files, formats[format].languages);
  if (place === 'folder') await saveAll(done.files, formats[format].languages);
}

function placeOf(): Promise<'editor' | 'folder' | undefined> {
  return pickOne<'editor' | 'folder'>(title, t('Choose where to save the export'), [
    { label: t('Open in an Editor'), iconPath: new vscode.ThemeIcon('edit'), value: 'editor' },
    { label: t('Save in a Folder…'), iconPath: new vscode.ThemeIcon('folder'), value: 'folder' },
  ]);
}

async function languageOf(languages: readonly string[]): Promise<string> {
  const known = await vscode.languages.getLanguages();
  return languages.find((one) => known.includes(one)) ?? 'plaintext';
}

async function openAll(files: readonly ExportedFile[], languages: readonly string[]): Promise<void> {
  const language = await languageOf(languages);
  for (const { text } of files) {
    const document = await vscode.workspace.openTextDocument({ language, content: text });
    await vscode.window.showTextDocument(document, { preview: false });
  }
}

async function saveAll(files: readonly ExportedFile[], languages: readonly string[]): Promise<void> {
  const folder = await folderBox(title, t('Export Here'));
  const written = folder === undefined ? undefined : await writeFiles(folder, files);
  const language = await languageOf(languages);
  for (const uri of written ?? []) {
    const opened = await vscode.workspace.openTextDocument(uri);
    const isUnknown = opened.languageId === 'plaintext';
    const document = isUnknown ? await vscode.languages.setTextDocumentLanguage(opened, language) : opened;
    await vscode.window.showTextDocument(document, { preview: false });
  }
}
