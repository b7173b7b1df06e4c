/** One form and the panel that shows it. */
import * as vscode from 'vscode';
import type { LinkForm } from './form';
import { savedOf, viewOf } from './formView';
import { pageHtml } from './page';
import { titleOf } from './parties';
import type { ToApp } from './protocol';

export interface PanelSession {
  readonly form: LinkForm;
  panel: vscode.WebviewPanel | undefined;
  /** A view is on its way: more changes until then go with it. */
  posting: boolean;
}

/** Gives the panel its page, and what it may load. */
export function dress(panel: vscode.WebviewPanel, form: LinkForm, extensionUri: vscode.Uri): void {
  const uri = (...path: string[]) => vscode.Uri.joinPath(extensionUri, ...path);
  panel.iconPath = { light: uri('media', 'link-light.svg'), dark: uri('media', 'link-dark.svg') };
  panel.title = titleOf(form.parties);
  panel.webview.options = {
    enableScripts: true,
    localResourceRoots: [uri('dist', 'webview'), uri('media')],
  };
  panel.webview.html = pageHtml({
    cspSource: panel.webview.cspSource,
    script: panel.webview.asWebviewUri(uri('dist', 'webview', 'link.js')).toString(),
    style: panel.webview.asWebviewUri(uri('media', 'link.css')).toString(),
  });
}

/** Shows the form as it is now. */
export function show(
  panel: vscode.WebviewPanel,
  form: LinkForm,
  now: number,
  emulatorName: string | undefined,
): void {
  panel.title = titleOf(form.parties);
  void post(panel, { type: 'view', view: viewOf(form, now, emulatorName), saved: savedOf(form) });
}

export async function post(panel: vscode.WebviewPanel, message: ToApp): Promise<void> {
  await panel.webview.postMessage(message);
}

/** An operation that ended without a panel says so where the user is; `open` shows its form. */
export function tellEnd({ form }: PanelSession, open: () => void): void {
  const { state, parties } = form.snapshot;
  const title = titleOf(parties);
  const end =
    state.phase === 'done'
      ? state.verification.state !== 'checking' && `${title}: done.`
      : state.phase === 'failed' && `${title}: ${state.failures[0].message}`;
  if (end === false) return;
  const told =
    state.phase === 'done'
      ? vscode.window.showInformationMessage(end, 'Show')
      : vscode.window.showErrorMessage(end, 'Show');
  void told.then((answer) => {
    if (answer === 'Show') open();
  });
}
