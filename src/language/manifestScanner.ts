import type * as vscode from 'vscode';
import { isLong, othersTurn } from '../model/slices';
import { isChartValues, looksLikeKubernetes } from '../manifests/imageContext';
import { jsonProblem } from '../manifests/json';
import { refusedScan, type ManifestScan, type TextKind } from '../manifests/scanned';
import { limitsWhenAsked, limitsWhileTyping, refusals, type Limits } from '../manifests/work';

/** The half of the extension that carries the YAML library, loaded when first needed. */
export interface ManifestsModule {
  scanSteps(text: string, limits: Limits, kind: TextKind): Generator<undefined, ManifestScan>;
}

/** Both answer undefined for what neither looks like Kubernetes nor is named as a chart's values are. */
export interface ManifestScanner {
  /** What the document holds as it is when the promise is kept. For what the user asks for. */
  scan(document: vscode.TextDocument): Promise<ManifestScan | undefined>;
  /** The same for what runs by itself as the user types: it refuses texts earlier. */
  scanWhileTyping(document: vscode.TextDocument): Promise<ManifestScan | undefined>;
}

/** Characters at the beginning of a text that is too long to be read as a whole. */
const beginning = 100_000;

/** Lens, diagnostics and actions ask for the same version of a document: it is read once. */
export function createManifestScanner(load: () => ManifestsModule): ManifestScanner {
  const read = async (
    document: vscode.TextDocument,
    limits: Limits,
    again: () => Promise<ManifestScan | undefined>,
  ): Promise<ManifestScan | undefined> => {
    const { version } = document;
    const kind = kindOf(document);
    if (lengthOf(document) > limits.length) {
      const isMeant = kind === 'values' || looksLikeKubernetes(beginningOf(document));
      return isMeant ? refusedScan(refusals.length, kind) : undefined;
    }
    const text = document.getText();
    if (kind === 'manifests' && !looksLikeKubernetes(text)) return undefined;
    const steps = load().scanSteps(text, limits, kind);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return document.languageId === 'json' ? asJson(step.value, text) : step.value;
      if (!isLong()) continue;
      await othersTurn();
      if (document.version !== version) return again();
    }
  };
  const scanWhileTyping = oncePerVersion((document) =>
    read(document, limitsWhileTyping, () => scanWhileTyping(document)),
  );
  const scanFurther = oncePerVersion((document) =>
    read(document, limitsWhenAsked, () => scanFurther(document)),
  );
  return {
    scanWhileTyping,
    scan: async (document) => {
      const scan = await scanWhileTyping(document);
      return scan?.refusal === undefined ? scan : scanFurther(document);
    },
  };
}

/** Helm takes values in JSON, too, but nobody names those as these. */
export function kindOf({ languageId, uri }: Pick<vscode.TextDocument, 'languageId' | 'uri'>): TextKind {
  return languageId === 'yaml' && isChartValues(uri.path) ? 'values' : 'manifests';
}

/** Nothing in it may be changed, either, where it is YAML and no JSON. */
function asJson(scan: ManifestScan, text: string): ManifestScan {
  const problem = scan.refusal === undefined ? jsonProblem(text) : undefined;
  return problem === undefined ? scan : { ...scan, syntaxProblems: [problem] };
}

type Scan = (document: vscode.TextDocument) => Promise<ManifestScan | undefined>;

function oncePerVersion(scan: Scan): Scan {
  const scans = new WeakMap<vscode.TextDocument, { version: number; scan: ReturnType<Scan> }>();
  return (document) => {
    const { version } = document;
    const known = scans.get(document);
    if (known?.version === version) return known.scan;
    const found = scan(document);
    scans.set(document, { version, scan: found });
    return found;
  };
}

function lengthOf(document: vscode.TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}

function beginningOf(document: vscode.TextDocument): string {
  const lines: string[] = [];
  let length = 0;
  for (let line = 0; line < document.lineCount && length < beginning; line += 1) {
    const text = document.lineAt(line).text.slice(0, beginning);
    lines.push(text);
    length += text.length + 1;
  }
  return lines.join('\n');
}
