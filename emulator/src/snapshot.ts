import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';
import { emptyDirectory } from './arm/caller';
import { VirtualClock } from './arm/clock';
import { ArmError } from './arm/errors';
import type { Operation } from './arm/operation';
import type { Core } from './core';
import type { ArmResource, JsonObject } from './estate';

/** Enough for a client that polls on after a restart. */
const KEPT_OPERATIONS = 1000;

const error = v.object({ status: v.number(), code: v.string(), message: v.string() });

const operation = v.object({
  habit: v.picklist(['network', 'registry', 'privateDns', 'resources', 'cluster', 'command']),
  verb: v.picklist(['create', 'update', 'delete', 'action']),
  name: v.string(),
  target: v.string(),
  guid: v.string(),
  apiVersion: v.string(),
  urls: v.object({ status: v.optional(v.string()), result: v.optional(v.string()) }),
  state: v.picklist(['Succeeded', 'Failed', 'Canceled']),
  error: v.optional(error),
});

const snapshotSchema = v.object({
  version: v.literal(1),
  cloud: v.string(),
  time: v.number(),
  directory: v.object({
    tenantId: v.string(),
    defaultCaller: v.string(),
    developerAddress: v.optional(v.string(), emptyDirectory().developerAddress),
  }),
  resources: v.array(
    v.looseObject({
      id: v.string(),
      name: v.string(),
      type: v.string(),
      properties: v.record(v.string(), v.unknown()),
    }),
  ),
  operations: v.array(operation),
});

/** Everything that the emulator needs to go on where it was. */
export type Snapshot = v.InferOutput<typeof snapshotSchema>;
type SavedOperation = Snapshot['operations'][number];

/**
 * The state as it will be once everything that runs has ended: a restart is then like having waited. Who polls an
 * operation after it finds out how it ended. Faults and the request log are not kept.
 */
export function takeSnapshot(core: Core): Snapshot {
  const { estate, operations, directory, cloud, clock } = core;
  operations.settle();
  const before = estate.all();
  const watcher = estate.onChange;
  estate.onChange = undefined;
  try {
    const ended = operations.rehearse();
    return {
      version: 1,
      cloud: cloud.name,
      time: clock.now(),
      directory: { ...directory },
      resources: estate.all(),
      operations: ended.slice(-KEPT_OPERATIONS).map(saved),
    };
  } finally {
    estate.clear();
    for (const resource of before) estate.put(resource);
    estate.onChange = watcher;
  }
}

function saved({
  habit,
  verb,
  name,
  target,
  guid,
  apiVersion,
  urls,
  state,
  error: failure,
}: Operation): SavedOperation {
  return {
    habit,
    verb,
    name,
    target,
    guid,
    apiVersion,
    urls,
    state: state === 'InProgress' ? 'Succeeded' : state,
    ...(failure === undefined
      ? {}
      : { error: { status: failure.status, code: failure.code, message: failure.message } }),
  };
}

/** Puts a snapshot in place of all that exists. Throws, and changes nothing, where it is none. */
export function applySnapshot(core: Core, snapshot: unknown, source = 'The snapshot'): void {
  const result = v.safeParse(snapshotSchema, snapshot);
  if (!result.success) {
    const [issue] = result.issues;
    throw new Error(`${source} can't be used: ${issue.message} at ${v.getDotPath(issue) ?? 'its top'}.`);
  }
  const { cloud, time, directory, resources, operations } = result.output;
  if (cloud !== core.cloud.name) {
    throw new Error(
      `${source} is of the cloud '${cloud}'; start the emulator with --cloud ${cloud} to use it.`,
    );
  }
  core.clear();
  Object.assign(core.directory, directory);
  for (const resource of resources) core.estate.put(resource as ArmResource & { properties: JsonObject });
  core.operations.restore(operations.map((item) => restored(core, item)));
  const behind = time - core.clock.now();
  if (core.clock instanceof VirtualClock && behind > 0) core.clock.advance(behind / 1000);
}

function restored(core: Core, { error: failure, urls, ...item }: SavedOperation): Operation {
  return {
    ...item,
    urls: {
      ...(urls.status === undefined ? {} : { status: urls.status }),
      ...(urls.result === undefined ? {} : { result: urls.result }),
    },
    ...(failure === undefined ? {} : { error: new ArmError(failure.status, failure.code, failure.message) }),
    latency: 'virtualNetwork',
    dueAt: 0,
    effect: () => undefined,
    result: () => {
      const body = item.verb === 'delete' ? undefined : core.estate.get(item.target);
      return { status: 200, ...(body === undefined ? {} : { body }) };
    },
  };
}

/** Keeps a snapshot in a file: written soon after every change, at once when the emulator ends. */
export class SnapshotFile {
  private savedRevision = -1;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly core: Core,
    private readonly file: string,
  ) {}

  /** Whether there was one to go on from. */
  load(): boolean {
    if (!existsSync(this.file)) return false;
    applySnapshot(this.core, parsed(this.file), `The snapshot ${this.file}`);
    this.savedRevision = this.core.estate.revision;
    return true;
  }

  changed(): void {
    if (this.timer !== undefined || this.core.estate.revision === this.savedRevision) return;
    this.timer = setTimeout(() => {
      this.save();
    }, 200);
    this.timer.unref();
  }

  save(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.core.estate.revision === this.savedRevision) return;
    const text = JSON.stringify(takeSnapshot(this.core));
    // Whoever reads the file finds a whole snapshot, the old or the new one.
    writeFileSync(`${this.file}.new`, text, { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
    this.savedRevision = this.core.estate.revision;
  }
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Error(`The snapshot ${file} can't be read (${reason}). Delete it to start anew.`, {
      cause: thrown,
    });
  }
}
