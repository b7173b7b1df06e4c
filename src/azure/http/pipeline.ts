import {
  createPipelineFromOptions,
  logPolicyName,
  proxyPolicyName,
  redirectPolicyName,
  type Pipeline,
} from '@azure/core-rest-pipeline';
import type { AzureOptions } from '../../provisioning/azureOptions';
import { captureErrors } from './answers';
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

/**
 * The one way out to Azure: every client works on a clone of this pipeline, so that they share a token and no client
 * can be made that lacks a guard. Throws FailureError if the endpoint may not be given a token.
 */
export function createPipeline(options: AzureOptions): Pipeline {
  const pace = paceOf(options);
  const pipeline = createPipelineFromOptions({
    userAgentOptions: { userAgentPrefix: 'acr-private-link' },
    retryOptions: { maxRetries: MAX_RETRIES, retryDelayInMs: pace / 2 },
  });
  // Azure Resource Manager doesn't redirect; whoever else does must not be followed with a token at hand.
  pipeline.removePolicy({ name: redirectPolicyName });
  pipeline.removePolicy({ name: logPolicyName });
  // A proxy named by the environment would see the requests that are meant for this machine.
  if (options.emulator) pipeline.removePolicy({ name: proxyPolicyName });

  const token = tokenPolicy(options);
  pipeline.addPolicy(separateSignals, { beforePolicies: [token.name] });
  pipeline.addPolicy(onlyOrigin(options.endpoint), { beforePolicies: [token.name] });
  pipeline.addPolicy(token);
  pipeline.addPolicy(retryBareThrottling(pace), { phase: 'Retry' });
  pipeline.addPolicy(reportRetries(pace), { afterPhase: 'Retry' });
  pipeline.addPolicy(captureErrors, { afterPhase: 'Retry' });
  return pipeline;
}
