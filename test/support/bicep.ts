/** Exported Bicep, read by the grammar that editors use. */
import path from 'node:path';
import { Language, type Node, Parser } from 'web-tree-sitter';
import type { Json, JsonObject } from '../../src/model/json';

export interface BicepDeclaration {
  readonly kind: 'resource' | 'module';
  readonly symbol: string;
  /** Type and version of a resource, file of a module. */
  readonly of: string;
  readonly isExisting: boolean;
  /** A name that stands for something is `{ symbol }`, with `property` where it is one of its members. */
  readonly body: JsonObject;
}

export interface BicepFile {
  readonly hasError: boolean;
  readonly declarations: readonly BicepDeclaration[];
}

let parser: Promise<Parser> | undefined;

async function load(): Promise<Parser> {
  await Parser.init();
  const made = new Parser();
  made.setLanguage(
    await Language.load(path.resolve('node_modules/tree-sitter-bicep/tree-sitter-bicep.wasm')),
  );
  return made;
}

export async function readBicep(text: string): Promise<BicepFile> {
  const tree = (await (parser ??= load())).parse(text);
  if (tree === null) return { hasError: true, declarations: [] };
  const { rootNode } = tree;
  const declarations = rootNode.namedChildren.flatMap((node): BicepDeclaration[] => {
    const kind = node.type === 'resource_declaration' ? 'resource' : 'module';
    if (kind === 'module' && node.type !== 'module_declaration') return [];
    const [symbol, of] = node.namedChildren;
    const body = node.namedChildren.find(({ type }) => type === 'object');
    if (symbol === undefined || of === undefined || body === undefined) return [];
    const isExisting = node.text.slice(0, node.text.indexOf('{')).includes(' existing ');
    const value = valueOf(body) as JsonObject;
    return [{ kind, symbol: symbol.text, of: stringOf(of), isExisting, body: value }];
  });
  const read = { hasError: rootNode.hasError, declarations };
  tree.delete();
  return read;
}

/** Symbols of a value, at any depth. */
export function symbolsIn(value: Json): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { symbol } = value as JsonObject;
  if (typeof symbol === 'string' && !Array.isArray(value)) return [symbol];
  return Object.values(value as JsonObject).flatMap(symbolsIn);
}

function valueOf(node: Node): Json {
  switch (node.type) {
    case 'object':
      return Object.fromEntries(
        node.namedChildren.flatMap((property) => {
          const [name, value] = property.namedChildren;
          if (property.type !== 'object_property' || name === undefined || value === undefined) return [];
          return [[name.type === 'string' ? stringOf(name) : name.text, valueOf(value)]];
        }),
      );
    case 'array':
      return node.namedChildren.map(valueOf);
    case 'string':
      return stringOf(node);
    case 'number':
      return Number(node.text);
    case 'boolean':
      return node.text === 'true';
    case 'null':
      return null;
    case 'identifier':
      return { symbol: node.text };
    case 'member_expression': {
      const [symbol, property] = node.text.split('.');
      return { symbol: symbol ?? '', property: property ?? '' };
    }
    case 'call_expression': {
      const [called, args] = node.namedChildren;
      return { called: called?.text ?? '', arguments: (args?.namedChildren ?? []).map(valueOf) };
    }
    default:
      throw new Error(`Not foreseen: ${node.type} ${node.text}`);
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function stringOf(node: Node): string {
  if (node.namedChildren.some(({ type }) => type === 'interpolation')) return `interpolated: ${node.text}`;
  return node.text
    .slice(1, -1)
    .replace(/\\(?:u\{([0-9a-f]+)\}|(.))/g, (_, code: string | undefined, character: string) =>
      code === undefined ? (escapes[character] ?? character) : String.fromCodePoint(parseInt(code, 16)),
    );
}
