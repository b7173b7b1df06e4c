import { importImage as beginImport } from '@azure/arm-containerregistry/api/registries';
import { nameOf, subscriptionOf } from '../../model/armId';
import { FailureError } from '../../model/failure';
import type { ImageImport, ImportProgress } from '../../provisioning';
import { importFailure } from '../../provisioning/adapters';
import { answerBehind } from '../http/answers';
import { armFailure } from '../http/armFailures';
import type { Clients } from '../http/clients';
import { failureOf } from '../http/failures';
import { groupNameOf } from '../http/ids';
import { listenToRetries } from '../http/retries';

/** See ImageImporter.importImage. */
export async function importImage(
  clients: Clients,
  request: ImageImport,
  pace: number,
  progress: ImportProgress,
  signal: AbortSignal,
): Promise<void> {
  const { registryId, source, target, overwrite } = request;
  const from =
    source.kind === 'public' ? { registryUri: source.registry } : { resourceId: source.registryId };
  const begun = { accepted: false, answerLost: false };
  // One of its own: a signal has one listener.
  const own = AbortSignal.any([signal]);
  // Azure says 429 before it takes a request; whatever else makes the client send it again may have hidden that it did.
  listenToRetries(own, ({ azure }) => {
    if (!begun.accepted && azure?.status !== 429) begun.answerLost = true;
  });
  try {
    const poller = beginImport(
      clients.registries(subscriptionOf(registryId)),
      groupNameOf(registryId),
      nameOf(registryId),
      {
        source: { ...from, sourceImage: source.image },
        targetTags: [`${target.repository}:${target.tag}`],
        mode: overwrite ? 'Force' : 'NoForce',
      },
      { updateIntervalInMs: pace, abortSignal: own },
    );
    await poller.submitted();
    begun.accepted = true;
    progress.accepted();
    await poller.pollUntilDone({ abortSignal: own });
  } catch (error) {
    // What the operation ended with stands in the text of the poller's own error, behind Azure's code.
    const isEnd = !signal.aborted && error instanceof Error && /long-running operation/i.test(error.message);
    const failure =
      isEnd && answerBehind(error) === undefined
        ? armFailure({ code: 'OperationFailed', message: error.message }, registryId)
        : failureOf(error, registryId, signal);
    throw new FailureError(importFailure(failure, request, begun.answerLost));
  }
}
