import * as vscode from 'vscode';
import { withoutSecrets } from '../model/secrets';

/** What the rest of the extension writes to. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
  debug(message: string): void;
}

export interface LogChannel extends Log {
  show(): void;
  dispose(): void;
}

/**
 * The output channel "ACR Private Link"; the user sets its level with the command Set Log Level. Users attach logs to
 * issues: nothing that looks like a secret gets into one, whoever wrote the message.
 */
export function createLog(): LogChannel {
  const channel = vscode.window.createOutputChannel('ACR Private Link', { log: true });
  return {
    info: (message) => {
      channel.info(withoutSecrets(message));
    },
    warn: (message) => {
      channel.warn(withoutSecrets(message));
    },
    error: (message) => {
      channel.error(withoutSecrets(message));
    },
    debug: (message) => {
      channel.debug(withoutSecrets(message));
    },
    show: () => {
      channel.show();
    },
    dispose: () => {
      channel.dispose();
    },
  };
}
