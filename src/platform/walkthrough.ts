import * as vscode from 'vscode';
import { contextKeys } from '../contributions';

/**
 * Ticks a step of the walkthrough, whatever led there: a command, a page, or a tool. VS Code sees by itself only commands that
 * it was asked for.
 */
export function stepDone(step: 'verified' | 'deployed' | 'diagnosed'): void {
  void vscode.commands.executeCommand('setContext', contextKeys[step], true);
}
