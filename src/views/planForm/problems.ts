/** Failures as a form shows them. */
import type { Failure } from '../../model/failure';
import { asksForSignIn } from '../../platform/signInFailures';
import { resourceView } from './planView';
import type { ProblemView } from './protocol';

/** `retryLabel` is of the button that reads everything again; undefined for none. */
export function problemOf(failure: Failure, retryLabel: string | undefined): ProblemView {
  const { azure, resourceId, signIn } = failure;
  return {
    message: failure.message,
    nextAction: failure.nextAction,
    resource: resourceId === undefined ? undefined : resourceView(resourceId),
    azure: azure && { code: azure.code, message: azure.message, requestId: azure.requestId },
    signIn: signIn ?? (asksForSignIn(failure) ? {} : undefined),
    retryLabel,
  };
}
