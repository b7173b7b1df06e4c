import { t } from '@vscode/l10n';
import {
  createPipelineFromOptions,
  decompressResponsePolicyName,
  logPolicyName,
  proxyPolicyName,
  redirectPolicyName,
  type Pipeline,
  type PipelineRetryOptions,
} from '@azure/core-rest-pipeline';
import type { AzureLimits, AzureOptions } from '../../provisioning';
import { captureErrors } from './answers';
import { atMostAtOnce } from './atOnce';
import { boundTries } from './bounds';
import { limitsOf } from './limits';
import { boundLists } from './lists';
import { onlyOrigin } from './origin';
import { MAX_RETRIES, reportRetries, retryBareThrottling } from './retries';
import { separateSignals } from './signals';
import { tokenPolicy } from './tokens';

/** Milliseconds between two looks at a running operation where neither Azure nor the caller says. */
const POLL_INTERVAL = 2000;

/** The rhythm of everything that waits: polls, and retries where Azure doesn't say how long to wait. */
export function paceOf(options: AzureOptions): number {
  return options.pollInterval ?? POLL_INTERVAL;
}

/** A way out: to whom, by what name in failures, within which limits. */
interface Way {
  readonly origin: string;
  readonly who: string;
  readonly limits: AzureLimits;
  readonly retries: PipelineRetryOptions & { readonly maxRetries: number };
}

/**
 * What every way out has, also that to a registry: nothing is followed elsewhere or logged, and times, sizes, pages and
 * waits have their bounds. Policies that are added to it in no phase come behind those here, in order, and see a request
 * once, however often it is tried.
 */
export function createWayOut(options: AzureOptions, { origin, who, limits, retries }: Way): Pipeline {
  const pace = paceOf(options);
  const pipeline = createPipelineFromOptions({
    userAgentOptions: { userAgentPrefix: 'acr-private-link' },
    retryOptions: retries,
  });
  // Azure doesn't redirect; whoever else does must not be followed with a token at hand.
  pipeline.removePolicy({ name: redirectPolicyName });
  pipeline.removePolicy({ name: logPolicyName });
  // `boundTries` unpacks what it has counted.
  pipeline.removePolicy({ name: decompressResponsePolicyName });
  // A proxy named by the environment would see the requests that are meant for this machine.
  if (options.emulator) pipeline.removePolicy({ name: proxyPolicyName });

  pipeline.addPolicy(boundLists(limits, who));
  pipeline.addPolicy(separateSignals);
  pipeline.addPolicy(onlyOrigin(origin));
  pipeline.addPolicy(retryBareThrottling(pace, retries.maxRetries), { phase: 'Retry' });
  // Within whatever asks for more before it goes on, which would wait for itself.
  pipeline.addPolicy(atMostAtOnce(limits.requestsAtOnce), { phase: 'Sign' });
  // The last phase: within the retries, and within all that looks at single tries.
  pipeline.addPolicy(boundTries(limits, pace, who), { phase: 'Sign' });
  return pipeline;
}

/**
 * The way to Resource Manager, or to the directory: every client works on a clone of this pipeline, so that they share
 * a token and no client can be made that lacks a guard. Throws FailureError if the endpoint may not be given a token.
 */
export function createPipeline(
  options: AzureOptions,
  service: 'resourceManager' | 'directory' = 'resourceManager',
): Pipeline {
  const pace = paceOf(options);
  const token = tokenPolicy(options);
  const pipeline = createWayOut(options, {
    origin: options.endpoint,
    who: service === 'directory' ? t('Microsoft Graph') : 'Azure',
    limits: limitsOf(service, options),
    retries: { maxRetries: MAX_RETRIES, retryDelayInMs: pace / 2 },
  });
  pipeline.addPolicy(token);
  pipeline.addPolicy(reportRetries(pace, options.throttled), { afterPhase: 'Retry' });
  pipeline.addPolicy(captureErrors, { afterPhase: 'Retry' });
  return pipeline;
}
