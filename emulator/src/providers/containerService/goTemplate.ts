/**
 * `kubectl get -o go-template=…`, as far as lists of objects need it: fields, variables, `range`, `with`, `if`, `else`,
 * and the functions below (Go's text/template). Whatever else is in a template is refused, as are values of the wrong kind
 * where Go refuses them; a key that is missing is nothing, as kubectl has it.
 */
import type { JsonObject } from '../../estate';

/** A template that isn't one, or that the values don't fit. */
export class TemplateError extends Error {}

type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'print'; readonly pipe: Pipe }
  | { readonly kind: 'set'; readonly name: string; readonly pipe: Pipe }
  | {
      readonly kind: 'range' | 'with' | 'if';
      readonly pipe: Pipe;
      readonly body: readonly Node[];
      readonly other: readonly Node[];
    };

/** Commands, each of which gets what the one before made as its last argument. */
type Pipe = readonly (readonly string[])[];

type Variables = ReadonlyMap<string, unknown>;

export function runTemplate(template: string, data: JsonObject): string {
  return print(parse(template), data, new Map([['$', data]]));
}

function parse(template: string): readonly Node[] {
  const pieces = template.split(/(\{\{.*?\}\})/s).filter((piece) => piece !== '');
  const [nodes, end] = block(pieces);
  if (end !== undefined) throw new TemplateError(`unexpected {{${end}}}`);
  return nodes;
}

/** Nodes up to an `end` or `else` that isn't theirs, which is told. */
function block(pieces: string[]): readonly [readonly Node[], string | undefined] {
  const nodes: Node[] = [];
  for (let piece = pieces.shift(); piece !== undefined; piece = pieces.shift()) {
    const action = /^\{\{(.*)\}\}$/s.exec(piece)?.[1]?.trim();
    if (action === undefined) {
      nodes.push({ kind: 'text', text: piece });
      continue;
    }
    if (action === 'end' || action === 'else') return [nodes, action];
    const [, kind, rest = ''] = /^(range|with|if)\s+(.*)$/s.exec(action) ?? [];
    const [, name, value = ''] = /^(\$\w+)\s*:=\s*(.*)$/s.exec(action) ?? [];
    if (kind === 'range' || kind === 'with' || kind === 'if') {
      const [body, next] = block(pieces);
      const [other, last] = next === 'else' ? block(pieces) : [[], next];
      if (last !== 'end') throw new TemplateError(`{{${kind}}} has no end`);
      nodes.push({ kind, pipe: pipeOf(rest), body, other });
    } else if (name !== undefined) nodes.push({ kind: 'set', name, pipe: pipeOf(value) });
    else nodes.push({ kind: 'print', pipe: pipeOf(action) });
  }
  return [nodes, undefined];
}

function pipeOf(text: string): Pipe {
  const words = text.match(/"(?:[^"\\]|\\.)*"|\||[^\s|"]+/g) ?? [];
  const pipe: string[][] = [[]];
  for (const word of words) {
    if (word === '|') pipe.push([]);
    else pipe.at(-1)?.push(word);
  }
  if (pipe.some((command) => command.length === 0)) throw new TemplateError(`missing value in ${text}`);
  return pipe;
}

function print(nodes: readonly Node[], dot: unknown, given: Variables): string {
  const variables = new Map(given);
  let out = '';
  for (const node of nodes) {
    switch (node.kind) {
      case 'text':
        out += node.text;
        break;
      case 'set':
        variables.set(node.name, valueOf(node.pipe, dot, variables));
        break;
      case 'print':
        out += textOf(valueOf(node.pipe, dot, variables));
        break;
      default:
        out += printBlock(node, valueOf(node.pipe, dot, variables), dot, variables);
    }
  }
  return out;
}

function printBlock(
  { kind, body, other }: Extract<Node, { readonly kind: 'range' | 'with' | 'if' }>,
  value: unknown,
  dot: unknown,
  variables: Variables,
): string {
  if (!holds(value)) return print(other, dot, variables);
  if (kind === 'if') return print(body, dot, variables);
  if (kind === 'with') return print(body, value, variables);
  if (!Array.isArray(value)) throw new TemplateError(`range can't iterate over ${JSON.stringify(value)}`);
  return value.map((item) => print(body, item, variables)).join('');
}

/** What isn't empty, as `if` and `with` of Go have it. */
function holds(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isObject(value)) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== '' && value !== false && value !== 0;
}

function valueOf(pipe: Pipe, dot: unknown, variables: Variables): unknown {
  let before: readonly unknown[] = [];
  for (const [name = '', ...words] of pipe) {
    const call = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (call === undefined) {
      if (words.length > 0 || before.length > 0) throw new TemplateError(`function "${name}" not defined`);
      before = [operand(name, dot, variables)];
    } else before = [call([...words.map((word) => operand(word, dot, variables)), ...before])];
  }
  return before[0];
}

function operand(word: string, dot: unknown, variables: Variables): unknown {
  if (word.startsWith('"')) return JSON.parse(word) as unknown;
  const [, name, path = ''] = /^(\$\w*)?((?:\.\w+)*|\.)$/.exec(word) ?? [];
  if (name === undefined && path === '') throw new TemplateError(`function "${word}" not defined`);
  if (name !== undefined && !variables.has(name)) throw new TemplateError(`undefined variable "${name}"`);
  const start = name === undefined ? dot : variables.get(name);
  const keys = path === '.' ? [] : path.split('.').slice(1);
  return keys.reduce<unknown>((value, key) => {
    if (!isObject(value)) throw new TemplateError(`nil data; no entry for key "${key}"`);
    return value[key];
  }, start);
}

const functions: Readonly<Record<string, (args: readonly unknown[]) => unknown>> = {
  eq: ([first, ...others]) => {
    if (first === undefined) throw new TemplateError('incompatible types for comparison');
    return others.includes(first);
  },
  urlquery: (args) =>
    encodeURIComponent(args.map(textOf).join(''))
      .replaceAll('%20', '+')
      .replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`),
  printf: ([format, value]) => {
    const most = /^%\.(\d+)s$/.exec(textOf(format))?.[1];
    if (most === undefined) throw new TemplateError(`the emulator prints by %.Ns only`);
    return Array.from(textOf(value)).slice(0, Number(most)).join('');
  },
};

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '<no value>' : JSON.stringify(value);
}
