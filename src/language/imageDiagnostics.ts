import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { isRegistryHost } from '../model/clouds';
import { visibleText } from '../model/shownText';
import { inSlices } from '../model/slices';
import { imageProblems, type ClusterView, type ImageProblem } from '../manifests/imageProblems';
import type { Estate, EstateStore } from '../platform/estateStore';
import { onManifestSettingsChanged, readManifestSettings } from '../platform/manifestSettings';
import { registrySuffixesInUse } from '../platform/settings';
import { isManifestLanguage } from './manifestLanguages';
import { clusterViewIn } from './clusterView';
import type { ManifestScanner } from './manifestScanner';
import { rangeIn } from './ranges';

export const diagnosticSource = 'ACR Private Link';

/** Long enough not to comment on half a word. */
const pauseMs = 300;

/**
 * Problems of the images in manifests that are open. Azure is only asked where a cluster is chosen and an image comes
 * from an Azure registry; opening a file never opens a sign-in.
 */
export class ImageDiagnostics {
  private readonly collection = vscode.languages.createDiagnosticCollection(diagnosticSource);
  private readonly pending = new Map<string, { timer: NodeJS.Timeout; abort: AbortController }>();
  /** Made once for what Azure said, not with every change of a text. */
  private readonly views = new WeakMap<Estate, { clusterId: string; view: ClusterView | undefined }>();
  private readonly lastViews = new Map<string, ClusterView>();
  private readonly subscriptions: readonly { dispose(): void }[];

  constructor(
    private readonly scanner: ManifestScanner,
    private readonly estate: EstateStore,
    private readonly log: { warn(message: string): void },
  ) {
    this.subscriptions = [
      vscode.workspace.onDidOpenTextDocument((document) => {
        this.schedule(document);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        this.schedule(document);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.cancel(uri.toString());
        this.collection.delete(uri);
        // A new untitled file can take the name of one before the end of that is told.
        for (const each of vscode.workspace.textDocuments) {
          if (each.uri.toString() === uri.toString()) this.schedule(each);
        }
      }),
      onManifestSettingsChanged(() => {
        this.scheduleAll();
      }),
      estate.onDidChange(() => {
        this.scheduleAll();
      }),
    ];
    this.scheduleAll();
  }

  dispose(): void {
    for (const key of [...this.pending.keys()]) this.cancel(key);
    for (const each of this.subscriptions) each.dispose();
    this.collection.dispose();
  }

  private scheduleAll(): void {
    for (const document of vscode.workspace.textDocuments) this.schedule(document);
  }

  private schedule(document: vscode.TextDocument): void {
    if (!isManifestLanguage(document) || !isEditable(document.uri)) return;
    const key = document.uri.toString();
    this.cancel(key);
    const abort = new AbortController();
    const timer = setTimeout(() => {
      this.check(document, abort.signal)
        .catch((error: unknown) => {
          this.log.warn(`Images in ${key} weren’t checked: ${String(error)}`);
        })
        .finally(() => {
          if (this.pending.get(key)?.abort === abort) this.pending.delete(key);
        });
    }, pauseMs);
    this.pending.set(key, { timer, abort });
  }

  private cancel(key: string): void {
    const pending = this.pending.get(key);
    if (pending === undefined) return;
    clearTimeout(pending.timer);
    pending.abort.abort();
    this.pending.delete(key);
  }

  private async check(document: vscode.TextDocument, signal: AbortSignal): Promise<void> {
    // Asked after each wait.
    const isPast = () => signal.aborted;
    const settings = readManifestSettings(document.uri);
    const scan = settings.diagnostics ? await this.scanner.scanWhileTyping(document) : undefined;
    if (isPast()) return;
    if (scan?.refusal !== undefined) {
      this.collection.set(document.uri, [notLookedAt(scan.refusal)]);
      return;
    }
    // Mistakes of YAML and JSON themselves are for others to tell.
    const { images: all, passedOver } =
      scan === undefined || scan.syntaxProblems.length > 0 ? { images: [], passedOver: [] } : scan;
    // Aliases of one anchor are one image: it is written once.
    const images = [...new Map(all.map((each) => [each.text.start, each])).values()];
    const suffixes = registrySuffixesInUse();
    const show = async (view: ClusterView | undefined) => {
      const diagnostics = await inSlices(images, ({ image, text, parts }) =>
        isPast()
          ? []
          : imageProblems(image, view, { suffixes, ...(parts && { parts }) }).map((problem) =>
              diagnosticOf(problem, rangeIn(document, text)),
            ),
      );
      if (isPast()) return;
      const hints = passedOver.flatMap(({ place, isEmpty }) =>
        isEmpty === true ? [] : notKnown(rangeIn(document, place)),
      );
      this.collection.set(document.uri, [...diagnostics.flat(), ...hints]);
    };
    const { clusterId } = settings;
    // What needs no Azure doesn't wait for it; what was known last time stays until it is known anew.
    await show(clusterId === undefined ? undefined : this.lastViews.get(clusterId));
    if (
      clusterId === undefined ||
      !images.some(({ image }) => isRegistryHost(image.split('/', 1)[0] ?? '', suffixes))
    )
      return;
    const view = await this.viewOf(clusterId);
    if (view === undefined) this.lastViews.delete(clusterId);
    else this.lastViews.set(clusterId, view);
    if (!isPast()) await show(view);
  }

  /** Undefined where Azure can't be read or the cluster isn't in the chosen subscriptions: then nothing is claimed. */
  private async viewOf(clusterId: string): Promise<ClusterView | undefined> {
    const estate = await this.estate.get();
    const known = this.views.get(estate);
    if (known?.clusterId === clusterId) return known.view;
    const view = clusterViewIn(estate, clusterId);
    this.views.set(estate, { clusterId, view });
    return view;
  }
}

/** Told once, at the beginning: what isn't shown would look as if there were nothing to show. */
function notLookedAt(refusal: string): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    new vscode.Range(0, 0, 0, 1),
    t`${refusal} Its images aren’t checked and have no actions here.`,
    vscode.DiagnosticSeverity.Information,
  );
  diagnostic.source = diagnosticSource;
  diagnostic.code = 'notLookedAt';
  return diagnostic;
}

/** A hint, not among the problems: much that is called an image is none. */
function notKnown(range: vscode.Range): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    range,
    t('This may be an image, but isn’t in a known place for one. It isn’t checked and has no actions.'),
    vscode.DiagnosticSeverity.Hint,
  );
  diagnostic.source = diagnosticSource;
  diagnostic.code = 'notKnown';
  return diagnostic;
}

function diagnosticOf(problem: ImageProblem, range: vscode.Range): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, visibleText(problem.message), severityOf(problem));
  diagnostic.source = diagnosticSource;
  diagnostic.code = problem.code;
  return diagnostic;
}

function severityOf({ severity }: ImageProblem): vscode.DiagnosticSeverity {
  switch (severity) {
    case 'error':
      return vscode.DiagnosticSeverity.Error;
    case 'warning':
      return vscode.DiagnosticSeverity.Warning;
    case 'information':
      return vscode.DiagnosticSeverity.Information;
  }
}

/** Not the old side of a comparison, nor what an extension only shows. */
function isEditable({ scheme }: vscode.Uri): boolean {
  return scheme === 'untitled' || vscode.workspace.fs.isWritableFileSystem(scheme) === true;
}
