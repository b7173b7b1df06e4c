import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';

const read = (file: string): unknown => JSON.parse(readFileSync(`.vscode/${file}`, 'utf8'));

/** What F5 starts has to be there; that it is met by breakpoints is up to source maps, which `--debug` makes. */
describe('debugging', () => {
  const { configurations } = read('launch.json') as {
    configurations: readonly { preLaunchTask: string; program?: string }[];
  };
  const { tasks } = read('tasks.json') as {
    tasks: readonly { label: string; args?: readonly string[]; script?: string }[];
  };

  it('begins with a task that is there, and builds with source maps', () => {
    for (const { preLaunchTask, program } of configurations) {
      const task = tasks.find(({ label }) => label === preLaunchTask) ?? assert.fail(preLaunchTask);
      assert.ok(task.args?.includes('--debug'), 'VS Code hands no arguments to tasks of the type npm');
      assert.ok(program === undefined || existsSync(program.replace('${workspaceFolder}', '.')));
    }
  });

  it('has no task of a script that is gone', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object };
    const missing = tasks.flatMap(({ script }) => script ?? []).filter((script) => !(script in scripts));
    assert.deepEqual(missing, []);
  });
});
