import * as vscode from 'vscode';
import { commandIds } from '../contributions';
import type { Presenter } from '../platform/present';
import type { CommandHandlers } from './handlers';

interface Opened {
  readonly presenter: Presenter;
  readonly features: () => Promise<{ readonly handlers: CommandHandlers }>;
}

/** Registers every command of the manifest. What runs is loaded with the first; what one rejects with is shown, with a retry. */
export function registerCommands(open: () => Promise<Opened>): readonly vscode.Disposable[] {
  return Object.entries(commandIds).map(([name, id]) => {
    const run = async (argument: unknown): Promise<void> => {
      const { features, presenter } = await open();
      try {
        const { handlers } = await features();
        await handlers[name as keyof typeof commandIds](argument);
      } catch (error) {
        presenter.show(error, { retry: () => void run(argument) });
      }
    };
    return vscode.commands.registerCommand(id, run);
  });
}
