import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { nameOf } from '../model/armId';
import type { EstateStore } from '../platform/estateStore';
import { estateReport as reportOf } from '../views/report/estateReport';
import { type ReportFormat, reportText } from '../views/report/reportText';
import { pickOne } from './pick';
import { textOf } from './target';

const languages: Readonly<Record<ReportFormat, string>> = {
  markdown: 'markdown',
  // Only extensions bring a language for it.
  csv: 'plaintext',
  json: 'json',
};

/**
 * Estate Report…: opens a report of a subscription (where the argument names one) or of all that are shown in an untitled
 * editor. From what the tree has: asks Azure only where nothing was read yet. Rejects with FailureError.
 */
export async function estateReport(argument: unknown, store: EstateStore): Promise<void> {
  const format = await pickOne<ReportFormat>(t('Estate Report'), t('Choose a format'), [
    { label: 'Markdown', detail: t('Tables for reading or for a wiki'), value: 'markdown' },
    { label: 'CSV', detail: t('One table for a spreadsheet'), value: 'csv' },
    { label: 'JSON', detail: t('For programs, with a schema version'), value: 'json' },
  ]);
  if (format === undefined) return;
  const estate = await store.get();
  const given = textOf(argument, 'resourceId');
  const only = given !== undefined && /^\/subscriptions\/[^/]+$/i.test(given) ? nameOf(given) : undefined;
  const at = store.latest?.estate === estate ? store.latest.at : Date.now();
  const content = reportText(reportOf(estate, at, only), format);
  const document = await vscode.workspace.openTextDocument({ language: languages[format], content });
  await vscode.window.showTextDocument(document, { preview: false });
}
