import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { commandIds } from '../contributions';
import { sameId } from '../model/armId';
import { shownLabel } from '../model/shownText';
import { otherHostOf } from '../manifests/hosts';
import { otherHostCodes } from '../manifests/imageProblems';
import { parseReference } from '../manifests/reference';
import { editsOf, pointImage } from '../manifests/pointImage';
import type { ImageField, ManifestScan } from '../manifests/scanned';
import type { EstateStore } from '../platform/estateStore';
import { readManifestSettings } from '../platform/manifestSettings';
import { registrySuffixesInUse } from '../platform/settings';
import { diagnosticSource } from './imageDiagnostics';
import type { ManifestScanner } from './manifestScanner';
import { rangeIn, workspaceEdit } from './ranges';
import { withinToken } from './withinToken';

/** Quick fixes of what the diagnostics say, and what can be done with an image or a pull secret at any time. */
export class ImageActions implements vscode.CodeActionProvider {
  constructor(
    private readonly scanner: ManifestScanner,
    private readonly estate: EstateStore,
  ) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    _context: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const scan = await this.scanner.scanWhileTyping(document);
    if (scan === undefined || scan.syntaxProblems.length > 0) return [];
    const touched = <T extends { readonly place: ImageField['place'] }>(fields: readonly T[]): readonly T[] =>
      fields.filter(({ place }) => onLinesOf(range, rangeIn(document, place)));
    const images = touched(scan.images);
    const problems = ownProblems(document);
    // Taken once: all of a text can be on one line, and VS Code puts it together each time.
    const text = document.getText();
    return [
      ...images.flatMap((field) => loginServerFix(document, text, field, problems) ?? []),
      ...(await this.linkFixes(document, images, problems, token)),
      ...images.map((field) => pointAction(document, field, images.length > 1)),
      ...touched(scan.pullSecrets).flatMap((field) => secretAction(document, field) ?? []),
    ];
  }

  /** The way to a link is only known once the registries are: they are not waited for longer than VS Code does. */
  private async linkFixes(
    document: vscode.TextDocument,
    images: readonly ImageField[],
    problems: Problems,
    token: vscode.CancellationToken,
  ): Promise<readonly vscode.CodeAction[]> {
    const { clusterId } = readManifestSettings(document.uri);
    const notLinked = images.flatMap((field) => {
      const diagnostic = problems.get(problemKey('notLinked', document.positionAt(field.text.start)));
      return diagnostic === undefined ? [] : [{ field, diagnostic }];
    });
    if (clusterId === undefined || notLinked.length === 0) return [];
    const estate = await withinToken(this.estate.get(), token);
    const cluster = estate?.inventory.clusters.find(({ id }) => sameId(id, clusterId));
    if (estate === undefined || cluster === undefined) return [];
    const registries = new Map(
      estate.inventory.registries.map((registry) => [registry.loginServer.toLowerCase(), registry]),
    );
    return notLinked.flatMap(({ field, diagnostic }) => {
      const reference = parseReference(field.image);
      const host = 'problem' in reference ? undefined : reference.registry?.toLowerCase();
      const registry = host === undefined ? undefined : registries.get(host);
      if (registry === undefined) return [];
      const argument = { registryId: registry.id, clusterId };
      return [
        [t`Link ${registry.name} to ${cluster.name}…`, commandIds.linkToCluster] as const,
        [t`Diagnose why ${cluster.name} can’t pull from ${registry.name}…`, commandIds.diagnose] as const,
      ].map(([words, command]) => {
        const title = shownLabel(words);
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.diagnostics = [diagnostic];
        action.command = { title, command, arguments: [argument] };
        return action;
      });
    });
  }
}

/** What the diagnostics say, by `problemKey`. An image has at most one of each code, and stands alone where it begins. */
type Problems = ReadonlyMap<string, vscode.Diagnostic>;

/** Not those of the context, which are only the ones under the cursor: a fix is offered on the whole line. */
function ownProblems({ uri }: vscode.TextDocument): Problems {
  const own = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === diagnosticSource);
  return new Map(
    own.flatMap((each) =>
      typeof each.code === 'string' ? [[problemKey(each.code, each.range.start), each] as const] : [],
    ),
  );
}

function problemKey(code: string, { line, character }: vscode.Position): string {
  return `${code} ${line} ${character}`;
}

function loginServerFix(
  document: vscode.TextDocument,
  text: string,
  field: ImageField,
  problems: Problems,
): vscode.CodeAction | undefined {
  const reference = parseReference(field.image);
  const registry = 'problem' in reference ? undefined : reference.registry;
  const other = registry === undefined ? undefined : otherHostOf(registry, registrySuffixesInUse());
  if (other === undefined) return undefined;
  const { kind, loginServer } = other;
  const pointed = pointImage(text, field, { loginServer });
  if (pointed.kind !== 'edit') return undefined;
  const title = shownLabel(t`Use the login server ${loginServer}`);
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.edit = workspaceEdit(document, editsOf(pointed));
  action.isPreferred = true;
  const problem = problems.get(problemKey(otherHostCodes[kind], document.positionAt(field.text.start)));
  action.diagnostics = problem === undefined ? [] : [problem];
  return action;
}

function pointAction(document: vscode.TextDocument, field: ImageField, named: boolean): vscode.CodeAction {
  const title = named
    ? shownLabel(t`Point image of ${field.container} at registry…`)
    : t('Point image at registry…');
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.RefactorRewrite);
  const argument = { uri: document.uri.toString(), offset: field.place.start };
  action.command = { title, command: commandIds.pointImage, arguments: [argument] };
  return action;
}

function secretAction(
  document: vscode.TextDocument,
  { name, removal }: ManifestScan['pullSecrets'][number],
): vscode.CodeAction | undefined {
  if (removal === undefined) return undefined;
  const title = shownLabel(t`Remove imagePullSecret “${name}”`);
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.RefactorRewrite);
  action.edit = workspaceEdit(document, [{ ...removal, newText: '' }]);
  return action;
}

/** An action is offered anywhere on the lines that it is about. */
function onLinesOf(range: vscode.Range, lines: vscode.Range): boolean {
  return range.start.line <= lines.end.line && range.end.line >= lines.start.line;
}
