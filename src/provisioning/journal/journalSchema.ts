/** The journal's form on disk, checked when it is read: another version of the extension may have written it. */
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import type { Plan, StepKind } from '../plan/plan';
import { json, jsonObject, recordOf, texts } from '../plan/jsonSchema';

const request = v.object({
  method: v.picklist(['PUT', 'PATCH', 'DELETE']),
  apiVersion: v.string(),
  query: v.exactOptional(texts),
  body: jsonObject,
  lists: v.exactOptional(
    v.array(
      v.object({ list: v.string(), key: v.string(), add: v.array(jsonObject), remove: v.array(jsonObject) }),
    ),
  ),
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
  connection: true,
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
      unchanged: v.exactOptional(v.object({ of: v.picklist(['whole', 'members']), settings: jsonObject })),
      contents: v.exactOptional(v.object({ allowed: strings })),
      pullers: v.exactOptional(v.array(v.object({ registryId: v.string(), assignments: strings }))),
    }),
  ),
  clusterIds: strings,
});

const plan = v.object({
  operationId: v.string(),
  // Which kinds there are, and what their specs look like, the table of operations knows.
  purpose: v.object({ kind: v.string(), spec: json }),
  steps: v.array(step),
  blockers: v.array(
    v.object({ code: v.string(), message: v.string(), wayOut: v.string(), resourceIds: strings }),
  ),
  hazards: v.array(
    v.object({
      code: v.string(),
      id: v.string(),
      message: v.string(),
      about: strings,
      affected: strings,
      mitigation: v.optional(v.string()),
      typed: v.exactOptional(v.string()),
    }),
  ),
  requirements: v.array(
    v.object({
      code: v.string(),
      message: v.string(),
      command: v.optional(v.string()),
      resourceIds: strings,
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
  /** Picks the Azure operation up again; while it runs, and when waiting for it was given up. */
  resumeToken: v.exactOptional(v.string()),
  failure: v.exactOptional(failure),
  /** What tells what was made from a later one of its name, as Azure answered it. */
  identity: v.exactOptional(jsonObject),
  /** Nothing can have come of it: it was never sent, or Azure refused every try. */
  nothingMade: v.exactOptional(v.literal(true)),
});

const journal = v.object({
  schemaVersion: v.literal(1),
  operationId: v.string(),
  /** What the operation does, in a few words. */
  title: v.string(),
  startedAt: v.number(),
  /** Origin of the Resource Manager that it was written to: another cloud, or an emulator, has other resources by these ids. */
  origin: v.exactOptional(v.string()),
  /** Who began it, as the plan says: what they sign in with, or their object id. */
  by: v.exactOptional(v.string()),
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
      message: t`The journal isn’t JSON: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  const version = v.safeParse(v.object({ schemaVersion: v.number() }), content);
  if (version.success && version.output.schemaVersion !== 1) {
    const found = version.output.schemaVersion;
    return {
      ok: false,
      message: t`The journal has version ${found}, written by another version of the extension.`,
    };
  }
  const parsed = v.safeParse(journal, content);
  if (parsed.success) return { ok: true, journal: withPlan(parsed.output) };
  const [issue] = parsed.issues;
  return {
    ok: false,
    message: t`The journal is damaged at ${v.getDotPath(issue) ?? t('its root')}: ${issue.message}`,
  };
}

/** JSON has no `undefined`: members that a plan always has, as undefined if need be, are put back. */
function withPlan(parsed: v.InferOutput<typeof journal>): Journal {
  const { plan: written } = parsed;
  return {
    ...parsed,
    plan: {
      ...written,
      steps: written.steps.map((item) => ({ ...item, request: item.request })),
      hazards: written.hazards.map((item) => ({ ...item, mitigation: item.mitigation })),
      requirements: written.requirements.map((item) => ({ ...item, command: item.command })),
    },
  };
}
