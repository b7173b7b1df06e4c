import * as vscode from 'vscode';
import { commandIds, contextValues } from '../../contributions';
import { shownLabel } from '../../model/shownText';
import type { TreeNode } from './treeNode';

/** The form in which VS Code wants a node; what others named is shown as it can be read. */
export function treeItemOf(node: TreeNode): vscode.TreeItem {
  const label = shownLabel(node.label);
  const description = node.description === undefined ? undefined : shownLabel(node.description);
  const item = new vscode.TreeItem(label, collapsibleStateOf(node));
  item.id = node.id;
  if (description !== undefined) item.description = description;
  if (node.tooltip !== undefined) item.tooltip = new vscode.MarkdownString(node.tooltip);
  if (node.icon !== undefined) item.iconPath = iconOf(node.icon);
  if (node.opens !== undefined) {
    item.command = { command: commandIds[node.opens], title: label, arguments: [node] };
  }
  if (node.context !== undefined) item.contextValue = contextValues[node.context];
  item.accessibilityInformation = {
    label: [label, description, node.spoken].filter((words) => words !== undefined).join(', '),
  };
  return item;
}

function collapsibleStateOf(node: TreeNode): vscode.TreeItemCollapsibleState {
  const { children, list, isLeaf, expanded } = node;
  if (isLeaf === true || (children === undefined && list === undefined)) {
    return vscode.TreeItemCollapsibleState.None;
  }
  return expanded === true
    ? vscode.TreeItemCollapsibleState.Expanded
    : vscode.TreeItemCollapsibleState.Collapsed;
}

function iconOf({ id, color }: NonNullable<TreeNode['icon']>): vscode.ThemeIcon {
  return color === undefined
    ? new vscode.ThemeIcon(id)
    : new vscode.ThemeIcon(id, new vscode.ThemeColor(color));
}
