import * as vscode from 'vscode';
import { commandIds, contextValues } from '../../contributions';
import { shownLabel } from '../../model/shownText';
import { markdownString } from '../../platform/markdownString';
import { problemUri } from './problemDecorations';
import { isLeaf, type TreeNode } from './treeNode';

/** The form in which VS Code wants a node; what others named is shown as it can be read. */
export function treeItemOf(node: TreeNode): vscode.TreeItem {
  const label = shownLabel(node.label);
  const description = node.description === undefined ? undefined : shownLabel(node.description);
  const item = new vscode.TreeItem(label, collapsibleStateOf(node));
  item.id = node.id;
  const problem = problemUri(node);
  if (problem !== undefined) item.resourceUri = problem;
  if (description !== undefined) item.description = description;
  if (node.tooltip !== undefined) item.tooltip = markdownString(node.tooltip);
  if (node.icon !== undefined) item.iconPath = iconOf(node.icon);
  if (node.opens !== undefined) {
    item.command = { command: commandIds[node.opens], title: label, arguments: [node] };
  }
  if (node.context !== undefined) {
    const { context, state } = node;
    item.contextValue = [contextValues[context], ...(state === undefined ? [] : [state])].join(' ');
  }
  item.accessibilityInformation = {
    label: [label, description, node.spoken].filter((words) => words !== undefined).join(', '),
  };
  return item;
}

function collapsibleStateOf(node: TreeNode): vscode.TreeItemCollapsibleState {
  if (isLeaf(node)) return vscode.TreeItemCollapsibleState.None;
  return node.expanded === true
    ? vscode.TreeItemCollapsibleState.Expanded
    : vscode.TreeItemCollapsibleState.Collapsed;
}

function iconOf({ id, color }: NonNullable<TreeNode['icon']>): vscode.ThemeIcon {
  return color === undefined
    ? new vscode.ThemeIcon(id)
    : new vscode.ThemeIcon(id, new vscode.ThemeColor(color));
}
