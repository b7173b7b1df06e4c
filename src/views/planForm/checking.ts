/** After an operation: Azure's "succeeded" is believed only when everything, read again, leaves nothing to plan. */
import { failureFrom } from '../../platform/failures';
import { type AnyPlan, awaitApproval, endpointsToApprove } from '../../provisioning';
import type { FormDeps } from './formDeps';
import type { DoneState, ShownPlan } from './formState';
import { verificationOf } from './planView';

/** Milliseconds for which a form looks for an approval; after that a new preview looks again. */
const approvalLimit = 30 * 60_000;

export interface Checking {
  planAgain(shown: ShownPlan): Promise<AnyPlan>;
  /** Nothing else was asked of the form since. */
  isCurrent(state: DoneState): boolean;
  show(state: DoneState): void;
}

/** Shows what is left to do, and waits for approvals by others. */
export async function checkAfter(
  done: DoneState,
  deps: FormDeps,
  signal: AbortSignal,
  form: Checking,
): Promise<void> {
  const found = await verify(done.shown, form);
  if (!form.isCurrent(done)) return;
  const checked = { ...done, ...found, lookedAt: deps.clock.now() };
  form.show(checked);
  if (found.verification.state === 'pending') await approvalAfter(checked, deps, signal, form);
}

/** The owner may take a while: looks for as long as nothing else is asked of the form, up to a limit. */
async function approvalAfter(
  done: DoneState,
  { azure, clock, written }: FormDeps,
  signal: AbortSignal,
  form: Checking,
): Promise<void> {
  const reader = await azure();
  for (const endpointId of endpointsToApprove(done.shown.plan)) {
    const outcome = await awaitApproval(endpointId, { reader, clock }, approvalLimit, signal);
    if (outcome.kind === 'pending' || outcome.kind === 'cancelled') return;
  }
  const found = await verify(done.shown, form);
  if (!form.isCurrent(done)) return;
  form.show({ ...done, ...found, lookedAt: clock.now() });
  written();
}

async function verify(shown: ShownPlan, form: Checking): Promise<Pick<DoneState, 'verification' | 'then'>> {
  try {
    const plan = await form.planAgain(shown);
    return { verification: verificationOf(plan), then: plan.steps };
  } catch (error) {
    return { verification: { state: 'unknown', reason: failureFrom(error).message }, then: undefined };
  }
}
