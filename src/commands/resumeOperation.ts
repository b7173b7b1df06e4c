import type { KnownOperation, Operations } from '../platform/operations';
import { prepareResume, resumeOperation } from '../provisioning';
import { isRunning, operationFor } from './pickOperation';
import { allPorts, confirmed, runOperation, whileReading, type OperationPorts } from './running';

/**
 * Resume: shows what is left of an operation whose window is gone, that failed or was cancelled, and goes on when the
 * user says so. Rejects with FailureError.
 */
export async function resume(
  argument: unknown,
  operations: Operations,
  ports: OperationPorts,
): Promise<void> {
  const operation = await operationFor(argument, operations, 'Resume Operation', notOpen);
  if (operation === undefined) return;
  const { operationId, title } = operation;
  const all = await allPorts(ports);
  const world = { azure: all.reader, journal: ports.journal };
  const again = () =>
    whileReading(`Resume “${title}”: looking at what is left`, () =>
      prepareResume(operationId, world, new AbortController().signal),
    );
  const shown = { plan: await again(), again, verb: 'Resume', question: `Resume “${title}”?` };
  const plan = await confirmed(shown, ports);
  if (plan === undefined) return;
  const acknowledged = plan.hazards.map(({ id }) => id);
  await runOperation(title, plan, ports, (signal, listener) =>
    resumeOperation(operationId, all, signal, listener, acknowledged),
  );
}

/** Why an operation can be neither resumed nor discarded; undefined if it can. */
export function notOpen({ state, result }: KnownOperation): string | undefined {
  if (state === 'running') return isRunning;
  if (state !== 'ended') return undefined;
  return result === undefined ? 'It is over.' : ends[result];
}

const ends: Readonly<Record<NonNullable<KnownOperation['result']>, string>> = {
  done: 'It came to its end.',
  failed: 'It failed before it changed anything, or what it left was done since.',
  cancelled: 'It was cancelled before it changed anything, or what it left was done since.',
  rolledBack: 'What it did has been undone.',
  discarded: 'It was discarded.',
};
