import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Answer, Job } from './job';

/** The built file; tests run in the repository's folder. */
const worker = process.env['WORKER_FILE'] ?? join('out', 'test', 'matrix', 'process', 'worker.mjs');

/** Does a job in a process of its own; undefined if it was killed. Throws if it ended in any other unexpected way. */
export function inProcess(job: Job): Promise<Answer | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--no-warnings', worker], { stdio: ['pipe', 'pipe', 'pipe'] });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve(undefined);
      else if (code === 0) resolve(JSON.parse(Buffer.concat(out).toString('utf8')) as Answer);
      else
        reject(new Error(`The worker ended with ${code ?? signal}: ${Buffer.concat(err).toString('utf8')}`));
    });
    child.stdin.end(JSON.stringify(job));
  });
}
