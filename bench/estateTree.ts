/** The tree's estate over HTTP, 50 ms a request, beside the two ways in which others read one, in the same run. */
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { row, ms } from './figures';

export const treeWays = ['tree', 'graphBySubscription', 'listsBySubscription', 'idle'] as const;
export type TreeWay = (typeof treeWays)[number];

export interface ReadFigures {
  /** Milliseconds until there is something to look at, and until all is there: of the tree, with the states of all links. */
  readonly first: number;
  readonly complete: number;
  readonly requests: number;
  /** Of Resource Graph. */
  readonly queries: number;
  /** Received, with headers. */
  readonly bytes: number;
  /** Milliseconds of processor time. */
  readonly processor: number;
  /** The most of it that passed before anything else had a turn, and what 99 of 100 turns stay below. */
  readonly longestTurn: number;
  readonly turnP99: number;
  /** What 99 of 100 delays of the event loop stay below; on a machine that others use they are theirs, too: see `idle`. */
  readonly delayP99: number;
  /** Bytes of the heap. */
  readonly peak: number;
}

const LATENCY = '50';
const names: Readonly<Record<TreeWay, string>> = {
  tree: 'the tree',
  graphBySubscription: 'A: a query a subscription, names only',
  listsBySubscription: 'B: lists of each subscription',
  idle: 'a process that only waits',
};

/** Prints rows for an estate of that size; with Azure's quota of 15 queries in 5 seconds if asked for. */
export async function printReading(
  size: 'S' | 'M' | 'L',
  { quota = false, of = treeWays }: { readonly quota?: boolean; readonly of?: readonly TreeWay[] } = {},
): Promise<Partial<Record<TreeWay, ReadFigures>>> {
  return atEstate(size, quota, async (url) => {
    // The first to ask would pay for the rows that the emulator makes.
    await read(url, 'tree');
    const found: Partial<Record<TreeWay, ReadFigures>> = {};
    for (const way of of) {
      const figures = await read(url, way);
      found[way] = figures;
      printRow(`estate ${size}${quota ? ' under quota' : ''}, ${names[way]}`, figures);
    }
    return found;
  });
}

/** Milliseconds until registries and clusters can be seen in a window after another one has kept them, and without that. */
export async function measureWarm(
  size: 'M' | 'L',
): Promise<{ readonly warm: number; readonly cold: number }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'acr-kept-'));
  try {
    return await atEstate(size, false, async (url) => {
      await read(url, 'tree');
      const [cold, warm] = [await read(url, 'tree', folder), await read(url, 'tree', folder)];
      return { warm: warm.first, cold: cold.first };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function printRow(name: string, figures: ReadFigures): void {
  const { first, complete, requests, queries, bytes, processor, longestTurn, turnP99, delayP99, peak } =
    figures;
  row(
    name,
    `${ms(first)}, ${(complete / 1000).toFixed(2)} s`,
    `${requests} requests, ${queries} queries, ${(bytes / 1e6).toFixed(1)} MB, processor ${ms(processor)}, longest stop ${ms(longestTurn)} (p99 ${ms(turnP99)}), event-loop delay p99 ${ms(delayP99)}, heap ${(peak / 1e6).toFixed(0)} MB`,
  );
}

async function atEstate<T>(size: string, quota: boolean, work: (url: string) => Promise<T>): Promise<T> {
  const emulator = spawn(
    process.execPath,
    [path.resolve('out/bench/emulatorOf.mjs'), size, LATENCY, ...(quota ? ['quota'] : [])],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    const url = await new Promise<string>((resolve, reject) => {
      emulator.stdout.once('data', (data: Buffer) => {
        resolve(data.toString().trim());
      });
      emulator.once('exit', () => {
        reject(new Error('The emulator has ended.'));
      });
    });
    return await work(url);
  } finally {
    emulator.kill();
  }
}

async function read(url: string, way: TreeWay, folder?: string): Promise<ReadFigures> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    path.resolve('out/bench/estateReader.mjs'),
    url,
    way,
    ...(folder === undefined ? [] : [folder]),
  ]);
  return JSON.parse(stdout) as ReadFigures;
}
