/** Which file imports which, read from the files themselves. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';

/** By file, from the root of the repository: the files that it imports. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** An import that doesn't go down from a layer to a lower one. */
export interface Against {
  readonly from: string;
  readonly to: string;
}

export interface Layering {
  readonly folder: string;
  readonly layers: readonly (readonly string[])[];
}

/** All TypeScript files below the folders, with every import: types, `export … from`, `import()` and `require` too. */
export function readImports(...folders: readonly string[]): ImportGraph {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => posix.join(folder, file.replaceAll('\\', '/'))),
  );
  return new Map(
    files.map((file) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
      return [file, importedFiles.flatMap(({ fileName }) => fileOf(file, fileName) ?? [])];
    }),
  );
}

function fileOf(from: string, imported: string): string | undefined {
  if (!imported.startsWith('.')) return undefined;
  const base = posix.join(posix.dirname(from), imported);
  return [`${base}.ts`, posix.join(base, 'index.ts'), base].find(
    (file) => existsSync(file) && statSync(file).isFile(),
  );
}

/** The rooms of a folder: those right below it that hold a file. */
function roomsOf(folder: string, graph: ImportGraph): readonly string[] {
  return [...new Set([...graph.keys()].flatMap((file) => roomOf(folder, file) ?? []))].toSorted();
}

function roomOf(folder: string, file: string): string | undefined {
  return file.startsWith(`${folder}/`) ? file.slice(folder.length + 1).split('/')[0] : undefined;
}

/** What is wrong with the layers as a list of the rooms, each said with what to do. */
export function problemsOfLayers({ folder, layers }: Layering, graph: ImportGraph): readonly string[] {
  const rooms = roomsOf(folder, graph);
  const named = layers.flat();
  const lowest = (room: string) =>
    1 + Math.max(0, ...importsOf(folder, room, graph).map((one) => layerOf(layers, one)));
  return [
    ...rooms
      .filter((room) => !named.includes(room))
      .map(
        (room) =>
          `${folder}/${room} is in no layer: by its imports it belongs into layer ${lowest(room)} or above.`,
      ),
    ...[...new Set(named)]
      .filter((room) => !rooms.includes(room))
      .map((room) => `${folder}/${room} is in a layer, and isn’t there.`),
    ...[...new Set(named.filter((room, index) => named.indexOf(room) !== index))].map(
      (room) => `${folder}/${room} is in more than one layer.`,
    ),
  ];
}

function importsOf(folder: string, room: string, graph: ImportGraph): readonly string[] {
  return [...graph].flatMap(([from, imported]) =>
    roomOf(folder, from) === room ? imported.flatMap((to) => roomOf(folder, to) ?? []) : [],
  );
}

/** From 1, the ground; 0 for a room that is in none. */
function layerOf(layers: readonly (readonly string[])[], room: string): number {
  return layers.findIndex((rooms) => rooms.includes(room)) + 1;
}

/** The imports between rooms that go up, or from one room of a layer to another. */
export function againstLayers({ folder, layers }: Layering, graph: ImportGraph): readonly Against[] {
  return [...graph].flatMap(([from, imported]) =>
    imported.flatMap((to) => {
      const [room, other] = [roomOf(folder, from), roomOf(folder, to)];
      if (room === undefined || other === undefined || room === other) return [];
      const [at, below] = [layerOf(layers, room), layerOf(layers, other)];
      // Of a room in no layer `problemsOfLayers` tells.
      return at > 0 && below >= at ? [{ from, to }] : [];
    }),
  );
}

/** Files that import each other in a circle, from one round to itself; undefined where there is none. */
export function circleIn(graph: ImportGraph): readonly string[] | undefined {
  const done = new Set<string>();
  const follow = (file: string, path: readonly string[]): readonly string[] | undefined => {
    const start = path.indexOf(file);
    if (start >= 0) return [...path.slice(start), file];
    if (done.has(file)) return undefined;
    for (const next of graph.get(file) ?? []) {
      const circle = follow(next, [...path, file]);
      if (circle !== undefined) return circle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const circle = follow(file, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
