import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { parse, YAMLParseError } from 'yaml';
import { scenarioImages } from './dataPlane/scenarioImages';
import { pullFaultSchema } from './oracle/pullFaults';
import { policyRule } from './providers/policy/policies';
import { stateSchema } from './providers/states';
import { clusterSchema } from './scenarioCluster';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const note = v.optional(v.string());
const list = <Item extends v.GenericSchema>(item: Item) => v.optional(v.array(item), []);
const patterns = list(v.string());

const scenarioSchema = v.strictObject({
  name: v.string(),
  about: list(v.string()),
  names: v.optional(v.record(v.string(), v.string()), {}),
  tenants: v.pipe(
    v.array(
      v.strictObject({
        id: v.string(),
        displayName: v.string(),
        defaultDomain: v.string(),
        /** Principals whose directory it is, too; everybody where they are left out. */
        members: v.optional(v.array(v.string())),
        note,
      }),
    ),
    v.minLength(1),
  ),
  subscriptions: v.array(
    v.strictObject({
      id: v.string(),
      displayName: v.string(),
      tenant: v.string(),
      notRegistered: v.optional(v.array(v.string()), []),
      note,
    }),
  ),
  signedIn: v.string(),
  /** Where registries see their clients come from; by default an address reserved for documentation. */
  developerAddress: v.optional(v.pipe(v.string(), v.ipv4())),
  /** Groups have `members`, which may be groups. With `applicationId` and `secret` a service principal can sign in. */
  principals: v.array(
    v.strictObject({
      id: v.string(),
      type: v.picklist(['User', 'Group', 'ServicePrincipal']),
      name: v.string(),
      members: v.optional(v.array(v.string())),
      applicationId: v.optional(v.pipe(v.string(), v.regex(GUID))),
      secret: v.optional(v.pipe(v.string(), v.minLength(1))),
      note,
    }),
  ),
  resourceGroups: list(
    v.strictObject({
      id: v.string(),
      location: v.string(),
      tags: v.optional(v.record(v.string(), v.string())),
      note,
    }),
  ),
  clusters: list(clusterSchema),
  /** States that Azure shows by itself: what failed, is being made or deleted. */
  states: list(stateSchema),
  /** What goes wrong with pulls from a registry, for a while or for good. */
  pullFaults: list(pullFaultSchema),
  resources: list(
    v.strictObject({
      id: v.string(),
      method: v.optional(v.picklist(['PUT', 'PATCH']), 'PUT'),
      body: v.record(v.string(), v.unknown()),
      note,
    }),
  ),
  images: v.optional(scenarioImages, []),
  /** Custom roles; assignments name them by `name`. */
  roles: list(
    v.strictObject({
      name: v.string(),
      description: v.optional(v.string(), ''),
      actions: patterns,
      notActions: patterns,
      dataActions: patterns,
      notDataActions: patterns,
      assignableScopes: v.pipe(v.array(v.string()), v.minLength(1)),
      note,
    }),
  ),
  roleAssignments: list(
    v.strictObject({
      principal: v.string(),
      role: v.string(),
      scope: v.string(),
      condition: v.optional(v.string()),
      note,
    }),
  ),
  locks: list(
    v.strictObject({
      name: v.string(),
      scope: v.string(),
      level: v.picklist(['CanNotDelete', 'ReadOnly']),
      notes: v.optional(v.string()),
      note,
    }),
  ),
  /** Without `principals` they are for everybody but those excluded. */
  denyAssignments: list(
    v.strictObject({
      name: v.string(),
      scope: v.string(),
      actions: v.pipe(v.array(v.string()), v.minLength(1)),
      notActions: patterns,
      principals: v.optional(v.array(v.string())),
      excludePrincipals: list(v.string()),
      note,
    }),
  ),
  policies: list(
    v.strictObject({
      name: v.pipe(v.string(), v.regex(/^[\w.-]+$/)),
      displayName: v.optional(v.string()),
      scope: v.string(),
      notScopes: list(v.string()),
      deny: policyRule,
      note,
    }),
  ),
});

export type Scenario = v.InferOutput<typeof scenarioSchema>;

/** Reads a file of YAML or JSON; throws what a person can do something about. */
export function readScenarioFile(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    const reason = code === 'ENOENT' ? 'there is no such file' : code;
    throw new Error(`The scenario ${file} can't be read: ${reason}.`, { cause: thrown });
  }
  try {
    return parse(text);
  } catch (thrown) {
    if (!(thrown instanceof YAMLParseError)) throw thrown;
    throw new Error(`The scenario ${file} is neither YAML nor JSON: ${thrown.message}`, { cause: thrown });
  }
}

/** Checks a scenario's form; the error names every member that is wrong, and what it should be. */
export function checkScenario(raw: unknown, source: string): Scenario {
  const result = v.safeParse(scenarioSchema, raw);
  if (result.success) return result.output;
  const problems = result.issues.slice(0, 5).map((issue) => `  ${describe(issue)}`);
  throw new Error(`The scenario ${source} has mistakes:\n${problems.join('\n')}`);
}

function describe(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? 'the whole file';
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return `${path}: there is no such member; remove it or correct its name.`;
  }
  if (issue.received === 'undefined') return `${path}: it is missing; add it.`;
  return `${path}: it is ${issue.received}, but should be ${issue.expected ?? issue.message}.`;
}

/** Checks what a scenario's parts say of each other. */
export function checkReferences(scenario: Scenario, source: string): void {
  const known = new Set([
    ...scenario.principals.map(({ id }) => id),
    ...scenario.clusters.flatMap(({ kubelet, controlPlane }) => [kubelet, controlPlane]),
  ]);
  const problems: string[] = [];
  const expectPrincipal = (id: string, member: string): void => {
    if (!known.has(id)) problems.push(`  ${member}: ${id} is none of the principals; add it to them.`);
  };
  expectPrincipal(scenario.signedIn, 'signedIn');
  scenario.roleAssignments.forEach(({ principal }, index) => {
    expectPrincipal(principal, `roleAssignments.${index}.principal`);
  });
  scenario.principals.forEach(({ members = [] }, index) => {
    for (const id of members) expectPrincipal(id, `principals.${index}.members`);
  });
  scenario.tenants.forEach(({ members = [] }, index) => {
    for (const id of members) expectPrincipal(id, `tenants.${index}.members`);
  });
  const tenants = new Set(scenario.tenants.map(({ id }) => id));
  scenario.subscriptions.forEach(({ id, tenant }, index) => {
    if (!GUID.test(id)) problems.push(`  subscriptions.${index}.id: '${id}' is no GUID; make it one.`);
    if (!tenants.has(tenant)) {
      problems.push(`  subscriptions.${index}.tenant: ${tenant} is none of the tenants; add it to them.`);
    }
  });
  if (problems.length > 0) throw new Error(`The scenario ${source} has mistakes:\n${problems.join('\n')}`);
}
