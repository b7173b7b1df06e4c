import * as vscode from 'vscode';
import { toolIds } from '../contributions';
import { markdownString } from '../platform/markdownString';
import { escapeMarkdown } from '../views/explorer/markdown';
import type { ToolName, ToolSet } from './toolSet';

/**
 * Registers every tool of the manifest, for the language models of VS Code. What runs is loaded with the first call. An
 * editor that is made of VS Code may know no tools: then there are none.
 */
export function registerTools(load: () => Promise<ToolSet>): readonly vscode.Disposable[] {
  const { lm } = vscode as Partial<Pick<typeof vscode, 'lm'>>;
  if (typeof lm?.registerTool !== 'function') return [];
  const names = Object.keys(toolIds) as ToolName[];
  return names.map((name) => lm.registerTool<object>(toolIds[name], toolOf(name, load)));
}

function toolOf(name: ToolName, load: () => Promise<ToolSet>): vscode.LanguageModelTool<object> {
  return {
    async prepareInvocation({ input }) {
      const { progress, confirmation } = await (await load()).prepare(name, input);
      return {
        invocationMessage: asText(progress),
        ...(confirmation && {
          confirmationMessages: { title: confirmation.title, message: asText(confirmation.message) },
        }),
      };
    },
    async invoke({ input }, token) {
      const abort = new AbortController();
      const subscription = token.onCancellationRequested(() => {
        abort.abort();
      });
      try {
        const text = await (await load()).call(name, input, abort.signal);
        return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
      } catch (error) {
        throw token.isCancellationRequested ? new vscode.CancellationError() : error;
      } finally {
        subscription.dispose();
      }
    },
  };
}

/** VS Code shows Markdown there, and the model names what it likes. */
function asText(text: string): vscode.MarkdownString {
  return markdownString(escapeMarkdown(text));
}
