/** The process of the extension host, which a test may stop or end as a crash would. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Sends a signal to the extension hosts of a server that the test has started, and to no other process. */
export async function signalExtensionHost(serverPid: number, signal: NodeJS.Signals): Promise<void> {
  const hosts = (await descendantsOf(serverPid)).filter(({ command }) =>
    command.includes('--type=extensionHost'),
  );
  assert.ok(hosts.length > 0, 'the server has an extension host');
  for (const { pid } of hosts) process.kill(pid, signal);
}

async function descendantsOf(pid: number): Promise<readonly Process[]> {
  assert.ok(pid > 1);
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,args='], {
    maxBuffer: 16 * 1024 * 1024,
  });
  const all = stdout.split('\n').flatMap((line): Process[] => {
    const [, id, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return id === undefined ? [] : [{ pid: Number(id), parent: Number(parent), command }];
  });
  const below = (parent: number): readonly Process[] =>
    all.filter((each) => each.parent === parent).flatMap((each) => [each, ...below(each.pid)]);
  return below(pid);
}
