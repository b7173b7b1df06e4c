/** What the tree showed last, kept on this computer for the moment in which the next window has read nothing yet. */
import { createHash, randomUUID } from 'node:crypto';
import { lstat, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { idKey } from '../model/armId';
import { inTurns } from '../model/inTurns';
import { inSlices } from '../model/slices';
import type { ShownEstate, ShownInventory } from './shownEstate';

/** Of whom an estate is: from where it was read, and as whom. */
export interface EstateOwner {
  /** Origin of Resource Manager, which tells clouds and the emulator apart. */
  readonly origin: string;
  /** Who is signed in, and to which directory, as the token says it. */
  readonly account: string;
}

export type KeptEstate = ShownEstate & { readonly keptAt: number };

export interface KeptEstates {
  /** With the time in `keptAt`; undefined where there is none, and for a file that is damaged, old or of another version. */
  read(owner: EstateOwner, signal: AbortSignal): Promise<KeptEstate | undefined>;
  /** In place of what was kept of the owner before. Rejects if it can't be written; one that is too large isn't. */
  keep(owner: EstateOwner, estate: ShownEstate, at: number, signal: AbortSignal): Promise<void>;
  /** All that is kept, of whomever: an account that signs out may be among those of any of it. */
  forget(): Promise<void>;
}

/** An estate of 500 subscriptions, 5,000 registries and 1,500 clusters has some 8 MB. */
const mostBytes = 32 * 2 ** 20;
/** More accounts, directories and clouds than that are read without being shown first. */
const mostFiles = 4;
const longestAge = 30 * 24 * 3_600_000;
const itemsOfLine = 100;

/** `version` is that of the extension: another one may mean other things by the same words. */
export function keptEstatesIn(folder: string, version: string, now: () => number = Date.now): KeptEstates {
  const fileOf = (owner: EstateOwner) => join(folder, `${digestOf([owner.origin, owner.account])}.estate`);
  // What is forgotten must not come back by what is being kept.
  const inTurn = inTurns();
  const keep: KeptEstates['keep'] = async (owner, estate, at, signal) => {
    signal.throwIfAborted();
    const lines = await inSlices(linesOf(estate), (line) => JSON.stringify(line), signal);
    const digest = await digestOfLines(owner, at, lines, signal);
    const head: Head = { version, at, digest };
    const text = Buffer.from(`${[JSON.stringify(head), ...lines].join('\n')}\n`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = fileOf(owner);
    if (text.length > mostBytes) await rm(file, { force: true });
    else await replace(file, text, signal);
    await tidy(folder, now());
  };
  return {
    async read(owner, signal) {
      try {
        const file = fileOf(owner);
        const found = await lstat(file);
        // A link could name anything.
        if (!found.isFile() || found.size > mostBytes) return undefined;
        const [head = '', ...lines] = (await readFile(file, 'utf8')).trimEnd().split('\n');
        const { version: written, at, digest } = JSON.parse(head) as Partial<Head>;
        const isOld = typeof at !== 'number' || at > now() || now() - at > longestAge;
        if (written !== version || isOld || digest !== (await digestOfLines(owner, at, lines, signal)))
          return undefined;
        const parts = await inSlices(lines, (line) => JSON.parse(line) as Line, signal);
        return estateOf(parts, at);
      } catch {
        // There is none, or nothing that could be used: what is read from Azure comes in its place.
        return undefined;
      }
    },
    keep: (...given) => inTurn(() => keep(...given)),
    forget: () =>
      inTurn(async () => {
        await removeAll(folder, await namesIn(folder));
      }),
  };
}

interface Head {
  readonly version: string;
  readonly at: number;
  /** Of the owner, the time and all lines: a file that was cut off or changed isn't used. */
  readonly digest: string;
}

/** Some items of a list: an estate as a whole would take too long to be read at once. */
type Line = readonly [list: keyof Lists, items: readonly unknown[]];

interface Lists extends Required<Omit<ShownInventory, 'awaited'>> {
  readonly visible: ShownEstate['visible'];
  readonly subscriptions: ShownEstate['subscriptions'];
  readonly accountDirectories: NonNullable<ShownEstate['accountDirectories']>;
  readonly links: NonNullable<ShownEstate['links']>;
}

/** Only what the tree shows of them. */
function linesOf({
  visible,
  subscriptions,
  accountDirectories = [],
  inventory,
  links = [],
}: ShownEstate): readonly Line[] {
  const { registries = [], clusters = [], networks = [], endpoints = [], unread = [] } = inventory ?? {};
  const ofNodes = new Set(clusters.flatMap(({ networkId }) => (networkId ? [idKey(networkId)] : [])));
  const lists: { readonly [list in keyof Lists]: Lists[list] } = {
    visible,
    subscriptions,
    accountDirectories,
    registries,
    clusters,
    networks: networks
      .filter(({ id }) => ofNodes.has(idKey(id)))
      .map(({ id, addressPrefixes, peerings }) => ({
        id,
        addressPrefixes,
        peerings: peerings.map(({ remoteNetworkId, state }) => ({ remoteNetworkId, state })),
      })),
    endpoints: endpoints.map(({ id, subnetId, location }) => ({ id, subnetId, location })),
    links,
    unread,
  };
  return Object.entries(lists).flatMap(([list, items]) =>
    Array.from(
      { length: Math.ceil(items.length / itemsOfLine) },
      (_, index) =>
        [list as keyof Lists, items.slice(index * itemsOfLine, (index + 1) * itemsOfLine)] as const,
    ),
  );
}

function estateOf(lines: readonly Line[], keptAt: number): KeptEstate {
  const all = <L extends keyof Lists>(list: L) =>
    lines.flatMap(([name, items]): readonly unknown[] => (name === list ? items : [])) as unknown as Lists[L];
  const unread = all('unread');
  return {
    visible: all('visible'),
    subscriptions: all('subscriptions'),
    accountDirectories: all('accountDirectories'),
    inventory: {
      registries: all('registries'),
      clusters: all('clusters'),
      networks: all('networks'),
      endpoints: all('endpoints'),
      ...(unread.length === 0 ? {} : { unread }),
    },
    links: all('links'),
    keptAt,
  };
}

async function digestOfLines(
  { origin, account }: EstateOwner,
  at: number,
  lines: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([origin, account, at]));
  await inSlices(lines, (line) => hash.update(`\n${line}`), signal);
  return hash.digest('hex');
}

function digestOf(words: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(words)).digest('hex');
}

/** As a whole or not at all, whatever ends in between; for the user's eyes. Rejects once the signal is aborted. */
async function replace(target: string, text: Buffer, signal: AbortSignal): Promise<void> {
  const draft = `${target}.${randomUUID()}.draft`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    signal.throwIfAborted();
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** The newest stay; drafts that a crash has left go, too. */
async function tidy(folder: string, now: number): Promise<void> {
  const files = await Promise.all(
    (await namesIn(folder)).map(async (name) => ({
      name,
      at: (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs ?? now,
    })),
  );
  const kept = files.filter(({ name }) => name.endsWith('.estate')).toSorted((a, b) => b.at - a.at);
  const leftDrafts = files.filter(({ name, at }) => name.endsWith('.draft') && now - at > 3_600_000);
  const old = kept.filter(({ at }, index) => index >= mostFiles || now - at > longestAge);
  await removeAll(
    folder,
    [...old, ...leftDrafts].map(({ name }) => name),
  );
}

/** Estates and drafts of them; none where nothing was ever kept. */
async function namesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => /^[0-9a-f]{64}\.estate(\.[0-9a-f-]{36}\.draft)?$/.test(name));
}

async function removeAll(folder: string, names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => rm(join(folder, name), { force: true })));
}
