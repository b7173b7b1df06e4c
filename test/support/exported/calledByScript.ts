/** Which functions an exported script calls, and with what, told by bash itself: nothing of it is sent. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionsFor } from '../../../src/exporting/azureCli/functions';
import type { WrittenStep } from '../../../src/exporting/model';

/** The name of a function, its arguments, and what it reads. */
export type Call = readonly [name: string, ...args: string[]];

const writing = (name: string) =>
  `${name}() { local text; text=$(cat; printf x); call ${name} "$id" "$version" "$@" "\${text%x}"; }`;

/** In place of the script's own functions; what a step asks for is answered so that it goes on to its end. */
const told = String.raw`
call() { printf '%s\0' "$#" "$@" >>"$calls"; }
begin() { call begin "$@"; }
say() { call say "$@"; }
is_there() { call is_there "$id" "$version"; }
is_set() { call is_set "$id" "$version" "$@"; return 1; }
expect() { call expect "$id" "$version" "$@"; }
expect_entries() { call expect_entries "$id" "$version" "$@"; }
holds_only() { call holds_only "$id" "$version" "$@"; }
remove() { call remove "$id" "$version"; }
az() { call az "$@"; }
${writing('create')}
${writing('write')}
${writing('change')}
`;

/** Of each script. They run in a folder of their own, in which none may make anything. */
export function callsIn(scripts: readonly (readonly [text: string, steps: readonly WrittenStep[]])[]): {
  readonly calls: readonly Call[];
  readonly errors: string;
}[] {
  const folder = mkdtempSync(join(tmpdir(), 'exported-calls-'));
  try {
    const files = scripts.map(([text, steps], index) => {
      const own = functionsFor(steps);
      if (!text.includes(own)) throw new Error('The script has other functions.');
      const file = join(folder, `${index}.sh`);
      writeFileSync(
        file,
        text.replace(own, () => told),
      );
      writeFileSync(`${file}.calls`, '');
      return file;
    });
    const all = String.raw`for file; do
  calls=$file.calls
  (. "$file") >"$file.out" 2>"$file.errors"
  status=$?
  if [ "$status" -ne 0 ]; then echo "$status" >>"$file.errors"; fi
done`;
    const { status, stderr } = spawnSync('bash', ['-c', all, 'bash', ...files], {
      cwd: folder,
      encoding: 'utf8',
    });
    if (status !== 0 || stderr !== '') throw new Error(stderr);
    const made = readdirSync(folder).filter((name) => !/^\d+\.sh(\.\w+)?$/.test(name));
    if (made.length > 0) throw new Error(`A script has made ${made.join()}.`);
    return files.map((file) => ({
      calls: read(readFileSync(`${file}.calls`, 'utf8')),
      errors: readFileSync(`${file}.errors`, 'utf8'),
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function read(log: string): Call[] {
  const fields = log.split('\0').slice(0, -1);
  const calls: Call[] = [];
  for (let at = 0; at < fields.length;) {
    const count = Number(fields[at]);
    const [name = '', ...args] = fields.slice(at + 1, at + 1 + count);
    calls.push([name, ...args]);
    at += 1 + count;
  }
  return calls;
}
