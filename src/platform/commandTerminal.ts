/**
 * The terminal to which commands are sent. It is one that was made here, in this session: another one of the same name may be
 * a task's, or a program may wait in it for what is typed. Only a shell that says so itself counts as waiting for a command.
 */
import type * as vscode from 'vscode';

/** Milliseconds for which a new shell is given time to say that it tells of its commands. */
const patience = 3000;

export interface CommandTerminal {
  /** Runs a command in sight. Resolves when it was sent. */
  run(command: string): Promise<void>;
  dispose(): void;
}

/** What is needed of `vscode.window`. */
export type Terminals = Pick<
  typeof vscode.window,
  | 'createTerminal'
  | 'onDidChangeTerminalShellIntegration'
  | 'onDidStartTerminalShellExecution'
  | 'onDidEndTerminalShellExecution'
>;

export function createCommandTerminal(name: string, terminals: Terminals): CommandTerminal {
  let own: vscode.Terminal | undefined;
  /** Its shell has said that the last command is over, and has not begun another one. */
  let isIdle = false;
  const registrations = [
    terminals.onDidStartTerminalShellExecution(({ terminal }) => {
      if (terminal === own) isIdle = false;
    }),
    terminals.onDidEndTerminalShellExecution(({ terminal }) => {
      if (terminal === own) isIdle = true;
    }),
  ];
  const isFree = (terminal: vscode.Terminal | undefined): terminal is vscode.Terminal =>
    terminal?.exitStatus === undefined && terminal?.shellIntegration !== undefined && isIdle;

  return {
    async run(command) {
      const terminal = isFree(own) ? own : terminals.createTerminal({ name });
      own = terminal;
      isIdle = false;
      terminal.show();
      const integration = await integrationOf(terminal, terminals);
      // What somebody has typed and not sent yet is taken away first; without integration the terminal is a new one.
      if (integration === undefined) terminal.sendText(command, true);
      else integration.executeCommand(command);
    },
    dispose() {
      for (const registration of registrations) registration.dispose();
    },
  };
}

/** Undefined for a shell that doesn't tell of its commands. */
function integrationOf(
  terminal: vscode.Terminal,
  terminals: Terminals,
): Promise<vscode.TerminalShellIntegration | undefined> {
  if (terminal.shellIntegration !== undefined) return Promise.resolve(terminal.shellIntegration);
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer);
      listening.dispose();
      resolve(terminal.shellIntegration);
    };
    const timer = setTimeout(settle, patience);
    const listening = terminals.onDidChangeTerminalShellIntegration((change) => {
      if (change.terminal === terminal) settle();
    });
  });
}
