/** What the commands printed, taken apart: sections by the lines that name them, in them JSON of kubectl. */
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { FailureError } from '../model/failure';
import { withoutSecrets } from '../model/secrets';
import { isLabel, isSubdomain } from './names';
import { isRunId, runLabel } from './runId';

/** Text of each section by its name. What stands before the first one belongs to none. */
export function sectionsOf(logs: string): ReadonlyMap<string, string> {
  const sections = new Map<string, string>();
  let name: string | undefined;
  for (const line of logs.split(/\r?\n/)) {
    const next = /^--- ([\w-]+) ---$/.exec(line)?.[1];
    if (next !== undefined) {
      name = next;
      sections.set(name, '');
    } else if (name !== undefined) sections.set(name, `${sections.get(name) ?? ''}${line}\n`);
  }
  return sections;
}

const text = v.optional(v.nullish(v.string()));

const eventJson = v.object({
  type: text,
  reason: text,
  message: text,
  firstTimestamp: text,
  lastTimestamp: text,
  eventTime: text,
  series: v.optional(v.nullish(v.object({ lastObservedTime: text }))),
});

const labelled = v.object({
  name: v.string(),
  namespace: v.optional(v.string(), ''),
  labels: v.optional(v.record(v.string(), v.string()), {}),
  creationTimestamp: text,
});

const podJson = v.object({
  metadata: labelled,
  spec: v.optional(
    v.object({
      nodeName: text,
      activeDeadlineSeconds: v.optional(v.nullish(v.number())),
      serviceAccountName: text,
      imagePullSecrets: v.optional(v.nullish(v.array(v.object({ name: text })))),
    }),
    {},
  ),
  status: v.optional(
    v.object({
      phase: text,
      reason: text,
      message: text,
      containerStatuses: v.optional(
        v.array(
          v.object({
            state: v.optional(
              v.object({
                waiting: v.optional(v.object({ reason: text, message: text })),
                terminated: v.optional(v.object({ reason: text, message: text })),
              }),
            ),
          }),
        ),
        [],
      ),
    }),
    {},
  ),
});

const nodeJson = v.object({
  metadata: v.object({ name: v.string() }),
  status: v.optional(
    v.object({
      images: v.optional(v.array(v.object({ names: v.optional(v.nullish(v.array(v.string()))) })), []),
    }),
    {},
  ),
});

export interface PodEvent {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  /** Milliseconds since the epoch; undefined where Kubernetes doesn't say. */
  readonly at: number | undefined;
  /** The last time that the same happened; Kubernetes counts what repeats in one event. */
  readonly lastAt?: number;
}

export interface PodSeen {
  readonly name: string;
  readonly namespace: string;
  readonly runId: string | undefined;
  readonly nodeName: string | undefined;
  readonly createdAt: number | undefined;
  /** When Kubernetes ends it by itself. */
  readonly endsAt: number | undefined;
  readonly phase: string;
  /** Of the container that waits or has ended, else of the pod. */
  readonly reason: string;
  readonly message: string;
  /**
   * Secrets that the pod was created with for pulls. Those of its service account are among them: Kubernetes copies them
   * into every pod that names none (admission plug-in ServiceAccount).
   */
  readonly pullSecrets: readonly string[];
  readonly serviceAccount: string | undefined;
}

export interface NodeSeen {
  readonly name: string;
  readonly images: readonly string[];
  /** The kubelet names at most 50 images: with fewer, what isn't among them isn't there (nodeStatusMaxImages). */
  readonly complete: boolean;
}

/** Events of a pod, the oldest first: what they quote, as signed addresses of images, is only shown. Throws a FailureError when it isn't kubectl's JSON. */
export function eventsOf(section: string | undefined): readonly PodEvent[] {
  return items(section, eventJson, t('events'))
    .map((event) => {
      const lastAt = instant(event.series?.lastObservedTime) ?? instant(event.lastTimestamp);
      return {
        type: event.type ?? '',
        reason: event.reason ?? '',
        message: withoutSecrets(event.message ?? ''),
        at: instant(event.firstTimestamp) ?? instant(event.eventTime) ?? lastAt,
        ...(lastAt === undefined ? {} : { lastAt }),
      };
    })
    .toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
}

/** Throws a FailureError when it isn't kubectl's JSON. */
export function podsOf(section: string | undefined): readonly PodSeen[] {
  return items(section, podJson, t('pods')).map(({ metadata, spec, status }) => {
    const createdAt = instant(metadata.creationTimestamp);
    const lifetime = spec.activeDeadlineSeconds;
    const runId = metadata.labels[runLabel];
    const states = status.containerStatuses.map(({ state }) => state?.waiting ?? state?.terminated);
    const state = states.find((one) => one !== undefined);
    return {
      name: metadata.name,
      namespace: metadata.namespace,
      runId: runId !== undefined && isRunId(runId) ? runId : undefined,
      nodeName: spec.nodeName ?? undefined,
      createdAt,
      endsAt: createdAt === undefined || !lifetime ? undefined : createdAt + lifetime * 1000,
      phase: status.phase ?? '',
      reason: state?.reason ?? status.reason ?? '',
      message: withoutSecrets(state?.message ?? status.message ?? ''),
      pullSecrets: (spec.imagePullSecrets ?? []).flatMap(({ name }) => name ?? []).filter(isSubdomain),
      serviceAccount: spec.serviceAccountName ?? undefined,
    };
  });
}

/** Undefined where the nodes can't be told: the run goes on, and says less about what was cached. */
export function nodesOf(section: string | undefined): readonly NodeSeen[] | undefined {
  try {
    return items(section, nodeJson, t('nodes'))
      .filter(({ metadata }) => isSubdomain(metadata.name))
      .map(({ metadata, status }) => ({
        name: metadata.name,
        images: status.images.flatMap(({ names }) => names ?? []),
        complete: status.images.length < 50,
      }));
  } catch {
    return undefined;
  }
}

/** Names from `--output=name`, e.g. `namespace/default`; what isn't a name is left out. */
export function namesOf(section: string | undefined): readonly string[] {
  return (section ?? '')
    .split('\n')
    .flatMap((line) => /^namespace\/(.+)$/.exec(line.trim())?.[1] ?? [])
    .filter(isLabel);
}

function items<T extends v.GenericSchema>(
  section: string | undefined,
  schema: T,
  what: string,
): v.InferOutput<T>[] {
  const listed = v.safeParse(v.object({ items: v.array(schema) }), json(section));
  if (listed.success) return listed.output.items;
  throw new FailureError({
    code: 'verify.unreadableOutput',
    kind: 'transient',
    message: t`What kubectl printed about the ${what} of the test couldn’t be read: ${firstLine(section)}`,
    nextAction: t('Run the test again. The report shows the cluster’s output.'),
  });
}

/** Warnings of kubectl stand among its output: the JSON is from the first line that opens an object to the last. */
function json(section = ''): unknown {
  const start = section.startsWith('{') ? 0 : section.indexOf('\n{') + 1;
  try {
    return JSON.parse(section.slice(start, section.lastIndexOf('}') + 1)) as unknown;
  } catch {
    return undefined;
  }
}

/** For a sentence: what a program said, short and without control characters. */
export function firstLine(section: string | undefined): string {
  const line = (section ?? '').split('\n').find((candidate) => candidate.trim() !== '') ?? t('nothing');
  const printable = withoutSecrets(line)
    .replace(/\p{C}+/gu, ' ')
    .trim();
  return printable.length > 300 ? `${printable.slice(0, 300)}…` : printable;
}

function instant(time: string | null | undefined): number | undefined {
  const at = Date.parse(time ?? '');
  return Number.isNaN(at) ? undefined : at;
}
