/** Pages that VS Code brings back after a reload, when what shows them isn't loaded yet. */
import * as vscode from 'vscode';

/** Takes over a panel with the state that its page had kept. */
export type Restore = (panel: vscode.WebviewPanel, state: unknown) => void;

export class PageRestorer implements vscode.Disposable {
  readonly #restore = new Map<string, Restore>();
  readonly #serializers: readonly vscode.Disposable[];

  /** `load` loads what shows pages of these types (`webviewTypes`), which says so by `add`; rejects as loading does. */
  constructor(types: readonly string[], load: () => Promise<unknown>) {
    this.#serializers = types.map((type) =>
      vscode.window.registerWebviewPanelSerializer(type, {
        deserializeWebviewPanel: async (panel, state) => {
          await load();
          this.#restore.get(type)?.(panel, state);
        },
      }),
    );
  }

  /** Who takes over the pages of a type, until it is disposed of. */
  add(type: string, restore: Restore): vscode.Disposable {
    this.#restore.set(type, restore);
    return new vscode.Disposable(() => this.#restore.delete(type));
  }

  dispose(): void {
    for (const serializer of this.#serializers) serializer.dispose();
  }
}
