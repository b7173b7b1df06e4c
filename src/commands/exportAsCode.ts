import { t } from '@vscode/l10n';
import { nameOf, parseId } from '../model/armId';
import type { EstateStore } from '../platform/estateStore';
import type { Operations } from '../platform/operations';
import type { Settings } from '../platform/parseSettings';
import { type ExistingWish, observeExisting, readOperation } from '../provisioning';
import { choosePair } from './choosePair';
import { exportThere, exportPlan } from './exportPlan';
import type { OperationPorts } from './operationPage';
import { pickOne } from './pick';
import { pickRegistry } from './pickInEstate';
import { pickEndpoint } from './pickEndpoint';
import { operationFor } from './pickOperation';
import { pairOf, resourceIdOf, textOf } from './target';
import { whileReading } from './whileReading';

const title = t('Export as Code');

export interface ExportPorts {
  readonly store: EstateStore;
  readonly operations: Operations;
  readonly running: Pick<OperationPorts, 'azure' | 'journal'>;
  readonly settings: Pick<Settings, 'cloud'>;
}

/**
 * Export as Code…: what is there of a link, a registry or a private endpoint, or the plan of an operation that was begun on
 * this computer, as it was then, with what of it is there by now if asked for. Azure is only read. Rejects with FailureError
 * for an operation whose journal can't be read, for what can't be exported, and where Azure can't be asked.
 */
export async function exportAsCode(argument: unknown, ports: ExportPorts): Promise<void> {
  const { store, operations, running, settings } = ports;
  const wanted = wantedBy(argument) ?? (await pickWanted());
  if (wanted === undefined) return;
  if (wanted === 'operation') {
    const operation = await operationFor(argument, operations, title, () => undefined);
    if (operation === undefined) return;
    const { plan } = await readOperation(running.journal, operation.operationId);
    return exportPlan(plan, settings, running.azure);
  }
  const wish = await wishFor(wanted, argument, store);
  if (wish === undefined) return;
  const azure = await running.azure();
  const what = wish.kind === 'endpoint' ? wish.endpointId : wish.registryId;
  const existing = await whileReading(nameOf(what), (signal) =>
    observeExisting(wish, { azure, journal: running.journal }, signal),
  );
  if (existing !== undefined) await exportThere(existing, settings);
}

type Wanted = ExistingWish['kind'] | 'operation';

/** What a node, or another extension, says by its argument. */
function wantedBy(argument: unknown): Wanted | undefined {
  if (textOf(argument, 'operationId') !== undefined) return 'operation';
  const { registryId, clusterId } = pairOf(argument);
  if (clusterId !== undefined) return 'link';
  if (registryId !== undefined) return 'registry';
  return endpointIdOf(argument) === undefined ? undefined : 'endpoint';
}

function endpointIdOf(argument: unknown): string | undefined {
  const id = resourceIdOf(argument);
  return id !== undefined && parseId(id)?.type?.toLowerCase() === 'microsoft.network/privateendpoints'
    ? id
    : undefined;
}

function pickWanted(): Promise<Wanted | undefined> {
  return pickOne<Wanted>(title, t('Choose what to export'), [
    { label: t('Link'), detail: t('The current link between a registry and a cluster'), value: 'link' },
    {
      label: t('Container Registry'),
      detail: t('The current registry with its replicas and private endpoints'),
      value: 'registry',
    },
    {
      label: t('Private Endpoint'),
      detail: t('The current endpoint with its private DNS zone group'),
      value: 'endpoint',
    },
    { label: t('Operation'), detail: t('The plan of an operation on this computer'), value: 'operation' },
  ]);
}

async function wishFor(
  wanted: ExistingWish['kind'],
  argument: unknown,
  store: EstateStore,
): Promise<ExistingWish | undefined> {
  if (wanted === 'link') {
    const pair = await choosePair(argument, store, t('Export'));
    return pair && { kind: 'link', ...pair };
  }
  if (wanted === 'registry') {
    const registryId = pairOf(argument).registryId ?? (await pickRegistry(store, title));
    return registryId === undefined ? undefined : { kind: 'registry', registryId };
  }
  const endpointId = endpointIdOf(argument) ?? (await pickEndpoint(store, title));
  return endpointId === undefined ? undefined : { kind: 'endpoint', endpointId };
}
