/** What would make Azure refuse an import, found before it is asked. */
import { t } from '@vscode/l10n';
import { nameOf, sameId } from '../../model/armId';
import { asObject, type JsonObject } from '../../model/json';
import { shellCommand } from '../../model/shell';
import type { Fact } from '../observed/observed';
import { needed, registryNotReady } from '../plan/findings';
import type { Blocker } from '../plan/plan';
import type { ResourceReader, RightsReader } from '../ports';
import { judge } from '../preflight/judge';
import type { Need } from '../preflight/needs';
import type { ObservedRights } from '../observed/rights';
import { accessSettings } from '../publicAccess/accessSettings';
import type { ImageImport } from '../plan/imageImport';

const importAction = 'Microsoft.ContainerRegistry/registries/importImage/action';
const pullAction = 'Microsoft.ContainerRegistry/registries/pull/read';

export interface ImportCheck {
  /** Why it can't be done, each with the way out. */
  readonly blockers: readonly Blocker[];
  /** What couldn't be told, in sentences. */
  readonly unsure: readonly string[];
}

/** What is read to check an import; registries as Resource Manager answers them. */
export interface ImportObserved {
  readonly registry: Fact<JsonObject>;
  /** Undefined for an image of a public registry. */
  readonly source: Fact<JsonObject> | undefined;
  readonly rights: ObservedRights;
}

/** Rejects with FailureError when nothing can be said (not signed in, no network, aborted). */
export async function observeImport(
  { registryId, source }: Pick<ImageImport, 'registryId' | 'source'>,
  azure: ResourceReader & RightsReader,
  signal: AbortSignal,
): Promise<ImportObserved> {
  const sourceId = source.kind === 'registry' ? source.registryId : undefined;
  const scopes = [registryId, ...(sourceId === undefined || sameId(sourceId, registryId) ? [] : [sourceId])];
  const [registry, from, rights] = await Promise.all([
    azure.read(registryId, signal),
    sourceId === undefined ? undefined : azure.read(sourceId, signal),
    azure.readRights({ scopes, providers: [] }, signal),
  ]);
  return { registry, source: from, rights };
}

/** Pure. Azure Policy and the source's own limits are not asked: they answer when the import is made. */
export function checkImport(
  { registryId, source }: Pick<ImageImport, 'registryId' | 'source'>,
  observed: ImportObserved,
): ImportCheck {
  const sourceId = source.kind === 'registry' ? source.registryId : undefined;
  const rights = rightsOf(registryId, sourceId, observed);
  return {
    blockers: [
      ...registryBlockers(registryId, observed.registry),
      ...(sourceId === undefined || observed.source === undefined || sameId(sourceId, registryId)
        ? []
        : registryBlockers(sourceId, observed.source)),
      ...rights.blockers,
    ],
    unsure: rights.unsure,
  };
}

function registryBlockers(id: string, fact: Fact<JsonObject>): Blocker[] {
  const name = nameOf(id);
  if (fact.state !== 'known') return needed(t`Registry ${name}`, id, fact);
  const properties = asObject(fact.value['properties']);
  const state = properties['provisioningState'] ?? 'Succeeded';
  return [
    ...(typeof state === 'string' ? registryNotReady(id, state) : []),
    ...(letsServicesIn(fact.value)
      ? []
      : [
          {
            ...blocker(
              'noTrustedServices',
              id,
              t`Registry ${name} has public network access disabled and doesn’t allow trusted services. The import service is one of them.`,
              t('Allow trusted services (Networking in the portal), then import again.'),
            ),
            ...commandOf('az', 'acr', 'update', '--name', name, '--allow-trusted-services', 'true'),
          },
        ]),
  ];
}

/** From Microsoft's page on trusted services: of a restricted registry they are let in only where its setting says so. */
function letsServicesIn(registry: JsonObject): boolean {
  const settings = accessSettings(registry);
  return settings === undefined || settings.mode === 'on' || settings.trustedServices;
}

function rightsOf(registryId: string, sourceId: string | undefined, { rights }: ImportObserved): ImportCheck {
  const need = (action: string, id: string, weight: Need['weight']): Need => ({
    action,
    target: id,
    scope: id,
    weight,
  });
  const judged = judge(
    [
      {
        step: { id: 'import' },
        rights: [
          need(importAction, registryId, 'required'),
          // In ABAC mode, or through a custom role, the right to pull may be another one.
          ...(sourceId === undefined ? [] : [need(pullAction, sourceId, 'advisory')]),
        ],
        providers: [],
        unlocked: [{ id: registryId, verb: 'write' }],
      },
    ],
    rights,
  ).steps['import'];
  if (judged === undefined || judged.state === 'granted') return { blockers: [], unsure: [] };
  if (judged.state === 'unknown') return { blockers: [], unsure: judged.reasons };
  return {
    blockers: judged.missing.map(({ message, remedy, scope, kind }) => ({
      ...blocker(kind === 'lock' ? 'locked' : 'missingPermission', scope, message, remedy.words),
      ...(remedy.command === undefined ? {} : { command: remedy.command }),
    })),
    unsure: judged.unsure,
  };
}

function blocker(code: string, id: string, message: string, wayOut: string): Blocker {
  return { code, message, wayOut, resourceIds: [id] };
}

function commandOf(...words: readonly string[]): { command?: string } {
  const command = shellCommand(...words);
  return command === undefined ? {} : { command };
}
