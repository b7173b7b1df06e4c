/** Gives a webview its page; what it may load is the extension's own files and nothing else. */
import * as vscode from 'vscode';
import { shownTexts } from '../../platform/shownLanguage';
import { pageHtml } from './page';
import { pageCommands } from './protocol';

export interface WebviewFiles {
  /** Of the page, for screen readers. */
  readonly title: string;
  /** Name of the bundle in dist/webview, without its ending. */
  readonly script: string;
  /** Names of style sheets in media, in their order, without their ending; those of all webviews come before them. */
  readonly styles: readonly string[];
}

export function dressWebview(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  { title, script, styles }: WebviewFiles,
): void {
  const uri = (...path: string[]) => vscode.Uri.joinPath(extensionUri, ...path);
  const served = (...path: string[]) => webview.asWebviewUri(uri(...path)).toString();
  webview.options = {
    enableScripts: true,
    enableCommandUris: Object.values(pageCommands),
    localResourceRoots: [uri('dist', 'webview'), uri('media')],
  };
  const texts = shownTexts();
  webview.html = pageHtml({
    title,
    cspSource: webview.cspSource,
    script: served('dist', 'webview', `${script}.js`),
    styles: ['webview', 'parts', ...styles].map((name) => served('media', `${name}.css`)),
    translation: texts && { language: vscode.env.language, texts },
  });
}
