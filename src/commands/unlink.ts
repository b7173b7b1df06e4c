import { FailureError } from '../model/failure';
import type { EstateStore } from '../platform/estateStore';
import { operations, type UnlinkObserved, unlinkParts } from '../provisioning';
import { choosePair } from './choosePair';
import { carryOut, prepared, type OperationPorts } from './running';
import { tickParts } from './tickParts';

/** Unlink…: what of the link goes is chosen, shown as a plan, and done when the user says so. Rejects with FailureError. */
export async function unlink(argument: unknown, store: EstateStore, ports: OperationPorts): Promise<void> {
  const pair = await choosePair(argument, store, 'Unlink');
  if (pair === undefined) return;
  const spec = { ...pair, ticked: [] };
  const title = operations.unlink.title(spec);
  const { seen } = await prepared({ kind: 'unlink', spec, operationId: crypto.randomUUID() }, title, ports);
  const ticked = await tick(title, seen);
  if (ticked !== undefined)
    await carryOut({ kind: 'unlink', spec: { ...spec, ticked }, verb: 'Unlink' }, ports);
}

/** Ids of what the user ticked; undefined if they turned away. */
async function tick(title: string, observed: UnlinkObserved): Promise<readonly string[] | undefined> {
  const parts = unlinkParts(observed).filter(
    ({ keep, goesWith }) => keep === undefined && goesWith === undefined,
  );
  if (parts.length === 0) {
    throw new FailureError({
      code: 'unlink.nothing',
      kind: 'user',
      message: `${title}: there is nothing of this link that could be deleted.`,
      nextAction: 'Refresh the tree: others may need all of it, or it is gone.',
    });
  }
  return tickParts(title, parts);
}
