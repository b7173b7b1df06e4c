import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type * as vscode from 'vscode';
import {
  createCommandTerminal,
  type CommandTerminal,
  type Terminals,
} from '../../../src/platform/commandTerminal';

/** A terminal as VS Code has it; `told` is what was typed into it, or given to its shell. */
interface FakeTerminal {
  readonly name: string;
  readonly told: string[];
  shellIntegration: { executeCommand(command: string): void } | undefined;
  exitStatus: { readonly code: number } | undefined;
  show(): void;
  sendText(text: string): void;
}

/** VS Code's terminals; those in `open` also bear the name, and aren't ours. */
class FakeTerminals {
  readonly made: FakeTerminal[] = [];
  /** How shells come up: at once, a moment later, or without a word of their commands. */
  integration: 'at once' | 'later' | 'never' = 'at once';
  readonly #listeners = {
    started: new Set<Listener>(),
    ended: new Set<Listener>(),
    changed: new Set<Listener>(),
  };

  readonly api = {
    createTerminal: ({ name }: { name: string }) => this.open(name),
    onDidChangeTerminalShellIntegration: this.#event('changed'),
    onDidStartTerminalShellExecution: this.#event('started'),
    onDidEndTerminalShellExecution: this.#event('ended'),
  } as unknown as Terminals;

  open(name: string): FakeTerminal {
    const told: string[] = [];
    const shell = {
      executeCommand: (command: string) => {
        told.push(command);
        this.tell('started', terminal);
      },
    };
    const terminal: FakeTerminal = {
      name,
      told,
      shellIntegration: this.integration === 'at once' ? shell : undefined,
      exitStatus: undefined,
      show: () => undefined,
      sendText: (text) => told.push(`typed: ${text}`),
    };
    if (this.integration === 'later') {
      setTimeout(() => {
        terminal.shellIntegration = shell;
        this.tell('changed', terminal);
      }, 500);
    }
    this.made.push(terminal);
    return terminal;
  }

  tell(what: 'started' | 'ended' | 'changed', terminal: FakeTerminal | undefined): void {
    for (const listener of this.#listeners[what])
      listener({ terminal: terminal as unknown as vscode.Terminal });
  }

  #event(what: 'started' | 'ended' | 'changed') {
    return (listener: Listener) => {
      this.#listeners[what].add(listener);
      return { dispose: () => this.#listeners[what].delete(listener) };
    };
  }
}

type Listener = (event: { readonly terminal: vscode.Terminal }) => void;

describe('the terminal for commands', () => {
  let terminals: FakeTerminals;
  let terminal: CommandTerminal;
  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    terminals = new FakeTerminals();
    terminal = createCommandTerminal('Push Guide', terminals.api);
  });
  afterEach(() => {
    terminal.dispose();
    mock.timers.reset();
  });

  const told = () => terminals.made.map((each) => each.told);
  const end = (index: number) => {
    terminals.tell('ended', terminals.made[index]);
  };

  it('is one for commands that come one after the other', async () => {
    await terminal.run('az login');
    end(0);
    await terminal.run('docker push x');
    assert.deepEqual(told(), [['az login', 'docker push x']]);
  });

  it('is none that somebody else has opened under its name', async () => {
    terminals.open('Push Guide');
    await terminal.run('az login');
    assert.deepEqual(told(), [[], ['az login']]);
  });

  it('is another one while something runs in it, also what the user has started', async () => {
    await terminal.run('docker push x');
    await terminal.run('az login');
    end(1);
    terminals.tell('started', terminals.made[1]);
    await terminal.run('az acr login');
    assert.deepEqual(told(), [['docker push x'], ['az login'], ['az acr login']]);
    // What ends elsewhere says nothing of this one.
    end(0);
    await terminal.run('docker tag');
    assert.deepEqual(told().at(-1), ['docker tag']);
  });

  it('is another one when it was closed', async () => {
    await terminal.run('az login');
    end(0);
    terminals.made[0]!.exitStatus = { code: 0 };
    await terminal.run('docker push x');
    assert.deepEqual(told(), [['az login'], ['docker push x']]);
  });

  it('waits a moment for a shell that comes up late', async () => {
    terminals.integration = 'later';
    const running = terminal.run('az login');
    mock.timers.tick(500);
    await running;
    assert.deepEqual(told(), [['az login']]);
  });

  it('is a new one each time where the shell doesn’t tell what runs in it', async () => {
    terminals.integration = 'never';
    for (const command of ['az login', 'docker push x']) {
      const running = terminal.run(command);
      mock.timers.tick(3000);
      await running;
    }
    assert.deepEqual(told(), [['typed: az login'], ['typed: docker push x']]);
  });
});
