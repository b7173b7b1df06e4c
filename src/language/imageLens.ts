import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { commandIds } from '../contributions';
import { shownText } from '../model/shownText';
import { onManifestSettingsChanged, readManifestSettings } from '../platform/manifestSettings';
import type { ManifestScanner } from './manifestScanner';
import { rangeIn } from './ranges';

/** Above each image: the way to another registry. */
export class ImageLens implements vscode.CodeLensProvider {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription = onManifestSettingsChanged(() => {
    this.changed.fire();
  });
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(private readonly scanner: ManifestScanner) {}

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!readManifestSettings(document.uri).codeLens) return [];
    const scan = await this.scanner.scanWhileTyping(document);
    // In a text with a mistake nothing can be changed, and lenses that come and go move the lines while one types.
    if (scan === undefined || scan.syntaxProblems.length > 0) return [];
    return scan.images.map(
      ({ place, container }) =>
        new vscode.CodeLens(rangeIn(document, place), {
          title: t('Point at registry…'),
          tooltip: shownText(t`Choose the registry that the image of ${container} is pulled from`),
          command: commandIds.pointImage,
          arguments: [{ uri: document.uri.toString(), offset: place.start }],
        }),
    );
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}
