import type * as vscode from 'vscode';
import { looksLikeKubernetes } from '../manifests/imageContext';
import type { ManifestScan } from '../manifests/scanned';

/** The half of the extension that carries the YAML library, loaded when first needed. */
export interface ManifestsModule {
  scanManifests(text: string): ManifestScan;
}

export interface ManifestScanner {
  /** What the document holds as it is now; undefined if it doesn't look like Kubernetes. */
  scan(document: vscode.TextDocument): ManifestScan | undefined;
  /** The same for what runs by itself as the user types: undefined for texts that would take too long, too. */
  scanWhileTyping(document: vscode.TextDocument): ManifestScan | undefined;
}

/** A text of this length takes about half a second to read. */
const longest = 500_000;

/** Lens, diagnostics and actions ask for the same version of a document: it is read once. */
export function createManifestScanner(load: () => ManifestsModule): ManifestScanner {
  const scans = new WeakMap<vscode.TextDocument, { version: number; scan: ManifestScan | undefined }>();
  const scan = (document: vscode.TextDocument): ManifestScan | undefined => {
    const { version } = document;
    const known = scans.get(document);
    if (known?.version === version) return known.scan;
    const text = document.getText();
    const found = looksLikeKubernetes(text) ? load().scanManifests(text) : undefined;
    scans.set(document, { version, scan: found });
    return found;
  };
  return {
    scan,
    scanWhileTyping: (document) =>
      document.offsetAt(document.lineAt(document.lineCount - 1).range.end) > longest
        ? undefined
        : scan(document),
  };
}
