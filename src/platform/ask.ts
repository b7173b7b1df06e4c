/**
 * The way to VS Code's notifications, questions and progress. Everything that is said here passes `shownText`, and an input
 * box stays until it is answered. The lint refuses VS Code's own functions elsewhere (`scripts/lint/shownRules.mjs`);
 * `picker.ts` is the same for lists.
 */
import * as vscode from 'vscode';
import { shownLabel, shownText } from '../model/shownText';
import { focusSettled } from './questionFocus';

export type Tone = 'info' | 'warning' | 'error';

/** Shows a notification. Resolves with the button that was pressed, undefined when it went without one. */
export function notify<Button extends string>(
  tone: Tone,
  text: string,
  ...buttons: readonly Button[]
): Thenable<Button | undefined> {
  const shown = shownText(text);
  switch (tone) {
    case 'info':
      return vscode.window.showInformationMessage(shown, ...buttons);
    case 'warning':
      return vscode.window.showWarningMessage(shown, ...buttons);
    case 'error':
      return vscode.window.showErrorMessage(shown, ...buttons);
  }
}

export interface Question {
  /** A warning unless told: only what takes nothing away is an information. */
  readonly tone?: 'info' | 'warning';
  readonly question: string;
  /** Line by line; an empty one stands between paragraphs. */
  readonly detail: readonly string[];
  /** What the button says that goes on. */
  readonly verb: string;
}

/** Asks in a dialog in front of the window. True when the user chose the verb. */
export async function confirm({ tone = 'warning', question, detail, verb }: Question): Promise<boolean> {
  const options = { modal: true, detail: detail.map(shownText).join('\n') };
  const shown = shownText(question);
  const answer =
    tone === 'info'
      ? await vscode.window.showInformationMessage(shown, options, verb)
      : await vscode.window.showWarningMessage(shown, options, verb);
  return answer === verb;
}

export interface Input {
  readonly title: string;
  readonly prompt: string;
  /** What is in the box to begin with. */
  readonly value?: string;
  /** Why what is typed can't be used; undefined if it can. */
  readonly problemOf: (text: string) => string | undefined;
}

/** Asks for a line of text; undefined when the user turns away. A page that opens meanwhile doesn't take the box away. */
export async function inputBox({ title, prompt, value, problemOf }: Input): Promise<string | undefined> {
  await focusSettled();
  return vscode.window.showInputBox({
    title: shownText(title),
    prompt: shownText(prompt),
    ...(value === undefined ? {} : { value }),
    ignoreFocusOut: true,
    validateInput: (text) => {
      const problem = problemOf(text);
      return problem === undefined ? undefined : shownText(problem);
    },
  });
}

/** Asks for a folder; undefined when the user turns away. */
export async function folderBox(title: string, verb: string): Promise<vscode.Uri | undefined> {
  const options = { title: shownText(title), openLabel: shownText(verb) };
  const chosen = await vscode.window.showOpenDialog({
    ...options,
    canSelectFiles: false,
    canSelectFolders: true,
  });
  return chosen?.[0];
}

/** Says something in the status bar for so long, ten seconds unless told. */
export function mention(text: string, milliseconds = 10_000): void {
  vscode.window.setStatusBarMessage(shownLabel(text), milliseconds);
}

/** Something that stands in the status bar for as long as it is so, with what a click on it runs. */
export interface StatusItem {
  /** `spoken` is what a screen reader says in place of the text and its icon. */
  show(
    words: { readonly text: string; readonly tooltip: string; readonly spoken: string },
    click: vscode.Command,
  ): void;
  hide(): void;
  dispose(): void;
}

/** `name` is what the bar's own menu calls it; it turns while it is shown. */
export function turningStatus(id: string, name: string): StatusItem {
  return statusItem(id, name, 'sync~spin');
}

/** The same for what lasts, and mustn't be overlooked. */
export function standingStatus(id: string, name: string): StatusItem {
  return statusItem(id, name, 'beaker', new vscode.ThemeColor('statusBarItem.warningBackground'));
}

function statusItem(id: string, name: string, icon: string, background?: vscode.ThemeColor): StatusItem {
  const item = vscode.window.createStatusBarItem(id, vscode.StatusBarAlignment.Left);
  item.name = name;
  if (background !== undefined) item.backgroundColor = background;
  return {
    show({ text, tooltip, spoken }, click) {
      item.text = `$(${icon}) ${shownLabel(text)}`;
      item.tooltip = shownText(tooltip);
      item.accessibilityInformation = { label: shownLabel(spoken) };
      item.command = click;
      item.show();
    },
    hide() {
      item.hide();
    },
    dispose() {
      item.dispose();
    },
  };
}

/** A notification for as long as the work goes on. Rejects with what the work rejects with. */
export function whileWorking<T>(title: string, work: () => Promise<T>): Thenable<T> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title: shownText(title) }, work);
}

/** The same with a bar at the top of a view, which nobody has to read. */
export function whileShownIn<T>(viewId: string, work: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: { viewId } }, work);
}

/** The same as `whileWorking` for work that can be cancelled and tells how far it is. */
export function whileCancellable<T>(
  title: string,
  work: (report: (message: string) => void, token: vscode.CancellationToken) => Promise<T>,
): Thenable<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: shownText(title),
    cancellable: true,
  };
  return vscode.window.withProgress(options, (progress, token) =>
    work((message) => {
      progress.report({ message: shownText(message) });
    }, token),
  );
}
