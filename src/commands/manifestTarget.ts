/** Which document, and which place in it, a command about manifests is called on. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { isManifestLanguage } from '../language/manifestLanguages';
import type { ManifestScanner } from '../language/manifestScanner';
import { wholeTextProblem } from '../manifests/pointImage';
import type { ManifestScan, TextRange } from '../manifests/scanned';
import { shownText } from '../model/shownText';
import { FailureError } from '../model/failure';
import { numberOf, textOf } from './target';

export interface ManifestTarget {
  readonly document: vscode.TextDocument;
  readonly scan: ManifestScan;
}

/**
 * The document that the argument names by `uri`, else the one in the active editor. Throws a FailureError if that is no
 * YAML or JSON, can't be read as such, or isn't read because of its size: then nothing in it may be changed.
 */
export async function manifestTarget(argument: unknown, scanner: ManifestScanner): Promise<ManifestTarget> {
  const uri = textOf(argument, 'uri');
  const document =
    uri === undefined
      ? vscode.window.activeTextEditor?.document
      : await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
  if (document === undefined || !isManifestLanguage(document)) {
    const message = t('No YAML or JSON file is open in the active editor.');
    throw failure('noManifest', message, t('Open a manifest, then try again.'));
  }
  const scan = await scanner.scan(document);
  if (scan === undefined) {
    throw failure(
      'notKubernetes',
      t`${nameOf(document)} contains no Kubernetes manifest.`,
      t('Open a file with apiVersion and kind, or a chart’s values.yaml, then try again.'),
    );
  }
  if (scan.refusal !== undefined) {
    throw failure(
      'notLookedAt',
      t`${nameOf(document)} wasn’t changed. ${scan.refusal}`,
      t('Split it into smaller files, or edit it manually.'),
    );
  }
  const problem = wholeTextProblem(scan);
  if (problem !== undefined) {
    throw failure(
      'invalidManifest',
      t`${nameOf(document)} wasn’t changed. ${problem}`,
      t('Correct it, then try again.'),
    );
  }
  return { document, scan };
}

/** The fields at the argument's `offset`; all where it says none. */
export function fieldsAt<T extends { readonly place: TextRange }>(
  fields: readonly T[],
  argument: unknown,
): readonly T[] {
  const offset = numberOf(argument, 'offset');
  if (offset === undefined) return fields;
  return fields.filter(({ place }) => place.start <= offset && offset <= place.end);
}

/** Applies an edit that was made for this version of the document. Throws a FailureError if it can't be. */
export async function applyTo(
  { document }: ManifestTarget,
  version: number,
  edit: vscode.WorkspaceEdit,
): Promise<void> {
  if (document.version !== version) {
    throw failure('changed', t`${nameOf(document)} has changed since.`, t('Run the command again.'));
  }
  if (await vscode.workspace.applyEdit(edit)) return;
  throw failure('notChanged', t`${nameOf(document)} can’t be changed.`, t('Open the file for editing.'));
}

export function nameOf({ uri }: vscode.TextDocument): string {
  return vscode.workspace.asRelativePath(uri, false);
}

export function failure(name: string, message: string, nextAction: string): FailureError {
  return new FailureError({
    code: `manifests.${name}`,
    kind: 'user',
    message: shownText(message),
    nextAction,
  });
}
