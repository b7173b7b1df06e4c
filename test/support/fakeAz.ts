/**
 * An `az` for exported scripts: it keeps each resource in a file, writes down how it was called, and answers with the exit
 * codes that Azure's documentation gives (3 for what `show` doesn't find). Queries are JMESPath's own. What is asked most
 * is answered in bash: a process of Node.js for each call would take minutes.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { idKey } from '../../src/model/armId';
import type { JsonObject } from '../../src/model/json';

export interface AzCall {
  /** With the method where it is `rest`. */
  readonly command: string;
  readonly id: string;
  /** What was sent. */
  readonly body?: JsonObject;
}

export interface Run {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
  readonly calls: readonly AzCall[];
}

const bash = String.raw`#!/bin/bash
here=${'$'}{0%/*}
printf '%s\0' "$@" >>"$here/calls"
printf '\0' >>"$here/calls"
verb=$1
if [ "$1" != rest ]; then verb="$1 $2"; shift; fi
shift
all=("$@")
while [ "$#" -gt 0 ]; do
  case $1 in
    --only-show-errors) ;;
    --ids) id=$2; shift ;;
    --url) id=$2; shift ;;
    --method) verb="rest $2"; shift ;;
    --subscription) subscription=$2; shift ;;
    --body) body=$2; shift ;;
    *) shift ;;
  esac
  shift
done
id=${'$'}{id,,}
name=${'$'}{id%%\?*}
name=${'$'}{name//\//|}
file=$here/resources/$name
if [ "$verb" != 'account show' ] && [ -e "$here/failing/$name" ]; then
  echo 'ERROR: (AuthorizationFailed) no' >&2
  exit 1
fi
case $verb in
  'account show')
    [ -e "$here/subscriptions/$subscription" ] || { echo 'ERROR: no such subscription' >&2; exit 1; } ;;
  'resource show')
    [ -e "$file" ] || { echo 'ERROR: (ResourceNotFound)' >&2; exit 3; }
    if [ -e "$here/states/$name" ]; then echo "$(<"$here/states/$name")"; else echo Succeeded; fi ;;
  'rest put')
    if [ -e "$here/states/$name" ]; then rm "$here/states/$name"; fi
    if [ -e "$file" ]; then exec "$here/merge" "$file" "$body"; else printf '%s' "$body" >"$file"; fi ;;
  'rest patch') exec "$here/merge" "$file" "$body" ;;
  'resource delete') rm "$file" ;;
  'rest get') exec "$here/get" "$id" "$here/resources" "${'$'}{all[@]}" ;;
  *) echo "ERROR: not an az command here: $verb" >&2; exit 2 ;;
esac
`;

/** Others' members stay, as computed ones do in Azure. */
const merge = `#!${process.execPath}
const { readFileSync, writeFileSync } = require('node:fs');
const [file, body] = process.argv.slice(2);
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const merged = (a, b) => isObject(a) && isObject(b)
  ? { ...a, ...Object.fromEntries(Object.entries(b).map(([name, value]) => [name, merged(a[name], value)])) }
  : b;
writeFileSync(file, JSON.stringify(merged(JSON.parse(readFileSync(file, 'utf8')), JSON.parse(body))));
`;

const jmespath = createRequire(path.resolve('package.json')).resolve('jmespath');
const get = `#!${process.execPath}
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { search } = require(${JSON.stringify(jmespath)});
const [url, folder, ...args] = process.argv.slice(2);
const option = (name) => args[args.indexOf(name) + 1];
const key = url.split('?')[0];
const all = readdirSync(folder).map((name) => name.replaceAll('|', '/'));
const below = (parent, isIn) => all
  .filter((other) => other.startsWith(parent + '/') && isIn(other.slice(parent.length + 1).split('/')))
  .map((id) => ({ id }));
const parent = key.slice(0, key.lastIndexOf('/'));
const answer = () => {
  if (key.endsWith('/resources')) return { value: below(parent, (rest) => rest.length === 4) };
  if (key.endsWith('/all')) return { value: [{ id: parent + '/SOA/@' }, ...below(parent, ([type]) => type === 'a')] };
  if (/\\/(virtualnetworklinks|privatednszonegroups)$/.test(key)) return { value: below(key, () => true) };
  const file = folder + '/' + key.replaceAll('/', '|');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
};
const found = answer();
if (found === undefined) {
  console.error('ERROR: Not Found');
  process.exit(1);
}
const queried = search(found, option('--query'));
if (option('--output') === 'json') console.log(JSON.stringify(queried, null, 2));
else for (const line of queried ?? []) console.log(line);
`;

/** Call `dispose` at the end. */
export class FakeAz {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'fake-az-'));

  /** `resources` by id; one whose provisioningState is given is in that state. */
  constructor(resources: Readonly<Record<string, JsonObject>>, subscriptions: readonly string[]) {
    for (const [name, text] of Object.entries({ az: bash, merge, get })) {
      this.#write(name, text);
      chmodSync(path.join(this.#folder, name), 0o755);
    }
    for (const name of ['resources', 'states', 'failing', 'subscriptions']) {
      mkdirSync(path.join(this.#folder, name));
    }
    for (const id of subscriptions) this.#write(`subscriptions/${id}`, '');
    for (const [id, resource] of Object.entries(resources)) {
      this.#write(`resources/${fileOf(id)}`, JSON.stringify({ id, ...resource }));
      const { provisioningState } = (resource['properties'] ?? {}) as JsonObject;
      if (typeof provisioningState === 'string') this.#write(`states/${fileOf(id)}`, provisioningState);
    }
  }

  /** Whatever is asked of a resource fails from now on; of none without an id. */
  failOn(id: string | undefined): void {
    for (const name of readdirSync(path.join(this.#folder, 'failing'))) {
      rmSync(path.join(this.#folder, 'failing', name));
    }
    if (id !== undefined) this.#write(`failing/${fileOf(id)}`, '');
  }

  /** What is there now, by ids in lower case. */
  get present(): Readonly<Record<string, JsonObject>> {
    const folder = path.join(this.#folder, 'resources');
    return Object.fromEntries(
      readdirSync(folder).map((name) => [
        name.replaceAll('|', '/'),
        JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as JsonObject,
      ]),
    );
  }

  run(script: string, options: { readonly args?: readonly string[]; readonly input?: string } = {}): Run {
    this.#write('calls', '');
    this.#write('apply.sh', script);
    const done = spawnSync('bash', [path.join(this.#folder, 'apply.sh'), ...(options.args ?? [])], {
      cwd: this.#folder,
      env: { ...process.env, PATH: `${this.#folder}${path.delimiter}${process.env['PATH'] ?? ''}` },
      input: options.input ?? '',
      encoding: 'utf8',
    });
    const calls = readFileSync(path.join(this.#folder, 'calls'), 'utf8').split('\0\0').filter(Boolean);
    return {
      status: done.status,
      output: done.stdout,
      errors: done.stderr,
      calls: calls.map((call) => callOf(call.split('\0'))),
    };
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #write(name: string, text: string): void {
    writeFileSync(path.join(this.#folder, name), text);
  }
}

function fileOf(id: string): string {
  return idKey(id).replaceAll('/', '|');
}

function callOf(words: readonly string[]): AzCall {
  const option = (name: string) => (words.includes(name) ? words[words.indexOf(name) + 1] : undefined);
  const text = option('--body');
  const url = option('--url')?.split('?')[0];
  return {
    command: words[0] === 'rest' ? `rest ${option('--method') ?? ''}` : words.slice(0, 2).join(' '),
    id: option('--ids') ?? url ?? '',
    ...(text === undefined ? {} : { body: JSON.parse(text) as JsonObject }),
  };
}

const writing = ['rest put', 'rest patch', 'resource delete'];

/** Calls that change something, in their order. */
export function writesAmong(calls: readonly AzCall[]): AzCall[] {
  return calls.filter(({ command }) => writing.includes(command));
}
