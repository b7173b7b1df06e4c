import * as vscode from 'vscode';
import type { EstateStore } from '../platform/estateStore';
import { ImageActions } from './imageActions';
import type { ImageCatalog } from './imageCatalog';
import { ImageCompletion } from './imageCompletion';
import { ImageDiagnostics } from './imageDiagnostics';
import { ImageLens } from './imageLens';
import { manifestSelector } from './manifestLanguages';
import type { ManifestScanner } from './manifestScanner';

export interface LanguagePorts {
  readonly estate: EstateStore;
  readonly scanner: ManifestScanner;
  readonly log: { warn(message: string): void };
  readonly catalog?: ImageCatalog;
}

/** What the editor shows in files with manifests: lenses, quick fixes, completion and problems of images. */
export function registerLanguageFeatures(ports: LanguagePorts): readonly { dispose(): void }[] {
  const { estate, scanner, log, catalog } = ports;
  const lens = new ImageLens(scanner);
  return [
    lens,
    vscode.languages.registerCodeLensProvider(manifestSelector, lens),
    vscode.languages.registerCodeActionsProvider(manifestSelector, new ImageActions(scanner, estate), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.RefactorRewrite],
    }),
    vscode.languages.registerCompletionItemProvider(
      manifestSelector,
      new ImageCompletion(estate, catalog),
      ...ImageCompletion.triggers,
    ),
    new ImageDiagnostics(scanner, estate, log),
  ];
}
