import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';
import { ownDefinitionFiles } from '../checking/definitions';

/** One of Microsoft's request examples, with the operation that it is for. */
export interface Example {
  /** Name of its file, with the api-version: `2024-01-01/SubnetCreate`. */
  readonly name: string;
  readonly method: string;
  /** e.g. `/subscriptions/{subscriptionId}/resourceGroups`. */
  readonly template: string;
  readonly apiVersion: string;
  /** Values of the path's parameters. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const reference = v.object({ $ref: v.string() });
const parameter = v.object({ name: v.string(), in: v.picklist(['path', 'query', 'header', 'body']) });
const operation = v.object({
  parameters: v.optional(v.array(v.union([reference, parameter])), []),
  'x-ms-examples': v.optional(v.record(v.string(), reference), {}),
});
const definition = v.object({
  info: v.object({ version: v.string() }),
  parameters: v.optional(v.record(v.string(), v.unknown()), {}),
  paths: v.record(v.string(), v.record(v.string(), v.unknown())),
});
const exampleFile = v.object({ parameters: v.record(v.string(), v.unknown()) });
const METHODS = ['get', 'head', 'put', 'patch', 'post', 'delete'];

/** The examples that Microsoft's own definitions refer to, each once, and the names of those that the folder lacks. */
export function readExamples(folder: string): { examples: Example[]; missing: string[] } {
  const found = ownDefinitionFiles(folder).flatMap(readFile);
  const examples = new Map(
    found.flatMap(({ name, example }) => (example === undefined ? [] : [[name, example]])),
  );
  const missing = new Set(found.flatMap(({ name, example }) => (example === undefined ? [name] : [])));
  return { examples: [...examples.values()], missing: [...missing] };
}

function readFile(file: string): { name: string; example: Example | undefined }[] {
  const { info, paths } = v.parse(definition, parsed(file));
  return Object.entries(paths).flatMap(([template, operations]) =>
    Object.entries(operations)
      .filter(([method]) => METHODS.includes(method))
      .flatMap(([method, raw]) => {
        const { parameters, 'x-ms-examples': examples } = v.parse(operation, raw);
        const known = parameters.map((each) => resolved(file, each));
        return Object.values(examples).map(({ $ref }) => {
          const name = `${info.version}/${basename($ref, '.json')}`;
          // The folder may hold the examples of some operations only.
          if (!existsSync(join(dirname(file), $ref))) return { name, example: undefined };
          const given = v.parse(exampleFile, parsed(join(dirname(file), $ref))).parameters;
          const of = (place: string) => known.filter((each) => each.in === place && each.name in given);
          const texts = (place: string) =>
            Object.fromEntries(of(place).map(({ name }) => [name, String(given[name])]));
          const body = of('body')[0];
          const example = {
            name,
            method: method.toUpperCase(),
            template,
            apiVersion: info.version,
            path: texts('path'),
            query: texts('query'),
            ...(body === undefined ? {} : { body: given[body.name] }),
          };
          return { name, example };
        });
      }),
  );
}

/** A parameter that stands elsewhere in the file, or in another one. */
function resolved(
  file: string,
  each: v.InferOutput<typeof reference> | v.InferOutput<typeof parameter>,
): v.InferOutput<typeof parameter> {
  if (!('$ref' in each)) return each;
  const [other = '', pointer = ''] = each.$ref.split('#');
  const holder = parsed(other === '' ? file : join(dirname(file), other));
  const found = pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], holder);
  return v.parse(parameter, found);
}

const cache = new Map<string, unknown>();

function parsed(file: string): unknown {
  if (!cache.has(file)) cache.set(file, JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')));
  return cache.get(file);
}
