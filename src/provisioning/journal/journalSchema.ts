/** The journal's form on disk, checked when it is read: another version of the extension may have written it. */
import * as v from 'valibot';
import { principalTypes, type AnyPlan } from '../plan/anyPlan';
import type { StepKind } from '../plan/plan';
import { jsonObject, recordOf, texts } from './jsonSchema';
import { publicAccessSpecSchema } from './publicAccessSpecSchema';
import { registrySpecSchema } from './registrySpecSchema';
import { specSchema } from './specSchema';

const request = v.object({
  method: v.picklist(['PUT', 'PATCH', 'DELETE']),
  apiVersion: v.string(),
  query: v.exactOptional(texts),
  body: jsonObject,
});

const undo = v.variant('kind', [
  v.object({ kind: v.literal('nothing') }),
  v.object({ kind: v.literal('delete'), leaves: v.exactOptional(v.string()) }),
  v.object({ kind: v.literal('restore'), request, onlyWhen: v.exactOptional(v.string()) }),
  v.object({ kind: v.literal('impossible'), why: v.string() }),
]);

const strings = v.array(v.string());

/** A record, so that a kind which is missing here doesn't compile. */
const kinds: Readonly<Record<StepKind, true>> = {
  resourceGroup: true,
  registry: true,
  replica: true,
  registrySku: true,
  publicAccess: true,
  network: true,
  subnet: true,
  zone: true,
  zoneLink: true,
  endpoint: true,
  zoneGroup: true,
  peering: true,
  roleAssignment: true,
};

const step = v.object({
  id: v.string(),
  kind: v.picklist(Object.keys(kinds) as StepKind[]),
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
  guard: v.exactOptional(
    v.object({
      expected: jsonObject,
      contents: v.exactOptional(v.object({ allowed: strings })),
    }),
  ),
  // Journals of the first version of specs lack these two.
  clusterIds: v.optional(strings, []),
});

const unlinkSpec = v.object({ registryId: v.string(), clusterId: v.string(), ticked: strings });

/** What a plan is for, where it isn't to link. */
const purpose = v.variant('kind', [
  v.object({ kind: v.literal('rollBack'), operationId: v.string(), title: v.string() }),
  v.object({ kind: v.literal('unlink'), spec: unlinkSpec }),
  v.object({ kind: v.literal('detach'), spec: unlinkSpec }),
  v.object({
    kind: v.literal('grantPush'),
    spec: v.object({
      registryId: v.string(),
      principalId: v.string(),
      principalType: v.picklist(principalTypes),
      principalName: v.string(),
      browse: v.boolean(),
    }),
  }),
  v.object({ kind: v.literal('registry'), spec: registrySpecSchema }),
  v.object({ kind: v.literal('publicAccess'), spec: publicAccessSpecSchema }),
]);

const plan = v.object({
  operationId: v.string(),
  spec: v.exactOptional(specSchema),
  purpose: v.exactOptional(purpose),
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
  requirements: v.optional(
    v.array(
      v.object({
        code: v.string(),
        message: v.string(),
        command: v.optional(v.string()),
        resourceIds: strings,
      }),
    ),
    [],
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
  /** Picks the Azure operation up again; while it runs, and when waiting for it was given up. */
  resumeToken: v.exactOptional(v.string()),
  failure: v.exactOptional(failure),
});

const journal = v.object({
  schemaVersion: v.literal(1),
  operationId: v.string(),
  /** What the operation does, in a few words. */
  title: v.string(),
  startedAt: v.number(),
  plan,
  acknowledged: strings,
  /** Who applies the plan right now, and until when that is to be believed without a sign of life. */
  lease: v.object({ owner: v.string(), expires: v.number() }),
  /** By step id; a step that isn't here was not begun. */
  steps: recordOf(journalStep),
  finished: v.exactOptional(
    v.object({
      at: v.number(),
      result: v.picklist(['done', 'failed', 'cancelled', 'rolledBack', 'discarded']),
      /** The operation that has taken this one's place. */
      by: v.exactOptional(v.string()),
    }),
  ),
});

export type JournalStep = Readonly<v.InferOutput<typeof journalStep>>;

export interface Journal extends Readonly<Omit<v.InferOutput<typeof journal>, 'plan' | 'steps'>> {
  readonly plan: AnyPlan;
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
  if (parsed.success) {
    const complete = withPlan(parsed.output);
    return complete ?? { ok: false, message: 'The journal is damaged: its plan is for nothing.' };
  }
  const [issue] = parsed.issues;
  return {
    ok: false,
    message: `The journal is damaged at ${v.getDotPath(issue) ?? 'its root'}: ${issue.message}`,
  };
}

/**
 * JSON has no `undefined`: members that a plan always has, as undefined if need be, are put back. Undefined for a plan
 * that neither links nor has another purpose.
 */
function withPlan(parsed: v.InferOutput<typeof journal>): ParsedJournal | undefined {
  const { spec, purpose: other, ...rest } = parsed.plan;
  const changes = {
    ...rest,
    steps: rest.steps.map((item) => ({ ...item, request: item.request })),
    hazards: rest.hazards.map((item) => ({ ...item, mitigation: item.mitigation })),
    requirements: rest.requirements.map((item) => ({ ...item, command: item.command })),
  };
  if (other?.kind === 'rollBack')
    return { ok: true, journal: { ...parsed, plan: { ...changes, purpose: other } } };
  if (other?.kind === 'unlink')
    return { ok: true, journal: { ...parsed, plan: { ...changes, purpose: other } } };
  if (other?.kind === 'detach')
    return { ok: true, journal: { ...parsed, plan: { ...changes, purpose: other } } };
  if (other?.kind === 'grantPush')
    return { ok: true, journal: { ...parsed, plan: { ...changes, purpose: other } } };
  if (other?.kind === 'publicAccess')
    return { ok: true, journal: { ...parsed, plan: { ...changes, purpose: other } } };
  if (other?.kind === 'registry')
    return { ok: true, journal: { ...parsed, plan: { ...changes, purpose: other } } };
  return spec && { ok: true, journal: { ...parsed, plan: { ...changes, spec } } };
}
