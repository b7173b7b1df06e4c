import { run } from '../../../src/provisioning/operations/run';
import type { CancelSignal } from '../../../src/provisioning/applying/cancellation';
import type { OperationListener } from '../../../src/provisioning/applying/events';
import type { Outcome } from '../../../src/provisioning/applying/outcome';
import { resumeOperation, type ResumePorts } from '../../../src/provisioning/operations/resume';
import type { Job } from './job';

/** Does what a window would, with every hazard acknowledged. */
export function perform(
  work: Job['work'],
  ports: ResumePorts,
  signal: CancelSignal = new AbortController().signal,
  listener: OperationListener = () => undefined,
): Promise<Outcome> {
  if (work.kind === 'resume') return resumeOperation(work.operationId, ports, signal, listener);
  const acknowledged = work.plan.hazards.map(({ id }) => id);
  return work.kind === 'rollBack'
    ? run(work.plan, ports, signal, listener, acknowledged)
    : run(work.plan, ports, signal, listener, acknowledged);
}
