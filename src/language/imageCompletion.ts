import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { imageContextAt, looksLikeKubernetes, type ImageContext } from '../manifests/imageContext';
import { visibleText } from '../model/shownText';
import type { EstateStore } from '../platform/estateStore';
import { readManifestSettings } from '../platform/manifestSettings';
import type { ImageCatalog } from './imageCatalog';
import { kindOf } from './manifestScanner';
import { linkedWords, rankOf, registrySources } from './registrySources';
import { withinToken } from './withinToken';

/** Registries behind `image:`, and with a catalog what is in them. */
export class ImageCompletion implements vscode.CompletionItemProvider {
  /** The quotation mark begins an image in JSON. */
  static readonly triggers = [' ', '"', '/', ':', '@'];

  constructor(
    private readonly estate: EstateStore,
    private readonly catalog?: ImageCatalog,
  ) {}

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.CompletionItem[]> {
    const line = document.lineAt(position.line).text;
    // Asked first, because a blank anywhere in a file triggers this.
    const lineAbove = (distance: number) =>
      distance > position.line ? undefined : document.lineAt(position.line - distance).text;
    const kind = kindOf(document);
    const context = imageContextAt(line, position.character, lineAbove, kind);
    if (context === undefined || (kind === 'manifests' && !looksLikeKubernetes(document.getText())))
      return [];
    const { start, end } = context.range;
    const lineAt = (from: number, to: number) => new vscode.Range(position.line, from, position.line, to);
    const range = { inserting: lineAt(start, position.character), replacing: lineAt(start, end) };
    const items =
      context.part === 'registry'
        ? await this.registries(document, token)
        : await this.contents(context, token);
    return items.map((item, index) => {
      item.range = range;
      item.sortText = `${index}`.padStart(6, '0');
      return item;
    });
  }

  private async registries(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<readonly vscode.CompletionItem[]> {
    const estate = await withinToken(this.estate.get(), token);
    if (estate === undefined) return [];
    const { clusterId } = readManifestSettings(document.uri);
    return registrySources(estate, clusterId).map((source) => {
      const { loginServer } = source;
      const item = new vscode.CompletionItem(loginServer, vscode.CompletionItemKind.Module);
      item.insertText = `${loginServer}/`;
      item.detail = visibleText(linkedWords(source));
      item.preselect = rankOf(source, clusterId) === 0;
      if (this.catalog !== undefined) {
        item.command = { title: t('Suggest'), command: 'editor.action.triggerSuggest' };
      }
      return item;
    });
  }

  private async contents(
    context: Exclude<ImageContext, { part: 'registry' }>,
    token: vscode.CancellationToken,
  ): Promise<readonly vscode.CompletionItem[]> {
    if (this.catalog === undefined) return [];
    const estate = await withinToken(this.estate.get(), token);
    // Only the user's own registries are asked: a file must not decide where requests go.
    const known = estate?.inventory.registries.find(({ loginServer }) => loginServer === context.loginServer);
    if (known === undefined) return [];
    const abort = new AbortController();
    const subscription = token.onCancellationRequested(() => {
      abort.abort();
    });
    try {
      return (await withinToken(this.read(context, this.catalog, abort.signal), token)) ?? [];
    } finally {
      subscription.dispose();
    }
  }

  private async read(
    context: Exclude<ImageContext, { part: 'registry' }>,
    catalog: ImageCatalog,
    signal: AbortSignal,
  ): Promise<readonly vscode.CompletionItem[]> {
    if (context.part === 'repository') {
      const repositories = await catalog.repositories(context.loginServer, signal);
      return repositories.map((name) => new vscode.CompletionItem(name, vscode.CompletionItemKind.Folder));
    }
    const tags = await catalog.tags(context.loginServer, context.repository, signal);
    return tags.map(({ tag, digest }) => {
      const [label, detail] = context.part === 'tag' ? [tag, digest] : [digest, tag];
      const item = new vscode.CompletionItem(label, vscode.CompletionItemKind.Constant);
      item.detail = visibleText(detail);
      return item;
    });
  }
}
