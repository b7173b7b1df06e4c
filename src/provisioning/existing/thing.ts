/** One thing that is there, as a request that would change nothing. */
import { t } from '@vscode/l10n';
import { apiVersions } from '../../model/apiVersions';
import { asObject, type Json, type JsonObject } from '../../model/json';
import type { Fact } from '../observed/observed';
import type { StepKind } from '../plan/plan';
import { settingsOf, withoutPaths } from '../plan/settings';
import { put } from '../plan/stepBuilder';
import type { ExistingThing } from './found';

const versions: Readonly<Record<StepKind, string>> = {
  resourceGroup: apiVersions.resourceGroup,
  registry: apiVersions.registry,
  registrySku: apiVersions.registry,
  publicAccess: apiVersions.registry,
  replica: apiVersions.registry,
  connection: apiVersions.registry,
  network: apiVersions.network,
  subnet: apiVersions.network,
  endpoint: apiVersions.network,
  zoneGroup: apiVersions.network,
  peering: apiVersions.network,
  zone: apiVersions.privateDns,
  zoneLink: apiVersions.privateDns,
  roleAssignment: apiVersions.authorization,
};

/** What was found under an id: the thing, or a sentence that says why it is left out. */
export function thingOf(
  kind: StepKind,
  resourceId: string,
  title: string,
  fact: Fact<JsonObject>,
): { readonly thing?: ExistingThing; readonly left?: string } {
  switch (fact.state) {
    case 'absent':
      return { left: t`${title}: it no longer exists.` };
    case 'unreadable':
      return { left: t`${title} can’t be read. ${fact.reason}` };
    case 'known':
      return {
        thing: { kind, resourceId, title, request: put(versions[kind], bodyOf(kind, fact.value)) },
      };
  }
}

/** Data endpoints that are on have to stay on, whoever switched them. */
function bodyOf(kind: StepKind, resource: JsonObject): JsonObject {
  const settings = settingsOf(kind, resource);
  const { dataEndpointEnabled } = asObject(resource['properties']);
  const isOn = kind === 'registry' && dataEndpointEnabled === true;
  const whole = isOn
    ? { ...settings, properties: { ...asObject(settings['properties']), dataEndpointEnabled } }
    : settings;
  return asObject(withoutNulls(withoutPaths(whole, ofOthers[kind] ?? [])));
}

/** What the other side decides, and what says when something was set. */
const ofOthers: Readonly<Partial<Record<StepKind, readonly string[]>>> = {
  endpoint: ['privateLinkServiceConnections', 'manualPrivateLinkServiceConnections'].map(
    (list) => `properties.${list}[].properties.privateLinkServiceConnectionState`,
  ),
  registry: ['retentionPolicy', 'softDeletePolicy'].map(
    (policy) => `properties.policies.${policy}.lastUpdatedTime`,
  ),
};

/** A member that is null is one that isn't set. */
function withoutNulls(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(withoutNulls);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      member === null ? [] : [[name, withoutNulls(member)] as const],
    ),
  );
}

/** Things and sentences apart. */
export function apart(found: readonly ReturnType<typeof thingOf>[]): {
  readonly things: ExistingThing[];
  readonly left: string[];
} {
  return {
    things: found.flatMap(({ thing }) => thing ?? []),
    left: found.flatMap(({ left }) => left ?? []),
  };
}
