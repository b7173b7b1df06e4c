/** The journal's form on disk, checked when it is read: another version of the extension may have written it. */
import * as v from 'valibot';
import type { Json } from '../../model/json';
import type { Plan } from '../plan';

const json: v.GenericSchema<Json> = v.lazy(() =>
  v.union([v.string(), v.number(), v.boolean(), v.null(), v.array(json), v.record(v.string(), json)]),
);

const request = v.object({
  method: v.picklist(['PUT', 'PATCH', 'DELETE']),
  apiVersion: v.string(),
  query: v.exactOptional(v.record(v.string(), v.string())),
  body: v.record(v.string(), json),
});

const undo = v.variant('kind', [
  v.object({ kind: v.literal('nothing') }),
  v.object({ kind: v.literal('delete') }),
  v.object({ kind: v.literal('restore'), request, onlyWhen: v.exactOptional(v.string()) }),
  v.object({ kind: v.literal('impossible'), why: v.string() }),
]);

const strings = v.array(v.string());

const kinds = [
  'resourceGroup',
  'registrySku',
  'network',
  'subnet',
  'zone',
  'zoneLink',
  'endpoint',
  'zoneGroup',
  'peering',
  'roleAssignment',
] as const;

const step = v.object({
  id: v.string(),
  kind: v.picklist(kinds),
  action: v.picklist(['create', 'update', 'reuse', 'delete']),
  title: v.string(),
  resourceId: v.string(),
  reason: v.string(),
  request: v.optional(request),
  knownAfterApply: strings,
  dependsOn: strings,
  holds: strings,
  typicalSeconds: v.number(),
  undo,
});

const onAbsent = v.picklist(['create', 'refuse']);
const named = v.object({ id: v.string(), onAbsent });
const ranged = { id: v.string(), onAbsent, addressPrefix: v.string() };

const access = v.variant('mode', [
  v.object({ mode: v.literal('public') }),
  v.object({
    mode: v.literal('private'),
    upgradeToPremium: v.boolean(),
    network: v.object({ ...ranged, location: v.string() }),
    subnet: v.object(ranged),
    endpoint: named,
    zone: named,
    names: v.object({
      zoneGroup: v.string(),
      registryZoneLink: v.string(),
      clusterZoneLink: v.string(),
      peeringToCluster: v.string(),
      peeringToRegistry: v.string(),
    }),
    fallbackToInternet: v.boolean(),
  }),
]);

const plan = v.object({
  operationId: v.string(),
  spec: v.object({
    schemaVersion: v.literal(1),
    registryId: v.string(),
    clusterId: v.string(),
    access,
    tags: v.record(v.string(), v.string()),
  }),
  steps: v.array(step),
  blockers: v.array(
    v.object({ code: v.string(), message: v.string(), wayOut: v.string(), resourceIds: strings }),
  ),
  hazards: v.array(
    v.object({
      code: v.string(),
      id: v.string(),
      message: v.string(),
      victims: strings,
      mitigation: v.optional(v.string()),
    }),
  ),
  basedOn: v.array(v.object({ resourceId: v.string(), hash: v.string() })),
});

const failure = v.object({
  code: v.string(),
  kind: v.picklist(['user', 'auth', 'conflict', 'quota', 'transient', 'cancelled', 'defect']),
  message: v.string(),
  nextAction: v.string(),
  resourceId: v.exactOptional(v.string()),
  azure: v.exactOptional(
    v.object({
      code: v.string(),
      message: v.string(),
      status: v.exactOptional(v.number()),
      requestId: v.exactOptional(v.string()),
    }),
  ),
});

const journalStep = v.object({
  state: v.picklist(['running', 'done', 'failed', 'cancelled']),
  /** When the state was entered, in milliseconds since the epoch. */
  at: v.number(),
  attempt: v.number(),
  /** Picks the Azure operation up again; only while running. */
  resumeToken: v.exactOptional(v.string()),
  failure: v.exactOptional(failure),
});

const journal = v.object({
  schemaVersion: v.literal(1),
  operationId: v.string(),
  startedAt: v.number(),
  plan,
  acknowledged: strings,
  /** Who applies the plan right now, and until when that is to be believed without a sign of life. */
  lease: v.object({ owner: v.string(), expires: v.number() }),
  /** By step id; a step that isn't here was not begun. */
  steps: v.record(v.string(), journalStep),
  finished: v.exactOptional(
    v.object({ at: v.number(), result: v.picklist(['done', 'failed', 'cancelled']) }),
  ),
});

export type JournalStep = Readonly<v.InferOutput<typeof journalStep>>;

export interface Journal extends Readonly<Omit<v.InferOutput<typeof journal>, 'plan' | 'steps'>> {
  readonly plan: Plan;
  readonly steps: Readonly<Record<string, JournalStep>>;
}

export type ParsedJournal =
  { readonly ok: true; readonly journal: Journal } | { readonly ok: false; readonly message: string };

/** Takes the text of a file; what isn't a journal of this version is told in a sentence, never thrown. */
export function parseJournal(text: string): ParsedJournal {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return {
      ok: false,
      message: `The journal is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  const version = v.safeParse(v.object({ schemaVersion: v.number() }), content);
  if (version.success && version.output.schemaVersion !== 1) {
    const found = version.output.schemaVersion;
    return {
      ok: false,
      message: `The journal has version ${found}, which another version of the extension wrote.`,
    };
  }
  const parsed = v.safeParse(journal, content);
  if (parsed.success) return { ok: true, journal: withRequests(parsed.output) };
  const [issue] = parsed.issues;
  return {
    ok: false,
    message: `The journal is damaged at ${v.getDotPath(issue) ?? 'its root'}: ${issue.message}`,
  };
}

/** JSON has no `undefined`: members that a plan always has, as undefined if need be, are put back. */
function withRequests(parsed: v.InferOutput<typeof journal>): Journal {
  const steps = parsed.plan.steps.map((item) => ({ ...item, request: item.request }));
  const hazards = parsed.plan.hazards.map((item) => ({ ...item, mitigation: item.mitigation }));
  return { ...parsed, plan: { ...parsed.plan, steps, hazards } };
}
