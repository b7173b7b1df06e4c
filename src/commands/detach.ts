import type { EstateStore } from '../platform/estateStore';
import { detachParts, operations } from '../provisioning';
import { choosePair } from './choosePair';
import { carryOut, prepared, type OperationPorts } from './running';
import { tickParts } from './tickParts';

/**
 * Detach…: takes away the pull role that a cluster has on the registry itself, shown as a plan, and done when the user
 * says so. What is inherited is shown and stays. Rejects with FailureError.
 */
export async function detach(argument: unknown, store: EstateStore, ports: OperationPorts): Promise<void> {
  const pair = await choosePair(argument, store, 'Detach');
  if (pair === undefined) return;
  const spec = { ...pair, ticked: [] };
  const title = operations.detach.title(spec);
  const { seen } = await prepared({ kind: 'detach', spec, operationId: crypto.randomUUID() }, title, ports);
  const parts = detachParts(seen).filter(({ keep }) => keep === undefined);
  // With nothing to tick the plan's page says what lets the cluster pull, and from where.
  const ticked = parts.length === 0 ? [] : await tickParts(title, parts);
  if (ticked !== undefined)
    await carryOut({ kind: 'detach', spec: { ...spec, ticked }, verb: 'Detach' }, ports);
}
