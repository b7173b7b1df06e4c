import { isFailureError } from '../../../src/model/failure';
import type { CancelSignal } from '../../../src/provisioning/applying/cancellation';
import type { OperationListener } from '../../../src/provisioning/applying/events';
import type { Outcome } from '../../../src/provisioning/applying/outcome';
import {
  prepareResume,
  resumeOperation,
  type ResumePorts,
} from '../../../src/provisioning/operations/resume';
import { run } from '../../../src/provisioning/operations/run';
import type { Job } from './job';

/** Does what a window would, with every hazard acknowledged: those of the plan, or those of what is left of it. */
export async function perform(
  work: Job['work'],
  ports: ResumePorts,
  signal: CancelSignal = new AbortController().signal,
  listener: OperationListener = () => undefined,
): Promise<Outcome> {
  if (work.kind !== 'resume') {
    const acknowledged = work.plan.hazards.map(({ id }) => id);
    return run(work.plan, ports, signal, listener, acknowledged);
  }
  const acknowledged = await atStake(work.operationId, ports);
  return resumeOperation(work.operationId, ports, signal, listener, acknowledged);
}

/** What a window shows before it resumes; nothing where it can't be told, which resuming then says itself. */
async function atStake(operationId: string, { reader, journal }: ResumePorts): Promise<readonly string[]> {
  try {
    const world = { azure: reader, journal };
    const { hazards } = await prepareResume(operationId, world, new AbortController().signal);
    return hazards.map(({ id }) => id);
  } catch (error) {
    if (isFailureError(error)) return [];
    throw error;
  }
}
