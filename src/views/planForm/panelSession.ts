/** One form and the panel that shows it. */
import * as vscode from 'vscode';
import { shownText } from '../../model/shownText';
import { dressWebview, type WebviewFiles } from '../webview/dress';
import type { FormTypes } from './formKind';
import type { PlanForm } from './planForm';
import type { ToApp } from './protocol';
import { savedOf, viewOf } from './view';

export interface PanelSession<F> {
  readonly form: F;
  panel: vscode.WebviewPanel | undefined;
  /** A view is on its way: more changes until then go with it. */
  posting: boolean;
}

/** Gives the panel its page, and what it may load. */
export function dress(
  panel: vscode.WebviewPanel,
  title: string,
  extensionUri: vscode.Uri,
  files: WebviewFiles,
): void {
  const icon = (theme: string) => vscode.Uri.joinPath(extensionUri, 'media', `link-${theme}.svg`);
  panel.iconPath = { light: icon('light'), dark: icon('dark') };
  panel.title = title;
  dressWebview(panel.webview, extensionUri, { ...files, styles: ['webview', 'planForm', ...files.styles] });
}

/** Shows the form as it is now. */
export function show<T extends FormTypes>(
  panel: vscode.WebviewPanel,
  form: PlanForm<T>,
  now: number,
  emulatorName: string | undefined,
): void {
  panel.title = form.kind.title;
  void post(panel, { type: 'view', view: viewOf(form, now, emulatorName), saved: savedOf(form) });
}

export async function post(panel: vscode.WebviewPanel, message: ToApp): Promise<void> {
  await panel.webview.postMessage(message);
}

/** An operation that ended without a panel says so where the user is; `open` shows its form. */
export function tellEnd<T extends FormTypes>(
  { kind, snapshot: { state } }: PlanForm<T>,
  open: () => void,
): void {
  const end =
    state.phase === 'done'
      ? state.verification.state !== 'checking' && `${kind.title}: done.`
      : state.phase === 'failed' && `${kind.title}: ${state.failures[0].message}`;
  if (end === false) return;
  const words = shownText(end);
  const told =
    state.phase === 'done'
      ? vscode.window.showInformationMessage(words, 'Show')
      : vscode.window.showErrorMessage(words, 'Show');
  void told.then((answer) => {
    if (answer === 'Show') open();
  });
}
