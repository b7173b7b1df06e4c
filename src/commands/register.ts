import * as vscode from 'vscode';
import { commandIds } from '../contributions';
import type { Presenter } from '../platform/present';
import type { CommandHandlers } from './handlers';

/** Registers every command of the manifest. What runs is loaded with the first; what one rejects with is shown, with a retry. */
export function registerCommands(
  load: () => Promise<CommandHandlers>,
  presenter: Presenter,
): readonly vscode.Disposable[] {
  return Object.entries(commandIds).map(([name, id]) => {
    const run = async (argument: unknown): Promise<void> => {
      try {
        const handlers = await load();
        await handlers[name as keyof typeof commandIds](argument);
      } catch (error) {
        presenter.show(error, { retry: () => void run(argument) });
      }
    };
    return vscode.commands.registerCommand(id, run);
  });
}
