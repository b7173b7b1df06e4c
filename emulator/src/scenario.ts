import { createHash } from 'node:crypto';
import contosoFile from '../scenarios/contoso.json';
import type { ArmAnswer } from './arm/answer';
import { parseArmId } from './arm/armId';
import type { Core } from './core';
import { secretDigest } from './front/signIn';
import { seedImages } from './dataPlane/scenarioImages';
import { addPullFault } from './oracle/pullFaults';
import { principalPath } from './providers/authorization/access';
import { builtInRoles, seedBuiltInRoles } from './providers/authorization/builtInRoles';
import { knownProviders } from './providers/providerRegistrations';
import { setState } from './providers/states';
import { seedCluster, type ScenarioCluster } from './scenarioCluster';
import { checkReferences, checkScenario, readScenarioFile, type Scenario } from './scenarioSchema';
import { seedRestrictions } from './scenarioSeeds';
import { applySnapshot, type Snapshot, takeSnapshot } from './snapshot';

const builtIn: Readonly<Record<string, unknown>> = { contoso: contosoFile };

/** The ids of the contoso scenario by the names that its file gives them. */
export const contosoNames = resolveNames(contosoFile.names);

/** Reads a scenario that comes with the emulator, or a JSON or YAML file of one's own. */
export function readScenario(nameOrFile: string, registrySuffix = 'azurecr.io'): Scenario {
  const isOwnFile = /\.(json|ya?ml)$/i.test(nameOrFile);
  const known = Object.hasOwn(builtIn, nameOrFile) ? builtIn[nameOrFile] : undefined;
  const raw = isOwnFile ? readScenarioFile(nameOrFile) : known;
  if (raw === undefined) {
    const names = Object.keys(builtIn).join(', ');
    throw new Error(
      `There is no scenario '${nameOrFile}'; there are: ${names}. A file of your own ends in .yaml, .yml or .json.`,
    );
  }
  const scenario = checkScenario(raw, nameOrFile);
  // The description explains `{name}`; in it the braces mean themselves.
  const named = withNames({ ...scenario, about: [] }, resolveNames(scenario.names));
  checkReferences(named, nameOrFile);
  // Scenarios are written for the public cloud; names of registries and zones end otherwise in others.
  return JSON.parse(JSON.stringify(named).replaceAll('azurecr.io', registrySuffix)) as Scenario;
}

/** What scenarios came to: a process that starts many emulators, as tests do, brings each to life once. */
const alive = new Map<string, Snapshot>();

/** Reads a scenario (see `readScenario`) and brings it to life. */
export function loadScenario(core: Core, nameOrFile: string): void {
  const scenario = readScenario(nameOrFile, core.cloud.registrySuffix);
  const key = `${core.cloud.name} ${JSON.stringify(scenario)}`;
  const before = alive.get(key);
  if (before === undefined) {
    seedScenario(core, scenario);
    alive.set(key, takeSnapshot(core));
  } else {
    applySnapshot(core, structuredClone(before));
  }
}

/**
 * Brings a scenario to life. What Resource Manager can't make here (directory, subscriptions, clusters) is put into
 * the estate; all else is sent through the router like any client's request, one after the other, each operation
 * awaited: so endpoints, connections and records arise by the same side effects as later in use.
 */
export function seedScenario(core: Core, scenario: Scenario): void {
  seedDirectory(core, scenario);
  for (const group of scenario.resourceGroups) {
    const { id, location, tags } = group;
    replay(core, 'PUT', id, { location, ...(tags === undefined ? {} : { tags }) });
  }
  for (const cluster of scenario.clusters) {
    for (const principal of seedCluster(core, cluster, tenantOf(scenario, cluster)))
      putPrincipal(core, principal);
  }
  for (const { id, method, body } of scenario.resources) replay(core, method, id, body);
  seedImages(core.estate, scenario.images);
  for (const role of scenario.roles) seedRole(core, role);
  for (const { principal, role, scope, condition } of scenario.roleAssignments) {
    const isOwn = scenario.roles.some(({ name }) => name === role);
    const roleId = isOwn ? guidOf(role) : builtInRoles[role]?.id;
    if (roleId === undefined) {
      throw new Error(
        `The scenario ${scenario.name} assigns the role '${role}', which is neither built in nor among its roles.`,
      );
    }
    const [, subscription = ''] = /^(\/subscriptions\/[^/]+)/i.exec(scope) ?? [];
    const name = guidOf(`${scope}|${principal}|${roleId}`.toLowerCase());
    replay(core, 'PUT', `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`, {
      properties: {
        principalId: principal,
        roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`,
        ...(condition === undefined ? {} : { condition, conditionVersion: '2.0' }),
      },
    });
  }
  seedRestrictions(core, scenario, guidOf);
  for (const state of scenario.states) setState(core.estate, state);
  for (const fault of scenario.pullFaults) addPullFault(core.estate, fault);
  // Only now: before the roles are assigned, the signed-in person could do nothing.
  core.directory.defaultCaller = scenario.signedIn;
}

function seedRole(core: Core, role: Scenario['roles'][number]): void {
  const { name, description, assignableScopes, actions, notActions, dataActions, notDataActions } = role;
  const scope = assignableScopes[0] ?? '';
  replay(core, 'PUT', `${scope}/providers/Microsoft.Authorization/roleDefinitions/${guidOf(name)}`, {
    properties: {
      roleName: name,
      description,
      assignableScopes,
      permissions: [{ actions, notActions, dataActions, notDataActions }],
    },
  });
}

function seedDirectory(core: Core, scenario: Scenario): void {
  const { estate, directory } = core;
  seedBuiltInRoles(estate);
  directory.tenantId = scenario.tenants[0]?.id ?? directory.tenantId;
  directory.developerAddress = scenario.developerAddress ?? directory.developerAddress;
  for (const { id, displayName, defaultDomain, members } of scenario.tenants) {
    const properties = { displayName, defaultDomain, ...(members === undefined ? {} : { members }) };
    estate.put({ id: `/tenants/${id}`, name: id, type: 'Microsoft.Resources/tenants', properties });
  }
  for (const { id, displayName, tenant, notRegistered } of scenario.subscriptions) {
    const path = `/subscriptions/${id}`;
    const properties = { subscriptionId: id, tenantId: tenant, displayName, state: 'Enabled' };
    estate.put({ id: path, name: displayName, type: 'Microsoft.Resources/subscriptions', properties });
    for (const namespace of Object.keys(knownProviders)) {
      const registrationState = notRegistered.includes(namespace) ? 'NotRegistered' : 'Registered';
      estate.put({
        id: `${path}/providers/${namespace}`,
        name: namespace,
        type: 'Microsoft.Resources/providers',
        properties: { registrationState },
      });
    }
  }
  for (const principal of scenario.principals) putPrincipal(core, principal);
}

function putPrincipal(
  core: Core,
  principal: {
    id: string;
    type: string;
    name: string;
    members?: string[] | undefined;
    applicationId?: string | undefined;
    secret?: string | undefined;
  },
) {
  const { members, applicationId, secret } = principal;
  core.estate.put({
    id: principalPath(principal.id),
    name: principal.id,
    type: 'Microsoft.Graph/directoryObjects',
    properties: {
      principalType: principal.type,
      displayName: principal.name,
      ...(members === undefined ? {} : { members }),
      ...(applicationId === undefined ? {} : { applicationId }),
      ...(secret === undefined ? {} : { secretDigest: secretDigest(secret) }),
    },
  });
}

function tenantOf(scenario: Scenario, cluster: ScenarioCluster): string {
  const owner = scenario.subscriptions.find((item) => cluster.id.includes(`/subscriptions/${item.id}/`));
  return owner?.tenant ?? scenario.tenants[0]?.id ?? '';
}

/** Sends a request in the newest api-version of its type, lets its operation end, and looks whether it succeeded. */
export function replay(core: Core, method: string, id: string, body: unknown): void {
  const type = parseArmId(id)?.type ?? '';
  const apiVersion = core.router.types.get(type)?.apiVersions.toSorted().at(-1) ?? '2025-04-01';
  expectSuccess(`${method} ${id}`, core.send(method, id, apiVersion, body));
  core.operations.settleAll();
  const after = core.send('GET', id, apiVersion);
  expectSuccess(`${method} ${id}, then GET`, after);
  const state = (after.body as { properties?: { provisioningState?: unknown } }).properties
    ?.provisioningState;
  if (state !== undefined && state !== 'Succeeded')
    throw new Error(`${method} ${id} ended as ${JSON.stringify(state)}.`);
}

function expectSuccess(what: string, answer: ArmAnswer): void {
  if (answer.status < 300) return;
  throw new Error(
    `The scenario can't be replayed: ${what} answers ${answer.status} ${JSON.stringify(answer.body)}`,
  );
}

/** Puts the values of names into names: they may refer to each other. */
function resolveNames<Names extends Record<string, string>>(names: Names): Names {
  const resolve = (text: string, depth = 0): string =>
    depth > 10
      ? text
      : text.replace(/\{(\w+)\}/g, (_, name: string) => resolve(names[name] ?? `{${name}}`, depth + 1));
  return Object.fromEntries(Object.entries(names).map(([name, text]) => [name, resolve(text)])) as Names;
}

function withNames<Value>(value: Value, names: Record<string, string>): Value {
  const replaced = JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item !== 'string') return item;
    return item.replace(/\{(\w+)\}/g, (_, name: string) => {
      const found = names[name];
      if (found === undefined) throw new Error(`The scenario uses {${name}}, which its names don't define.`);
      return found;
    });
  });
  return JSON.parse(replaced) as Value;
}

/** The same three parts always give the same id, so that a scenario's ids never change between starts. */
function guidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
