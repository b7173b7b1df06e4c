/** Broken links and failed resources stand out in the tree, and so does what they are in. VS Code asks for what is drawn. */
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { TreeNode } from './treeNode';

const scheme = 'acr-private-link-problem';

/** Undefined for a node that is well. */
export function problemUri({ id, problem }: TreeNode): vscode.Uri | undefined {
  return problem === undefined ? undefined : vscode.Uri.from({ scheme, path: `/${problem}`, query: id });
}

/** Made once, when the tree is: a file does nothing with VS Code while it is loaded. */
export function problemDecorations(): vscode.FileDecorationProvider {
  const color = new vscode.ThemeColor('list.errorForeground');
  const own = new vscode.FileDecoration('!', t('Needs attention. Diagnose… shows why.'), color);
  const below = new vscode.FileDecoration(undefined, t('Contains problems'), color);
  return {
    provideFileDecoration({ scheme: of, path }) {
      if (of !== scheme) return undefined;
      return path === '/own' ? own : below;
    },
  };
}
